import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { REDIRECT_PATH } from '#chat/slack/many/install.ts';
import { slackCommand } from '#commands/slack.ts';
import { readManifest } from '#test/scenarios/stages.ts';
import { fakeIo } from './io.ts';

test('the manifest for HTTP is manifest.yml with the addresses of the host, and without Socket Mode', async () => {
  const { io, out } = fakeIo();
  expect(await slackCommand(['manifest', 'https://bot.example/'], io)).toBe(0);
  const url = 'https://bot.example/slack/events';
  const usual = readManifest();
  const commands = usual.features.slash_commands.map((command) => ({ ...command, url }));
  expect(parse(out())).toEqual({
    ...usual,
    features: { ...usual.features, slash_commands: commands },
    oauth_config: { ...usual.oauth_config, redirect_urls: [`https://bot.example${REDIRECT_PATH}`] },
    settings: {
      ...usual.settings,
      event_subscriptions: { ...usual.settings.event_subscriptions, request_url: url },
      interactivity: { is_enabled: true, request_url: url },
      socket_mode_enabled: false,
    },
  });
});

test.for([[], ['manifest'], ['manifest', 'bot.example'], ['manifest', 'http://bot.example']])(
  'not understood: %o',
  async (argv) => {
    const { io, out, error } = fakeIo();
    expect(await slackCommand(argv, io)).toBe(2);
    expect(error()).toContain('https://');
    expect(out()).toBe('');
  },
);
