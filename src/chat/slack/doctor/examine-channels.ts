import type { WebClient } from '@slack/web-api';
import { readFailure } from '#chat/slack/failures.ts';
import { type Finding, fine, warning, wrong } from '#finding.ts';
import { refused, type TokenOwner } from './examine-tokens.ts';

/** A channel as the bot sees it; private ones that it is not in it does not see. */
export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** Is the bot in it? */
  readonly isMember: boolean;
}

const PAGE_SIZE = 1000;
const MOST_PAGES = 20;

/** All channels, 20,000 at most. Rejects where Slack does not tell. */
export async function listChannels(client: WebClient): Promise<readonly SlackChannel[]> {
  const channels: SlackChannel[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.conversations.list({
      types: 'public_channel,private_channel',
      limit: PAGE_SIZE,
      ...(cursor ? { cursor } : {}),
    });
    channels.push(...(answer.channels ?? []).map(readChannel));
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return channels;
}

function readChannel(channel: {
  readonly id?: string;
  readonly name?: string;
  readonly is_private?: boolean;
  readonly is_archived?: boolean;
  readonly is_member?: boolean;
}): SlackChannel {
  return {
    id: channel.id ?? '',
    name: channel.name ?? channel.id ?? '',
    isPrivate: channel.is_private === true,
    isArchived: channel.is_archived === true,
    isMember: channel.is_member === true,
  };
}

/** Can the bot read and write in the channels that it shall answer in unasked? */
export async function examineWatched(
  client: WebClient,
  watch: 'all' | ReadonlySet<string>,
  owner: TokenOwner,
): Promise<readonly Finding[]> {
  if (watch === 'all') return [await examineAll(client, owner)];
  if (watch.size === 0)
    return [
      warning(
        'Slack channels',
        'none set, so the bot only answers mentions, commands and direct messages',
        'If you want it to answer pasted errors, set SLACK_CHANNELS (slack.channels).',
      ),
    ];
  const byName = [...watch].some((name) => !isId(name));
  const listed = byName ? await listChannels(client).catch((error: unknown) => readFailure(error)) : [];
  const findings: Finding[] = [];
  for (const name of watch) {
    if (isId(name)) findings.push(await examineChannel(client, name, 'Slack channel', owner));
    else if ('code' in listed) findings.push(refused(`Slack channel #${name}`, listed, HOPE));
    else
      findings.push(judged(`Slack channel #${name}`, listed.find((channel) => channel.name === name) ?? null, owner));
  }
  return findings;
}

const HOPE = 'Use the ID of the channel instead of its name.';

async function examineAll(client: WebClient, owner: TokenOwner): Promise<Finding> {
  const check = 'Slack channels';
  const listed = await listChannels(client).catch((error: unknown) => readFailure(error));
  if ('code' in listed) return refused(check, listed, HOPE);
  const joined = listed.filter(({ isMember, isArchived }) => isMember && !isArchived).map(({ name }) => `#${name}`);
  if (joined.length === 0) return wrong(check, "the bot isn't in any", invitation('#help', owner));
  return fine(
    check,
    `the bot is in ${joined.slice(0, 5).join(', ')}${joined.length > 5 ? ` and ${joined.length - 5} more` : ''}`,
  );
}

/** Is the bot in the channel with this id? */
export async function examineChannel(client: WebClient, id: string, what: string, owner: TokenOwner): Promise<Finding> {
  const answer = await client.conversations.info({ channel: id }).catch((error: unknown) => readFailure(error));
  if ('ok' in answer) {
    const channel = readChannel(answer.channel ?? { id });
    return judged(`${what} #${channel.name}`, channel, owner);
  }
  if (answer.code === 'channel_not_found') return judged(`${what} ${id}`, null, owner);
  return refused(`${what} ${id}`, answer, 'Use the ID of a channel.');
}

function judged(check: string, channel: SlackChannel | null, owner: TokenOwner): Finding {
  if (channel === null)
    return wrong(
      check,
      'not found, or not visible to the bot',
      `Correct its name or ID in the settings. If it is private, write /invite @${owner.handle} in it.`,
    );
  if (channel.isArchived) return wrong(check, 'is archived', 'Remove it from the settings, or unarchive it in Slack.');
  if (!channel.isMember) return wrong(check, 'the bot is not in it', invitation(`#${channel.name}`, owner));
  return fine(check, 'the bot is in it');
}

function invitation(where: string, { handle }: TokenOwner): string {
  return `Write /invite @${handle} in ${where}.`;
}

const MOST_ASKED = 20;

/** Is anybody of the staff? Asks who of the members is a person until one is found. */
export async function examineStaff(
  client: WebClient,
  staff: { readonly channel: string | null; readonly group: string | null },
  owner: TokenOwner,
): Promise<readonly Finding[]> {
  const check = 'Slack support team';
  const { channel, group } = staff;
  if (channel === null && group === null) return [];
  const ids = await membersOf(client, staff).catch((error: unknown) => readFailure(error));
  if ('code' in ids)
    return [refused(check, ids, group === null ? 'Set SLACK_STAFF_CHANNEL to the ID of a channel.' : GROUP_TODO)];
  const others = ids.filter((id) => id !== owner.user);
  for (const user of others.slice(0, MOST_ASKED)) {
    const found = await client.users.info({ user }).catch(() => null);
    if (found === null || (found.user?.is_bot !== true && found.user?.deleted !== true))
      return [await judgedTeam(check, others.length, staff, client)];
  }
  const [nobody, todo] =
    group === null
      ? ['the support channel has only bots', 'Invite your support team to it.']
      : ['the user group is empty', 'Add your support team to it.'];
  return [wrong(check, nobody, todo)];
}

async function judgedTeam(
  check: string,
  size: number,
  { channel, group }: { readonly channel: string | null; readonly group: string | null },
  client: WebClient,
): Promise<Finding> {
  if (group !== null) return fine(check, `${size} in the user group ${group}`);
  const open = channel !== null && (await isPublic(client, channel));
  return open ? openToAll(check, size) : fine(check, `${size} in the members of ${channel}`);
}

/** Whoever joins a public channel becomes staff. */
function openToAll(check: string, members: number): Finding {
  return warning(
    check,
    `the support channel is public: everyone in the workspace can join its ${members} members, counts as support staff then, and sees all cases`,
    'Make the channel private, or set SLACK_STAFF_GROUP to a user group.',
  );
}

/** False also where Slack does not tell. */
async function isPublic(client: WebClient, channel: string): Promise<boolean> {
  const answer = await client.conversations.info({ channel }).catch(() => null);
  return answer?.channel !== undefined && !readChannel(answer.channel).isPrivate;
}

const GROUP_TODO =
  'Set SLACK_STAFF_GROUP to the ID of a user group (S…), which is at the end of the address of its page.';

async function membersOf(
  client: WebClient,
  { channel, group }: { readonly channel: string | null; readonly group: string | null },
): Promise<readonly string[]> {
  if (group !== null) return (await client.usergroups.users.list({ usergroup: group })).users ?? [];
  return channel === null ? [] : ((await client.conversations.members({ channel, limit: PAGE_SIZE })).members ?? []);
}

function isId(name: string): boolean {
  return /^[CG][A-Z0-9]{7,}$/.test(name);
}
