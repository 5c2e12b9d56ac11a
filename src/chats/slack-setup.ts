import {
  examineChannel,
  examineWatched,
  listChannels,
  type SlackChannel,
} from '#chat/slack/doctor/examine-channels.ts';
import {
  examineAppToken,
  examineBotToken,
  examineSigningSecret,
  examiningClient,
  type TokenOwner,
} from '#chat/slack/doctor/examine-tokens.ts';
import { channels as readChannels } from '#config/values.ts';
import type { Finding } from '#finding.ts';
import {
  type Asking,
  askSecret,
  askStaffChannel,
  askWatched,
  type Channel,
  type Tried,
  untilFine,
} from './setup-asking.ts';
import { SLACK as slack } from './slack-settings.ts';

/** Asks for everything that Slack needs, trying each answer. */
export async function askSlack(asking: Asking): Promise<void> {
  const { prompts, present } = asking;
  const apiUrl = present(slack.apiUrl);
  if (present(slack.botToken) === null) prompts.tell('A Slack app', NEW_APP);
  const group = present(slack.staffGroup) !== null;
  const { secret, value: owner } = await askSecret(asking, slack.botToken, 'Bot User OAuth Token, xoxb-…', (token) =>
    tryBotToken(token, apiUrl, group),
  );
  await askTransport(asking, apiUrl);
  const client = examiningClient(secret, apiUrl);
  const listed = owner === null ? null : await listChannels(client).catch(() => null);
  const offered = listed === null ? null : listed.filter(({ isArchived }) => !isArchived).map(offer);
  let watched = '';
  let staff: string | null = null;
  const noting: Asking = {
    ...asking,
    answer: (row, text) => {
      if (row === slack.watch) watched = text ?? '';
      asking.answer(row, text);
    },
  };
  await askWatched(noting, slack.watch, offered);
  staff = await askStaffChannel(asking, slack.staffChannel, offered);
  if (owner !== null) await untilFine(prompts, () => tryChannels({ client, owner, watched, staff }));
}

const NEW_APP = [
  '1. Open https://api.slack.com/apps. Click "Create New App", "From a manifest", choose the workspace,',
  '   choose YAML, paste the whole manifest.yml, click "Next", then "Create".',
  '2. Click "Install App" in the left column, "Install to …", then "Allow".',
  '   Copy the Bot User OAuth Token that appears.',
];

async function tryBotToken(token: string, apiUrl: string | null, group: boolean): Promise<Tried<TokenOwner>> {
  const found = await examineBotToken(examiningClient(token, apiUrl), group);
  return { findings: found.findings, value: 'user' in found ? found : null };
}

async function askTransport(asking: Asking, apiUrl: string | null): Promise<void> {
  const { prompts, present, answer } = asking;
  const isHttp = present(slack.appToken) === null && present(slack.signingSecret) !== null;
  const way = await prompts.choose(
    'How should Slack reach the bot?',
    [
      { value: 'socket', label: 'Socket Mode', hint: 'no public address needed' },
      { value: 'http', label: 'HTTP', hint: 'for several processes behind a load balancer' },
    ],
    isHttp ? 'http' : 'socket',
  );
  if (way === 'http') {
    // An app-level token would mean Socket Mode.
    answer(slack.appToken, null);
    await askSecret(asking, slack.signingSecret, 'Signing Secret (from "Basic Information")', async (secret) => ({
      findings: [examineSigningSecret(secret)],
      value: null,
    }));
    return;
  }
  if (present(slack.appToken) === null)
    prompts.tell('An app-level token', [
      'On "Basic Information", under "App-Level Tokens", click "Generate Token and Scopes". Enter any name,',
      'click "Add Scope", choose connections:write, click "Generate". Copy the token.',
    ]);
  await askSecret(asking, slack.appToken, 'App-level token, xapp-…', async (token) => ({
    findings: [await examineAppToken(token, apiUrl)],
    value: null,
  }));
}

interface Chosen {
  readonly client: ReturnType<typeof examiningClient>;
  readonly owner: TokenOwner;
  readonly watched: string;
  readonly staff: string | null;
}

/** Only what can be done something about here: that none is watched was chosen. */
async function tryChannels({ client, owner, watched, staff }: Chosen): Promise<Tried<null>> {
  const findings: Finding[] = [];
  if (watched !== '') findings.push(...(await examineWatched(client, readChannels.parse(watched), owner)));
  if (staff !== null) findings.push(await examineChannel(client, staff, 'Slack support channel', owner));
  return { findings, value: null };
}

function offer({ id, name, isMember, isPrivate }: SlackChannel): Channel {
  const kind = isPrivate ? 'private, ' : '';
  return { id, name, hint: `${kind}${isMember ? 'the bot is in it' : 'invite the bot'}` };
}
