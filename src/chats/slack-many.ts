import type { ValuesOf } from '#config/setting.ts';
import type { ConfiguredChat, Contradiction, Surroundings } from './chat-kind.ts';
import { watchedChannels } from './chat-kind.ts';
import { slackInstallationsIn } from './slack-installations.ts';
import type { SLACK } from './slack-settings.ts';

type SlackValues = ValuesOf<typeof SLACK>;

const ALONE = 'no value when SLACK_CLIENT_ID is set';

/** What does not go with Slack for many workspaces: one of them must never see what another one wrote. */
export function contradictionsOfMany(values: SlackValues, others: Surroundings): readonly Contradiction[] {
  const { clientId, clientSecret, redirectUrl } = values;
  if (clientId === null)
    return [
      ...(clientSecret === null
        ? []
        : [{ variable: 'SLACK_CLIENT_ID', expected: 'a value, because SLACK_CLIENT_SECRET is set' }]),
      ...(redirectUrl === null
        ? []
        : [{ variable: 'SLACK_CLIENT_ID', expected: 'a value, because SLACK_REDIRECT_URL is set' }]),
    ];
  return [...missingOf(values, others), ...tooMuchOf(values, others)];
}

function missingOf(values: SlackValues, { databaseUrl, secretKey }: Surroundings): readonly Contradiction[] {
  const missing: Contradiction[] = [];
  if (values.clientSecret === null)
    missing.push({ variable: 'SLACK_CLIENT_SECRET', expected: 'a value, because SLACK_CLIENT_ID is set' });
  if (values.signingSecret === null)
    missing.push({ variable: 'SLACK_SIGNING_SECRET', expected: 'a value, because SLACK_CLIENT_ID is set' });
  if (databaseUrl !== null && secretKey === null)
    missing.push({
      variable: 'SECRET_KEY',
      expected:
        'a value, because SLACK_CLIENT_ID and DATABASE_URL are set; it encrypts the tokens, and all processes need the same one',
    });
  return missing;
}

function tooMuchOf(values: SlackValues, { staffChat, otherTokens }: Surroundings): readonly Contradiction[] {
  const staff = `${ALONE}; administrators of each workspace choose their support channel in Slack`;
  const given: readonly (readonly [unknown, string, string])[] = [
    [values.botToken, 'SLACK_BOT_TOKEN', `${ALONE}; it is the token of a single workspace`],
    [values.appToken, 'SLACK_APP_TOKEN', `${ALONE}; many workspaces are served over HTTP`],
    [values.staffChannel, 'SLACK_STAFF_CHANNEL', staff],
    [values.staffGroup, 'SLACK_STAFF_GROUP', staff],
    [staffChat, 'STAFF_CHAT', staff],
  ];
  return [
    ...given.flatMap(([value, variable, expected]) => (value === null ? [] : [{ variable, expected }])),
    ...otherTokens.map((variable) => ({
      variable,
      expected: `${ALONE}; its support team would see the cases of every workspace, so run it separately`,
    })),
  ];
}

/**
 * Slack in all workspaces that install the app by themselves, over HTTP.
 *
 * @returns null where it is not switched on
 */
export function configureMany(values: SlackValues, api: string): ConfiguredChat | null {
  const { clientId, clientSecret, signingSecret, redirectUrl, watch, apiUrl } = values;
  if (clientId === null || clientSecret === null || signingSecret === null) return null;
  const options = { clientId, clientSecret, signingSecret, redirectUrl, watch, apiUrl };
  return {
    name: 'slack',
    title: 'Slack',
    listens: true,
    apiUrl: apiUrl ?? api,
    staff: 'own',
    warnings: [],
    summary: (port) =>
      `many workspaces, /slack/install on port ${port}; ${watchedChannels(watch)}, and where each workspace wants it`,
    async open({ store, secret, log, port }) {
      const { openManySlack } = await import('#chat/slack/many/adapter.ts');
      return openManySlack({ ...options, ...slackInstallationsIn(store), port, secret, log });
    },
    examine: async () => (await import('#chat/slack/doctor/examine-many.ts')).examineManySlack(options),
  };
}
