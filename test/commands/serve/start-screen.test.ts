import { expect, test } from 'vitest';
import { startScreen, summaryOf } from '#commands/serve/start-screen.ts';
import { type Config, readConfig } from '#config/config.ts';
import { realCatalogue } from '#test/catalogue.ts';

const { knowledge } = realCatalogue();

function configOf(env: Readonly<Record<string, string>>): Config {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.faults.join('\n'));
  return read.config;
}

test('the screen at the start fits on one and says what runs where, and what may not be meant', () => {
  const config = configOf({
    SLACK_BOT_TOKEN: 'xoxb-secret',
    SLACK_SIGNING_SECRET: 'signing-secret',
    SLACK_CHANNELS: '#help, api',
    SLACK_STAFF_CHANNEL: 'C1',
    DISCORD_TOKEN: 'discord-secret',
    DISCORD_CHANNELS: 'all',
    DISCORD_SHARDS: '0-1/4',
    DATABASE_URL: 'postgres://keymedic:database-secret@db/keymedic',
    KEYCHECK_ALLOW: '10.0.0.5:4000',
    KNOWLEDGE_DIR: '/knowledge',
  });
  const screen = startScreen(summaryOf(config, knowledge, 'http://127.0.0.1:9090'));
  expect(screen.split('\n').length).toBeLessThan(24);
  for (const words of [
    /Slack +HTTP on port 3000; answers pasted errors in help, api$/m,
    /Discord +shards 0, 1 of 4; answers only mentions, commands and direct messages$/m,
    /Staff +in slack$/m,
    /Store +PostgreSQL; texts kept for 30 days$/m,
    /Knowledge +\d+ failure kinds, \d+ providers, \d+ tools, including the files in \/knowledge$/m,
    /Operation +http:\/\/127\.0\.0\.1:9090\/healthz \/readyz \/metrics$/m,
    /! DISCORD_CHANNELS needs DISCORD_MESSAGE_CONTENT=true/,
    /! SECRET_KEY is not set/,
    /! KEYCHECK_ALLOW allows key checks to contact 10\.0\.0\.5:4000/,
  ])
    expect(screen).toMatch(words);
  expect(screen).not.toMatch(/secret/);
});

test.for([
  ['', { host: '127.0.0.1', port: 9090 }],
  ['8081', { host: '127.0.0.1', port: 8081 }],
  ['0', { host: '127.0.0.1', port: 0 }],
  ['0.0.0.0:9090', { host: '0.0.0.0', port: 9090 }],
  ['[::]:9090', { host: '::', port: 9090 }],
  ['off', null],
] as const)('OPS_PORT=%s is understood', ([value, ops]) => {
  expect(configOf({ OPS_PORT: value }).ops).toEqual(ops);
});

test.for(['no', '65536', 'host:', '1:2:3', ':9090', 'http://x:9090'])('OPS_PORT=%s is refused', (value) => {
  expect(readConfig({ OPS_PORT: value })).toEqual({
    ok: false,
    faults: ['OPS_PORT: expected a port such as 9090, an address such as 0.0.0.0:9090, or off'],
  });
});
