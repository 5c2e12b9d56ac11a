import type { REST } from 'discord.js';
import type { DiscordOptions } from '#chat/discord/adapter.ts';
import {
  askRoleSize,
  askServers,
  type DiscordChannel,
  type DiscordServer,
  type DiscordServers,
} from '#chat/discord/ask-servers.ts';
import { inviteTo } from '#chat/discord/client.ts';
import { readFailure } from '#chat/discord/failures.ts';
import { lackingOf } from '#chat/discord/permissions.ts';
import { type Finding, fine, warning, wrong } from '#finding.ts';
import { examineCommands, examineIntent, examineToken, examiningRest, refused } from './examine-token.ts';

type Examined = Omit<DiscordOptions, 'log' | 'shards'>;

/** Tries everything that the settings of Discord say, without writing anything there. */
export async function examineDiscord(options: Examined): Promise<readonly Finding[]> {
  const { token, apiUrl, messageContent, watch, leak } = options;
  const rest = examiningRest(token, apiUrl);
  const app = await examineToken(rest);
  if (!('application' in app)) return app.findings;
  const watches = watch === 'all' || watch.size > 0;
  const findings = [
    ...app.findings,
    examineIntent(messageContent, app.contentGranted, watches),
    await examineCommands(rest, app.application),
  ];
  const found = await askServers(rest, app.bot).catch((error: unknown) => readFailure(error));
  if ('code' in found) return [...findings, refused('Discord servers', found, 'Invite the bot again.')];
  if (found.servers.length === 0) {
    const todo = `Open ${inviteTo(app.application, leak)}, choose the server, and click "Authorize".`;
    return [...findings, wrong('Discord servers', "the bot isn't in any", todo)];
  }
  const names = found.servers.map(({ name }) => name).slice(0, 3);
  findings.push(fine('Discord servers', found.more ? `${names.join(', ')} and more` : names.join(', ')));
  return [...findings, ...examineWatched(found, options), ...(await examineStaff(rest, found, options))];
}

function examineWatched({ servers, more }: DiscordServers, { watch, leak }: Examined): Finding[] {
  if (watch === 'all') return servers.map((server) => examineServer(server, leak));
  if (watch.size === 0)
    return [
      warning(
        'Discord channels',
        'none set, so the bot only answers mentions, commands and direct messages',
        'If you want it to answer pasted errors, set DISCORD_CHANNELS (discord.channels).',
      ),
    ];
  return [...watch].flatMap((wanted) => {
    const channels = servers.flatMap((server) => server.channels.filter(named(wanted)));
    if (channels.length === 0) return [missingChannel(`Discord channel ${shown(wanted)}`, more)];
    return channels.map((channel) => examineChannel(`Discord channel #${channel.name}`, channel, leak));
  });
}

function examineServer({ name, channels }: DiscordServer, leak: Examined['leak']): Finding {
  const check = `Discord channels of ${name}`;
  const good = channels.filter(({ granted }) => lackingOf(granted, leak).length === 0);
  if (good.length > 0) return fine(check, `the bot can read and write in ${good.length} of ${channels.length}`);
  return wrong(
    check,
    'the bot cannot write in any',
    `Give its role ${lackingOf(0n, leak).join(', ')} in the channels.`,
  );
}

function examineChannel(check: string, { granted }: DiscordChannel, leak: Examined['leak']): Finding {
  const lacking = lackingOf(granted, leak);
  if (lacking.length === 0) return fine(check, 'the bot can read and write');
  return wrong(
    check,
    `the bot lacks ${lacking.join(', ')}`,
    'Open Edit Channel, Permissions, add the bot or its role, and allow these permissions.',
  );
}

function missingChannel(check: string, more: boolean): Finding {
  if (more) return warning(check, "not found in the bot's first servers", 'Check its name or ID.');
  return wrong(
    check,
    "not found in the bot's servers",
    'Right-click the channel, click "Copy Channel ID" (turn on Developer Mode in your settings first), and set that ID.',
  );
}

async function examineStaff(rest: REST, found: DiscordServers, options: Examined): Promise<Finding[]> {
  const { staffChannel, staffRole, leak } = options;
  const check = 'Discord support channel';
  const home = found.servers.find(({ channels }) => channels.some(({ id }) => id === staffChannel)) ?? null;
  const channel = home?.channels.find(({ id }) => id === staffChannel) ?? null;
  const findings: Finding[] = [];
  if (staffChannel !== null)
    findings.push(
      channel === null
        ? missingChannel(`${check} ${shown(staffChannel)}`, found.more)
        : examineChannel(`${check} #${channel.name}`, channel, leak === 'delete' ? 'warn' : leak),
    );
  if (staffRole !== null) findings.push(await examineRole(rest, staffRole, home === null ? found.servers : [home]));
  else if (home !== null && channel !== null)
    findings.push(
      channel.open
        ? warning(
            'Discord support team',
            `every member of ${home.name} sees #${channel.name}, so each of them counts as support staff and sees all cases`,
            'Make the channel private, or set DISCORD_STAFF_ROLE to the role of your support team.',
          )
        : fine('Discord support team', `everyone who can see #${channel.name}, at least the owner of ${home.name}`),
    );
  return findings;
}

async function examineRole(rest: REST, wanted: string, servers: readonly DiscordServer[]): Promise<Finding> {
  const check = 'Discord support role';
  const [first, ...others] = servers.flatMap((server) =>
    server.roles.filter(named(wanted)).map((role) => ({ server, role })),
  );
  if (first === undefined)
    return wrong(
      check,
      `there is no role ${shown(wanted)} in ${servers.map(({ name }) => name).join(', ')}`,
      'Correct DISCORD_STAFF_ROLE. Use its name from Server Settings, Roles, or its ID.',
    );
  if (others.length > 0 && first.role.id !== wanted)
    return wrong(check, `several roles are called ${wanted}`, 'Set DISCORD_STAFF_ROLE to the ID of the role.');
  const size = await askRoleSize(rest, first.server.id, first.role.id);
  if (size === 0) return wrong(check, `nobody has the role ${first.role.name}`, 'Give it to your support team.');
  return fine(check, size === null ? `${first.role.name} exists` : `${size} with the role ${first.role.name}`);
}

function named(wanted: string): (one: { readonly id: string; readonly name: string }) => boolean {
  return ({ id, name }) => id === wanted || name === wanted;
}

function shown(wanted: string): string {
  return /^\d+$/.test(wanted) ? wanted : `“${wanted}”`;
}
