import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { openConsole } from '#chat/console/adapter.ts';
import { openDiscord } from '#chat/discord/adapter.ts';
import { openSlack } from '#chat/slack/adapter.ts';
import { openLog } from '#ops/log.ts';
import { discordDriver } from '#test/fakes/discord-server/driver.ts';
import { startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { freePort } from '#test/fakes/free-port.ts';
import { startFakeSlack } from '#test/fakes/slack/server.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import { fakeTerminal } from '#test/fakes/terminal/driver.ts';
import type { OpenStage } from './harness.ts';
import { openManyStage } from './many-stage.ts';
import { openPair } from './pair.ts';
import type { Setting } from './tell.ts';

/** Every chat that the stories are told on, but the one in memory. */
export const STAGES: readonly Setting[] = [
  { name: 'console', open: openConsoleStage, alone: true },
  { name: 'slack over socket', open: (log) => openSlackStage('socket', log) },
  { name: 'slack over http', open: (log) => openSlackStage('http', log) },
  {
    name: 'slack, one of many workspaces',
    open: async (log) => openManyStage(log, { port: await freePort(), city: asInManifest() }),
  },
  { name: 'discord', open: (log) => openDiscordStage('warn', log) },
  { name: 'discord, where it may delete', open: (log) => openDiscordStage('delete', log) },
  {
    name: 'slack, with the staff on discord',
    handoffs: true,
    open: (log) =>
      openPair(
        log,
        (taken) => openSlackStage('socket', taken, 'askers'),
        (taken) => openDiscordStage('warn', taken),
      ),
  },
  {
    name: 'discord, with the staff on slack',
    handoffs: true,
    open: (log) =>
      openPair(
        log,
        (taken) => openDiscordStage('warn', taken, 'askers'),
        (taken) => openSlackStage('socket', taken),
      ),
  },
];

/** Who is on a chat: all, or those who ask alone. */
type Cast = 'all' | 'askers';

/** One person at a terminal: there are no channels and nobody else. */
async function openConsoleStage(): ReturnType<OpenStage> {
  const { terminal, driver } = fakeTerminal();
  let idle = () => true;
  const words = { tone: 'neutral', title: 'T', text: '' } as const;
  const chat = openConsole({ terminal, idle: () => idle(), welcome: words, help: words, shell: 'bash' });
  return {
    connect: async () => [
      {
        ...chat,
        async start(handle) {
          await chat.start(handle);
          void chat.run();
        },
      },
    ],
    staff: { chat: 'console', tenant: '', channel: 'staff', thread: null, direct: false },
    driver(bot) {
      ({ idle } = bot);
      return driver(bot);
    },
    close: async () => undefined,
  };
}

/** What the manifest asks for is what the bot gets, and no more. */
interface Manifest {
  readonly features: {
    readonly slash_commands: readonly { readonly command: string; readonly should_escape: boolean }[];
    readonly shortcuts: readonly { readonly name: string; readonly callback_id: string }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
}

/** The manifest of the Slack app. */
export function readManifest(): Manifest {
  return parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')) as Manifest;
}

/** What the app may do and hears in a fake Slack. */
function asInManifest() {
  const manifest = readManifest();
  return {
    scopes: manifest.oauth_config.scopes.bot,
    botEvents: manifest.settings.event_subscriptions.bot_events,
    commands: manifest.features.slash_commands.map(({ command }) => command),
    escaping: manifest.features.slash_commands.filter((one) => one.should_escape).map(({ command }) => command),
    shortcuts: manifest.features.shortcuts,
  };
}

async function openSlackStage(
  transport: 'socket' | 'http',
  log: (line: string) => void,
  cast: Cast = 'all',
): ReturnType<OpenStage> {
  const slack = await startFakeSlack({ transport, ...asInManifest() });
  const port = await freePort();
  if (transport === 'http') slack.connectHttp(`http://127.0.0.1:${port}`);
  const options = {
    botToken: slack.botToken,
    appToken: transport === 'socket' ? slack.appToken : null,
    signingSecret: slack.signingSecret,
    port,
    apiUrl: slack.apiUrl,
    watch: new Set(['help']),
    staffChannel: cast === 'all' ? CHANNELS.staff : null,
    staffGroup: null,
    log: openLog('debug', log),
  };
  return {
    connect: async () => [openSlack(options)],
    staff: { chat: 'slack', tenant: slack.team.id, channel: CHANNELS.staff, thread: null, direct: false },
    driver: (bot) => slack.driver(bot),
    close: () => slack.close(),
  };
}

async function openDiscordStage(
  leak: 'delete' | 'warn',
  log: (line: string) => void,
  cast: Cast = 'all',
): ReturnType<OpenStage> {
  const discord = await startFakeDiscord({ messageContent: true });
  const staffChannel = [...discord.guild.channels.values()].find(({ staffOnly }) => staffOnly)?.id ?? '';
  const options = {
    token: discord.token,
    apiUrl: discord.apiUrl,
    messageContent: true,
    watch: new Set(['help']),
    staffChannel: cast === 'all' ? staffChannel : null,
    staffRole: cast === 'all' ? 'Support' : null,
    leak,
    log: openLog('debug', log),
  };
  return {
    connect: async () => [openDiscord(options)],
    staff: { chat: 'discord', tenant: discord.guild.id, channel: staffChannel, thread: null, direct: false },
    driver: (bot) => discordDriver(discord, 'discord', { ...bot, redact: leak === 'delete' }),
    close: () => discord.close(),
  };
}
