import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS, type Command, MESSAGE_MENU } from '#chat/commands.ts';
import { SCOPES } from '#chat/slack/connect.ts';
import { SHORTCUT } from '#chat/slack/listen-interactions.ts';

interface Manifest {
  readonly features: {
    readonly shortcuts: readonly { readonly type: string; readonly callback_id: string }[];
    readonly slash_commands: readonly { readonly command: string }[];
    readonly app_home: Readonly<Record<string, boolean>>;
  };
  readonly oauth_config: {
    readonly scopes: { readonly bot: readonly string[]; readonly bot_optional: readonly string[] };
  };
  readonly settings: {
    readonly event_subscriptions: { readonly bot_events: readonly string[] };
    readonly socket_mode_enabled: boolean;
    readonly interactivity: { readonly is_enabled: boolean };
  };
}

const manifest = parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8')) as Manifest;
const FOLDER = new URL('../../../src/chat/slack/', import.meta.url);
const SOURCE = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
  .join('\n');

/** Scopes of the Web API methods, as their pages under https://docs.slack.dev/reference/methods say. Null: none. */
const METHOD_SCOPES: Readonly<Record<string, readonly string[] | null>> = {
  'auth.test': null,
  'chat.delete': ['chat:write'],
  'chat.getPermalink': null,
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.info': ['files:read'],
  'files.uploadV2': ['files:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': null,
  'views.publish': null,
};
/** Scopes of events: https://docs.slack.dev/reference/events */
const EVENT_SCOPES: Readonly<Record<string, string | null>> = {
  app_home_opened: null,
  app_mention: 'app_mentions:read',
  app_uninstalled: null,
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  tokens_revoked: null,
};

function methodsUsed(): string[] {
  const calls = [...SOURCE.matchAll(/client\s*\.((?:[a-z]+\s*\.)+[a-zA-Z0-9]+)\(/g)].map(([, path = '']) =>
    path.replaceAll(/\s/g, ''),
  );
  return [...new Set(calls)].filter((path) => path.includes('.')).sort();
}

test('every Web API method that the code calls is one whose scope is known, and none is listed in vain', () => {
  expect(methodsUsed()).toEqual(Object.keys(METHOD_SCOPES).sort());
});

test('the manifest asks for the scopes that methods, events, commands and files need, and for nothing more', () => {
  const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
  const needed = new Set([
    ...Object.values(METHOD_SCOPES).flatMap((scopes) => scopes ?? []),
    ...Object.values(EVENT_SCOPES).flatMap((scope) => scope ?? []),
    'commands',
    // Text files of messages are downloaded.
    'files:read',
  ]);
  expect(new Set([...bot, ...optional])).toEqual(needed);
  expect(new Set<string>(SCOPES)).toEqual(new Set(bot));
});

test('the manifest subscribes to the events that the code listens to', () => {
  const listened = new Set([...SOURCE.matchAll(/app\.event\('([a-z_]+)'/g)].map(([, name = '']) => name));
  const subscribed = new Set(manifest.settings.event_subscriptions.bot_events.map((name) => name.split('.')[0] ?? ''));
  expect(listened).toEqual(subscribed);
  expect(new Set(Object.keys(EVENT_SCOPES))).toEqual(new Set(manifest.settings.event_subscriptions.bot_events));
});

test('the manifest declares the commands and the shortcut of the code', () => {
  const declared = COMMANDS.map(({ name, description, hint, mentions = false }: Command) => ({
    command: `/${name}`,
    description,
    ...(hint === undefined ? {} : { usage_hint: hint }),
    should_escape: mentions,
  }));
  expect(manifest.features.slash_commands).toEqual(declared);
  expect(manifest.features.shortcuts).toEqual([{ ...MESSAGE_MENU, type: 'message', callback_id: SHORTCUT }]);
});

test('people can write to the bot, press buttons and see its home page, without a public address', () => {
  expect(manifest.features.app_home).toEqual({
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  });
  expect(manifest.settings.interactivity.is_enabled).toBe(true);
  expect(manifest.settings.socket_mode_enabled).toBe(true);
});
