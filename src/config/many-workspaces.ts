import type { Values } from './settings.ts';

/** A setting that does not go with others: its variable, and what is expected of it. */
export interface Contradiction {
  readonly variable: string;
  readonly expected: string;
}

const ALONE = 'no value when SLACK_CLIENT_ID is set';

/** What does not go with Slack for many workspaces: one of them must never see what another one wrote. */
export function contradictionsOfMany(values: Values): readonly Contradiction[] {
  const { clientId, clientSecret, redirectUrl } = values.slack;
  if (clientId === null)
    return [
      ...(clientSecret === null
        ? []
        : [{ variable: 'SLACK_CLIENT_ID', expected: 'a value, because SLACK_CLIENT_SECRET is set' }]),
      ...(redirectUrl === null
        ? []
        : [{ variable: 'SLACK_CLIENT_ID', expected: 'a value, because SLACK_REDIRECT_URL is set' }]),
    ];
  return [...missingOf(values), ...tooMuchOf(values)];
}

function missingOf({ slack, databaseUrl, secretKey }: Values): readonly Contradiction[] {
  const missing: Contradiction[] = [];
  if (slack.clientSecret === null)
    missing.push({ variable: 'SLACK_CLIENT_SECRET', expected: 'a value, because SLACK_CLIENT_ID is set' });
  if (slack.signingSecret === null)
    missing.push({ variable: 'SLACK_SIGNING_SECRET', expected: 'a value, because SLACK_CLIENT_ID is set' });
  if (databaseUrl !== null && secretKey === null)
    missing.push({
      variable: 'SECRET_KEY',
      expected:
        'a value, because SLACK_CLIENT_ID and DATABASE_URL are set; it encrypts the tokens, and all processes need the same one',
    });
  return missing;
}

function tooMuchOf({ slack, discord, staffChat }: Values): readonly Contradiction[] {
  const staff = `${ALONE}; administrators of each workspace choose their support channel in Slack`;
  const given: readonly (readonly [unknown, string, string])[] = [
    [slack.botToken, 'SLACK_BOT_TOKEN', `${ALONE}; it is the token of a single workspace`],
    [slack.appToken, 'SLACK_APP_TOKEN', `${ALONE}; many workspaces are served over HTTP`],
    [slack.staffChannel, 'SLACK_STAFF_CHANNEL', staff],
    [slack.staffGroup, 'SLACK_STAFF_GROUP', staff],
    [staffChat, 'STAFF_CHAT', staff],
    [
      discord.token,
      'DISCORD_TOKEN',
      `${ALONE}; its support team would see the cases of every workspace, so run it separately`,
    ],
  ];
  return given.flatMap(([value, variable, expected]) => (value === null ? [] : [{ variable, expected }]));
}
