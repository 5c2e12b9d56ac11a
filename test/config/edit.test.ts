import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withVariables } from '#config/edit-env.ts';
import { withSettings } from '#config/edit-file.ts';
import { envExample, fileExample } from '#config/examples.ts';
import { readFileSettings } from '#config/read-file.ts';

const change = (changes: Record<string, string | null>) => new Map(Object.entries(changes));

describe('.env', () => {
  test.for<[string, string, Record<string, string | null>, string]>([
    ['an empty file', '', { PORT: '1' }, 'PORT=1\n'],
    ['a file without a last line end', 'A=1', { PORT: '1' }, 'A=1\nPORT=1\n'],
    ['a variable that is there', '# ours\nPORT=1 # old\nA=b\n', { PORT: '2' }, '# ours\nPORT=2\nA=b\n'],
    ['one that is there twice', 'PORT=1\nA=b\nexport PORT=3\n', { PORT: '2' }, 'PORT=2\nA=b\n'],
    ['one of several lines', 'SECRET_KEY="a\nb"\nA=b\n', { SECRET_KEY: 'c' }, 'SECRET_KEY=c\nA=b\n'],
    [
      'one that a comment names',
      '# The port\n#PORT=3000\n\nA=b\n',
      { PORT: '2' },
      '# The port\n#PORT=3000\nPORT=2\n\nA=b\n',
    ],
    ['lines of Windows', 'PORT=1\r\nA=b\r\n', { PORT: '2', B: 'c' }, 'PORT=2\r\nA=b\r\nB=c\r\n'],
    ['one that goes', 'PORT=1\nA=b\n', { PORT: null }, 'A=b\n'],
    [
      'one that needs quotes',
      '',
      { DISCORD_STAFF_ROLE: 'The "support" #1' },
      `DISCORD_STAFF_ROLE='The "support" #1'\n`,
    ],
    ['a name that begins like another', 'PORT_2=1\n', { PORT: '2' }, 'PORT_2=1\nPORT=2\n'],
  ])('%s', ([, before, changes, after]) => {
    expect(withVariables(before, change(changes))).toBe(after);
  });

  test('what would change another variable is refused', () => {
    expect(withVariables('A="\nPORT=1\n"\n', change({ PORT: '2' }))).toBeNull();
    expect(withVariables('', change({ PORT: `"'\`` }))).toBeNull();
  });

  test('the example stays as it is around what is set', () => {
    const after = withVariables(envExample(), change({ SLACK_BOT_TOKEN: 'xoxb-1', PORT: '4000' })) ?? '';
    expect(
      after
        .split('\n')
        .filter((line) => !/^(?:SLACK_BOT_TOKEN|PORT)=/.test(line))
        .join('\n'),
    ).toBe(envExample());
    expect(parseEnv(after)).toEqual({ SLACK_BOT_TOKEN: 'xoxb-1', PORT: '4000' });
  });
});

describe('keymedic.yaml', () => {
  test.for<[string, string, Record<string, string | null>, string]>([
    ['an empty file', '', { PORT: '1' }, 'operation:\n  port: 1\n'],
    [
      'a value that is there',
      'operation:\n  port: 1 # ours\n  log_level: warn\n',
      { PORT: '2' },
      'operation:\n  port: 2 # ours\n  log_level: warn\n',
    ],
    [
      'a list in lines',
      'slack:\n  channels:\n    - a\n    - b\n  # and\n  staff_channel: C1\n',
      { SLACK_CHANNELS: 'c,d' },
      'slack:\n  channels:\n    [c, d]\n  # and\n  staff_channel: C1\n',
    ],
    [
      'a list in brackets',
      'slack: {channels: [a], staff_channel: C1}\n',
      { SLACK_CHANNELS: 'all' },
      'slack: {channels: all, staff_channel: C1}\n',
    ],
    [
      'a key that is missing in brackets',
      'slack: {channels: [a]}\n',
      { SLACK_STAFF_CHANNEL: 'C1' },
      'slack: {staff_channel: C1, channels: [a]}\n',
    ],
    [
      'a key that is missing',
      'slack: # ours\n    channels: [a]\n',
      { SLACK_STAFF_CHANNEL: 'C1' },
      'slack: # ours\n    staff_channel: C1\n    channels: [a]\n',
    ],
    [
      'an empty value',
      'slack:\n  channels:\n  staff_channel: C1\n',
      { SLACK_CHANNELS: 'a' },
      'slack:\n  channels: [a]\n  staff_channel: C1\n',
    ],
    [
      'an empty part',
      'slack:\n\ndiscord:\n  leak: warn\n',
      { SLACK_CHANNELS: 'a' },
      'slack:\n  channels: [a]\n\ndiscord:\n  leak: warn\n',
    ],
    ['an empty part in brackets', 'slack: {}\n', { SLACK_CHANNELS: 'a' }, 'slack: \n  channels: [a]\n'],
    [
      'a key in a comment',
      'slack:\n  # Channels\n  #channels: [x]\n\ndiscord:\n  #channels: [y]\n',
      { SLACK_CHANNELS: 'a' },
      'slack:\n  # Channels\n  channels: [a]\n\ndiscord:\n  #channels: [y]\n',
    ],
    [
      'an id of Discord',
      '',
      { DISCORD_STAFF_CHANNEL: '123456789012345678' },
      'discord:\n  staff_channel: "123456789012345678"\n',
    ],
    [
      'a value that goes',
      'slack:\n  staff_channel: C1 # sic\n',
      { SLACK_STAFF_CHANNEL: null },
      'slack:\n  staff_channel:  # sic\n',
    ],
    ['a name with a sign', '', { DISCORD_STAFF_ROLE: '#1: all' }, 'discord:\n  staff_role: "#1: all"\n'],
  ])('%s', ([, before, changes, after]) => {
    expect(withSettings(before, change(changes))).toBe(after);
  });

  test('what would change another setting is refused', () => {
    expect(
      withSettings('slack:\n  channels: &a [x]\ndiscord:\n  channels: *a\n', change({ SLACK_CHANNELS: 'b' })),
    ).toBeNull();
    expect(withSettings('slack: [', change({ SLACK_CHANNELS: 'b' }))).toBeNull();
    expect(withSettings('', change({ SLACK_BOT_TOKEN: 'xoxb-1' }))).toBeNull();
  });

  test('the example stays as it is around what is set, whatever is set', () => {
    const name = fc.stringMatching(/^[a-z][a-z-]{0,8}$/).filter((each) => each !== 'all');
    const changes = fc.record(
      {
        SLACK_CHANNELS: fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join(',')),
        DISCORD_STAFF_CHANNEL: fc.bigInt({ min: 10n ** 17n, max: 10n ** 18n }).map(String),
        DISCORD_MESSAGE_CONTENT: fc.constantFrom('true', 'false'),
        STAFF_CHAT: fc.constantFrom('slack', 'discord'),
        PORT: fc.integer({ min: 1, max: 65_535 }).map(String),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(changes, (wanted) => {
        const after = withSettings(fileExample(), change(wanted)) ?? '';
        const { texts } = readFileSettings('', after);
        for (const [key, value] of Object.entries(wanted)) expect(texts.get(key)?.text).toBe(value);
        const comments = (text: string) => text.split('\n').filter((line) => /^\s*# /.test(line));
        expect(comments(after)).toEqual(comments(fileExample()));
      }),
    );
  });
});

test('a file of any text is read without an exception', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('slack', 'channels', ...': \n\t-[]{}#&*!|>%@`"\'?,'.split('')) }),
  );
  fc.assert(
    fc.property(odd, (text) => {
      for (const { position } of readFileSettings('x', text).faults) expect(position?.line).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});
