import { expect, test } from 'vitest';
import { readConfig } from '#config/config.ts';
import { sentenceOf } from '#config/fault.ts';
import { readFileSettings } from '#config/read-file.ts';

function read(...lines: string[]) {
  const file = readFileSettings('keymedic.yaml', lines.join('\n'));
  return {
    faults: file.faults.map(sentenceOf),
    texts: Object.fromEntries([...file.texts].map(([name, { text }]) => [name, text])),
  };
}

test('a file without mistakes is read, in every form that a value may have', () => {
  const { faults, texts } = read(
    '# ours',
    'slack:',
    '  channels: [help, "#api-support"]',
    '  staff_channel: C0123456789',
    'discord:',
    '  message_content: true',
    '  channels: all',
    '  staff_channel: 123456789012345678',
    '  staff_role:',
    'manners: {least_confidence: 0.8, answers_per_person: 1}',
    'knowledge:',
  );
  expect(faults).toEqual([]);
  expect(texts).toEqual({
    SLACK_CHANNELS: 'help,#api-support',
    SLACK_STAFF_CHANNEL: 'C0123456789',
    DISCORD_MESSAGE_CONTENT: 'true',
    DISCORD_CHANNELS: 'all',
    DISCORD_STAFF_CHANNEL: '123456789012345678',
    LEAST_CONFIDENCE: '0.8',
    ANSWERS_PER_PERSON: '1',
  });
});

test.for([
  [
    'a misspelt key',
    ['slack:', '  chanels: [help]'],
    '2:3 slack.chanels: found an unknown key, expected one of channels, staff_channel, staff_group, api_url, redirect_url; did you mean slack.channels?',
  ],
  [
    'a misspelt part',
    ['slak:', '  channels: [help]'],
    '1:1 slak: found an unknown key, expected one of slack, discord, staff, manners, storage, knowledge, keycheck, operation; did you mean slack?',
  ],
  ['a key in camel case', ['slack:', '  staffChannel: C1'], 'did you mean slack.staff_channel?'],
  [
    'a key of another part',
    ['retention_days: 5'],
    '1:1 retention_days: found an unknown key, expected one of slack, discord, staff, manners, storage, knowledge, keycheck, operation; did you mean storage.retention_days?',
  ],
  ['a misspelt key of another part', ['chanels: [help]'], 'did you mean slack.channels?'],
  ['a name of the environment', ['LOG_LEVEL: debug'], 'did you mean operation.log_level?'],
  [
    'a key that is like none',
    ['operation:', '  colour: red'],
    '2:3 operation.colour: found an unknown key, expected one of port, ops_port, log_level',
  ],
  [
    'a list given as a text',
    ['slack:', '  channels: help, api-support'],
    '2:13 slack.channels: found the text “help, api-support”, expected a list, such as [help, api-support], or all',
  ],
  [
    'several items in one',
    ['slack:', '  channels:', '    - one', '    - two, three'],
    '4:7 slack.channels: found the text “two, three”, expected one item per line, or [one, two]',
  ],
  [
    'a comment instead of an item',
    ['slack:', '  channels:', '    - #help'],
    'slack.channels: found nothing, expected text; “#” starts a comment unless quoted, so leave it out',
  ],
  [
    'a text for a number',
    ['operation:', '  port: eighty'],
    '2:9 operation.port: found the text “eighty”, expected a number without quotes, such as 3000',
  ],
  [
    'a quoted number',
    ['operation:', '  port: "80"'],
    '2:9 operation.port: found the text “80”, expected a number without quotes, such as 3000',
  ],
  [
    'a number out of bounds',
    ['operation:', '  port: 99999'],
    '2:9 operation.port: found 99999, expected a whole number from 1 to 65535',
  ],
  [
    'a fraction for a whole number',
    ['storage:', '  retention_days: 1.5'],
    '2:19 storage.retention_days: found 1.5, expected a whole number from 1 to 3650',
  ],
  [
    'a word for true',
    ['discord:', '  message_content: yes'],
    '2:20 discord.message_content: found the text “yes”, expected true or false, without quotes',
  ],
  [
    'another word than those that are known',
    ['operation:', '  log_level: loud'],
    '2:14 operation.log_level: found the text “loud”, expected debug, info, warn or error',
  ],
  [
    'a list for a text',
    ['discord:', '  staff_role: [a, b]'],
    '2:15 discord.staff_role: found a list, expected a text, such as Support',
  ],
  [
    'keys for a value',
    ['discord:', '  staff_role:', '    name: x'],
    'discord.staff_role: found keys, expected a text, such as Support',
  ],
  [
    'a value for a part',
    ['slack: help'],
    '1:1 slack: expected indented keys below it: channels, staff_channel, staff_group, api_url, redirect_url',
  ],
  ['a list at the top', ['- slack'], '1:1: expected keys such as “slack:” at the top level'],
  ['a key twice', ['operation:', '  port: 1', '  port: 2'], '3:3: expected each key once; this one is repeated'],
  ['a tab', ['operation:', '\tport: 1'], '2:1: expected spaces; YAML does not allow tabs before a key'],
  ['an open bracket', ['slack:', '  channels: [help', 'discord:'], 'expected YAML, but'],
  ['two documents', ['slack:', '---', 'slack:'], 'expected one document; “---” starts another one'],
  ['no target', ['keycheck:', '  allow: [localhost]'], '2:10 keycheck.allow: found a list, expected host:port'],
] as const)('%s is explained', ([, lines, sentence]) => {
  const { faults } = read(...lines);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(sentence);
  expect(faults[0]).toMatch(/^keymedic\.yaml:\d+:\d+/);
});

test('beside tabs the other mistakes are told too', () => {
  const { faults } = read('operation:', '\tprt: 80', 'storage:', '\tretention_days: 0');
  expect(faults.map((fault) => fault.split(' ', 2).join(' '))).toEqual([
    'keymedic.yaml:2:1: expected',
    'keymedic.yaml:2:2 operation.prt:',
    'keymedic.yaml:4:1: expected',
    'keymedic.yaml:4:18 storage.retention_days:',
  ]);
});

test('all mistakes are told at once, in the order of the file', () => {
  const { faults, texts } = read(
    'slack:',
    '  chanels: [a]',
    '  staff_channel: C1',
    'operation:',
    '  port: x',
    '  port: 80',
    'foo: 1',
  );
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
    'keymedic.yaml:2:3',
    'keymedic.yaml:5:9',
    'keymedic.yaml:6:3:',
    'keymedic.yaml:7:1',
  ]);
  expect(texts['SLACK_STAFF_CHANNEL']).toBe('C1');
});

const BOT_TOKEN = 'xoxb-1111-2222-abcdefghijkl';
const DISCORD_TOKEN = `${'MTA1'.repeat(6)}.GabcDE.${'x9Y_'.repeat(9)}`;

test.for([
  ['at its own key', ['slack:', `  bot_token: ${BOT_TOKEN}`], '2:14 slack.bot_token', 'SLACK_BOT_TOKEN', BOT_TOKEN],
  [
    'by the name of its variable',
    [`SLACK_BOT_TOKEN: ${BOT_TOKEN}`],
    '1:1 SLACK_BOT_TOKEN',
    'SLACK_BOT_TOKEN',
    BOT_TOKEN,
  ],
  ['at a misspelt key', ['slack:', '  bot-tokn: hunter2'], '2:3 slack.bot-tokn', 'SLACK_BOT_TOKEN', 'hunter2'],
  [
    'at the key of something else',
    ['slack:', `  staff_channel: ${BOT_TOKEN}`],
    '2:18 slack.staff_channel',
    'SLACK_BOT_TOKEN',
    BOT_TOKEN,
  ],
  ['in a list', ['slack:', `  channels: [help, ${BOT_TOKEN}]`], 'slack.channels', 'SLACK_BOT_TOKEN', BOT_TOKEN],
  [
    'of Discord, at a key that is not known',
    [`password: ${DISCORD_TOKEN}`],
    '1:1 password',
    'DISCORD_TOKEN',
    DISCORD_TOKEN,
  ],
  [
    'that keys fingerprints',
    ['storage:', '  secret_key: correct horse battery'],
    'storage.secret_key',
    'SECRET_KEY',
    'horse',
  ],
  [
    'in an address',
    ['storage:', '  database_url: postgres://me:hunter2@db/keymedic'],
    'storage.database_url',
    'DATABASE_URL',
    'hunter2',
  ],
  [
    'behind an address',
    ['storage:', '  database_url: postgres://db/keymedic?password=hunter2'],
    'storage.database_url',
    'DATABASE_URL',
    'hunter2',
  ],
] as const)('a secret %s is refused with the variable to use', ([, lines, place, variable, secret]) => {
  const { faults, texts } = read(...lines);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(place);
  expect(faults[0]).toContain(`set ${variable} in the environment or in .env`);
  expect(faults.join()).not.toContain(secret);
  expect(texts).toEqual({});
});

test('what looks like a credential, or is long, is never quoted', () => {
  const { faults } = read('operation:', `  log_level: ${'aB3'.repeat(7)}`, 'discord:', '  leak: "what is ${this}?"');
  expect(faults[0]).toContain('found a text of 21 characters');
  expect(faults[1]).toContain('found a text of 16 characters');
});

test('an address without a password may stand in the file', () => {
  expect(read('storage:', '  database_url: postgres://me@db:5432/keymedic').faults).toEqual([]);
});

test('the environment wins over the file, and a variable without a value does not', () => {
  const file = readFileSettings('keymedic.yaml', 'operation: {port: 4000, log_level: warn}');
  const both = readConfig({ PORT: '5000', LOG_LEVEL: ' ' }, file);
  expect(both).toMatchObject({ ok: true, config: { port: 5000, logLevel: 'warn' } });
});

test('one name twice by an alias counts where it is used', () => {
  const { faults, texts } = read('slack:', '  channels: &ours [help]', 'discord:', '  channels: *ours');
  expect(faults).toEqual([]);
  expect(texts['DISCORD_CHANNELS']).toBe('help');
});

test('contradictions name the key of the file where that asks for it', () => {
  const file = readFileSettings('keymedic.yaml', 'staff: {chat: discord}');
  expect(readConfig({}, file)).toEqual({
    ok: false,
    faults: ['discord.staff_channel: expected a value, because of staff.chat: discord'],
  });
});
