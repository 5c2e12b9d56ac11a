import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS } from '#chat/commands.ts';
import { BUTTONS } from '#support/turns/buttons.ts';

/** How many files a recipe of CONTRIBUTING.md takes: what is named in one place cannot be forgotten in another. */
const SOURCES = new Map(globSync('src/**/*.ts').map((path) => [path, readFileSync(path, 'utf8')]));

const filesWith = (pattern: RegExp) => [...SOURCES].flatMap(([path, text]) => (pattern.test(text) ? [path] : []));

test('a button is named in the views that show it and in one row of the table, nowhere else', () => {
  expect(filesWith(/\bdo(?::| ===) '/).filter((path) => !path.startsWith('src/support/views/'))).toEqual([
    // The kinds of buttons that carry more than a case.
    'src/support/turns/actions.ts',
  ]);
  expect(filesWith(/\bBUTTONS\b/)).toEqual(['src/support/turns/buttons.ts', 'src/support/turns/press-button.ts']);
  expect(BUTTONS.size).toBeGreaterThan(20);
});

test.for([...COMMANDS])(
  'a command is described in one file and started in another: /$name',
  ({ name, description }) => {
    expect(filesWith(new RegExp(`^ {2}${name}: `, 'm'))).toContain('src/support/turns/dispatch.ts');
    expect(
      [...SOURCES].filter(([, text]) => text.includes(`description: '${description}'`)).map(([path]) => path),
    ).toEqual(['src/chat/commands.ts']);
  },
);

test.for(['docs/slack.md', 'docs/discord.md', 'docs/staff-desk.md'])(
  '%s names no command that there is not',
  (page) => {
    const named = [...readFileSync(page, 'utf8').matchAll(/`\/([a-z]+)(?=[ `])/g)].map(([, name]) => name);
    // Slack's own command stands there too.
    const known = new Set<string | undefined>([...COMMANDS.map(({ name }) => name), 'invite']);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  },
);

test.for(['slack', 'discord'])(
  "a chat's folder is imported by its own files in src/chats, and by its own command: %s",
  (chat) => {
    const users = filesWith(new RegExp(`'#chat/${chat}/`)).filter((path) => !path.startsWith(`src/chat/${chat}/`));
    expect(users.length).toBeGreaterThan(1);
    expect(
      users.filter((path) => !new RegExp(`^src/(?:chats/${chat}[a-z-]*|commands/${chat})\\.ts$`).test(path)),
    ).toEqual([]);
  },
);
