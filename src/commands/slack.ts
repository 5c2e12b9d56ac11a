import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Io } from './io.ts';

const HELP = `Usage: npm run -s slack -- manifest https://your.host

Prints the manifest of the Slack app for HTTP with your host's addresses. Paste it at https://api.slack.com/apps under
"Create New App", "From a manifest". For Socket Mode, paste manifest.yml as it is.
`;

const FILE = new URL('../../manifest.yml', import.meta.url);

/** `npm run slack`: what there is to do once for a Slack app. Returns the exit status. */
export async function slackCommand(argv: readonly string[], io: Io): Promise<number> {
  const [what, host = ''] = argv;
  if (what === '--help') {
    io.out(HELP);
    return 0;
  }
  if (what !== 'manifest' || !URL.canParse(host)) {
    io.error(HELP);
    return 2;
  }
  const { origin, protocol } = new URL(host);
  if (protocol !== 'https:') {
    io.error(`${origin}: expected an address that starts with https://, because Slack calls no other.\n`);
    return 2;
  }
  io.out(manifestFor(readFileSync(FILE, 'utf8'), origin));
  return 0;
}

const manifestSchema = z.looseObject({
  features: z.looseObject({ slash_commands: z.array(z.looseObject({ command: z.string() })) }),
  oauth_config: z.looseObject({}),
  settings: z.looseObject({ event_subscriptions: z.looseObject({}), interactivity: z.looseObject({}) }),
});

/**
 * The manifest for an app that Slack calls at this address, and that workspaces install there. Its fields:
 * https://docs.slack.dev/reference/app-manifest
 */
export function manifestFor(text: string, origin: string): string {
  const { features, oauth_config, settings, ...rest } = manifestSchema.parse(parse(text));
  const url = `${origin}/slack/events`;
  return stringify({
    ...rest,
    features: { ...features, slash_commands: features.slash_commands.map((command) => ({ ...command, url })) },
    oauth_config: { redirect_urls: [`${origin}/slack/oauth_redirect`], ...oauth_config },
    settings: {
      ...settings,
      event_subscriptions: { request_url: url, ...settings.event_subscriptions },
      interactivity: { ...settings.interactivity, request_url: url },
      socket_mode_enabled: false,
    },
  });
}
