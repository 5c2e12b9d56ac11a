import { askServers, type DiscordServer } from '#chat/discord/ask-servers.ts';
import { inviteTo } from '#chat/discord/client.ts';
import { examineDiscord } from '#chat/discord/doctor/examine.ts';
import { type DiscordApp, examineIntent, examineToken, examiningRest } from '#chat/discord/doctor/examine-token.ts';
import { channels as readChannels } from '#config/values.ts';
import { fine, wrong } from '#finding.ts';
import { DISCORD as discord } from './discord-settings.ts';
import {
  type Asking,
  askSecret,
  askStaffChannel,
  askWatched,
  type Channel,
  type Tried,
  untilFine,
} from './setup-asking.ts';

/** Asks for everything that Discord needs, trying each answer. */
export async function askDiscord(asking: Asking): Promise<void> {
  const { prompts, present } = asking;
  const apiUrl = present(discord.apiUrl);
  if (present(discord.token) === null) prompts.tell('A Discord app', NEW_APP);
  const { secret, value: app } = await askSecret(asking, discord.token, 'Bot token', (token) =>
    tryToken(token, apiUrl),
  );
  const answers = new Map<unknown, string | null>();
  const noting: Asking = {
    ...asking,
    answer: (row, text) => {
      answers.set(row, text);
      asking.answer(row, text);
    },
  };
  const intent = await askIntent(noting, secret, apiUrl);
  const leak = await prompts.choose(
    'What should happen to messages that show a key?',
    [
      { value: 'warn' as const, label: 'Warn the author' },
      { value: 'delete' as const, label: 'Delete them', hint: 'needs the Manage Messages permission' },
    ],
    present(discord.leak) === 'delete' ? 'delete' : 'warn',
  );
  noting.answer(discord.leak, leak);
  const servers =
    app === null
      ? null
      : await untilFine(prompts, () => tryServers(secret, apiUrl, inviteTo(app.application, leak), app));
  const offered = servers === null || servers.length === 0 ? null : servers.flatMap(offer);
  if (intent) await askWatched(noting, discord.watch, offered);
  const staffChannel = await askStaffChannel(noting, discord.staffChannel, offered);
  const staffRole = staffChannel === null ? null : await askRole(noting, servers ?? [], staffChannel);
  if (app === null) return;
  await untilFine(prompts, async () => ({
    findings: (
      await examineDiscord({
        token: secret,
        apiUrl,
        messageContent: intent,
        watch: readChannels.parse(answers.get(discord.watch) ?? ''),
        staffChannel,
        staffRole,
        leak,
      })
    )
      // What was chosen, or npm start does by itself, is nothing to fix here.
      .filter(({ state }) => state === 'wrong'),
    value: null,
  }));
}

const NEW_APP = [
  '1. Open https://discord.com/developers/applications. Click "New Application", enter a name, click "Create".',
  '2. Click "Bot" in the left column, then "Reset Token". Copy the token.',
];

async function tryToken(token: string, apiUrl: string | null): Promise<Tried<DiscordApp>> {
  const found = await examineToken(examiningRest(token, apiUrl));
  return { findings: found.findings, value: 'application' in found ? found : null };
}

/** Whether the content of messages is read. */
async function askIntent({ prompts, answer, present }: Asking, token: string, apiUrl: string | null): Promise<boolean> {
  const wanted = await prompts.agree(
    'Should the bot answer pasted errors in channels without being mentioned? This needs the "Message Content Intent" on the Bot page.',
    present(discord.messageContent) === 'true' || present(discord.token) === null,
  );
  answer(discord.messageContent, String(wanted));
  if (wanted)
    await untilFine(prompts, async () => {
      const { findings, value } = await tryToken(token, apiUrl);
      return { findings: value === null ? findings : [examineIntent(true, value.contentGranted, true)], value: null };
    });
  return wanted;
}

async function tryServers(
  token: string,
  apiUrl: string | null,
  invite: string,
  { bot }: DiscordApp,
): Promise<Tried<readonly DiscordServer[]>> {
  const check = 'Discord servers';
  const found = await askServers(examiningRest(token, apiUrl), bot).catch(() => null);
  if (found === null) return { findings: [wrong(check, "Discord didn't list them", 'Try again.')], value: null };
  const names = found.servers.map(({ name }) => name).join(', ');
  if (names !== '') return { findings: [fine(check, names)], value: found.servers };
  const todo = `Open ${invite}, choose the server, and click "Authorize".`;
  return { findings: [wrong(check, "the bot isn't in any", todo)], value: [] };
}

async function askRole(
  { prompts, present, answer }: Asking,
  servers: readonly DiscordServer[],
  staffChannel: string,
): Promise<string | null> {
  const home = servers.find(({ channels }) => channels.some(({ id }) => id === staffChannel));
  if (home === undefined) return present(discord.staffRole);
  const before = present(discord.staffRole);
  const roles = home.roles.filter(({ id }) => id !== home.id);
  const known = roles.find(({ id, name }) => id === before || name === before)?.id ?? null;
  const role = await prompts.choose<string | null>(
    'Who is on your support team?',
    [
      { value: null, label: 'Everyone who can see that channel' },
      ...roles.map(({ id, name }) => ({ value: id, label: `Everyone with the role ${name}` })),
    ],
    known,
  );
  answer(discord.staffRole, role);
  return role;
}

function offer({ name: server, channels }: DiscordServer): Channel[] {
  return channels.map(({ id, name }) => ({ id, name, hint: server }));
}
