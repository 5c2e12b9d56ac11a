import type { ValuesOf } from '#config/setting.ts';
import type { ChatKind, ConfiguredChat, Contradiction } from './chat-kind.ts';
import { watchedChannels } from './chat-kind.ts';
import { configureMany, contradictionsOfMany } from './slack-many.ts';
import { SLACK } from './slack-settings.ts';

type SlackValues = ValuesOf<typeof SLACK>;

const API = 'https://slack.com/api/';

/** Slack: one workspace by its bot token, or many that install the app by themselves. */
export const slack: ChatKind<typeof SLACK> = {
  title: 'Slack',
  section: 'Slack (docs/slack.md)',
  settings: SLACK,
  token: SLACK.botToken,
  staffChannel: SLACK.staffChannel,
  contradictions: (values, others) => [...contradictionsOfMany(values, others), ...contradictionsOfOne(values)],
  configure: (values) => configureMany(values, API) ?? configureOne(values),
  ask: async (asking) => (await import('./slack-setup.ts')).askSlack(asking),
};

function contradictionsOfOne({ botToken, appToken, signingSecret, clientId }: SlackValues): readonly Contradiction[] {
  if (clientId !== null) return [];
  if (botToken !== null && appToken === null && signingSecret === null)
    return [
      {
        variable: 'SLACK_APP_TOKEN',
        expected: 'a value for Socket Mode, because SLACK_BOT_TOKEN is set; or set SLACK_SIGNING_SECRET for HTTP',
      },
    ];
  if (botToken === null && appToken !== null)
    return [{ variable: 'SLACK_BOT_TOKEN', expected: 'next to SLACK_APP_TOKEN' }];
  return [];
}

function configureOne({ botToken, ...values }: SlackValues): ConfiguredChat | null {
  if (botToken === null) return null;
  const { appToken, watch, staffChannel, apiUrl } = values;
  const options = { ...values, botToken };
  return {
    name: 'slack',
    title: 'Slack',
    listens: appToken === null,
    apiUrl: apiUrl ?? API,
    staff: staffChannel === null ? null : { channel: staffChannel },
    warnings: [],
    summary: (port) => `${appToken === null ? `HTTP on port ${port}` : 'Socket Mode'}; ${watchedChannels(watch)}`,
    open: async ({ port, log }) => (await import('#chat/slack/adapter.ts')).openSlack({ ...options, port, log }),
    examine: async () => (await import('#chat/slack/doctor/examine.ts')).examineSlack(options),
  };
}
