import type { WebClient } from '@slack/web-api';
import type { Log } from '#log.ts';
import { readFailure } from './failures.ts';

/** Who people are, by questions to Slack that are asked at most once a minute. */
export interface People {
  isStaff(user: string): Promise<boolean>;
  nameOf(user: string): Promise<string>;
  /** The name of a channel, without `#`. */
  channelName(channel: string): Promise<string>;
}

const STAFF_MS = 60_000;
const MOST_NAMES = 10_000;

/** @param staff where the staff is: the members of a channel, of a user group, or of both */
export function peopleOf(
  client: WebClient,
  staff: { readonly channel: string | null; readonly group: string | null },
  log: Log,
): People {
  let members: { readonly at: number; readonly ids: Promise<ReadonlySet<string>> } | null = null;
  const names = new Map<string, string>();
  const remembered = async (key: string, ask: () => Promise<string | undefined>) => {
    const known = names.get(key);
    if (known !== undefined) return known;
    const name = await ask().catch(() => undefined);
    if (names.size >= MOST_NAMES) names.clear();
    if (name !== undefined) names.set(key, name);
    return name ?? key;
  };
  return {
    async isStaff(user) {
      const now = performance.now();
      if (members === null || now - members.at > STAFF_MS) {
        const before = members?.ids ?? Promise.resolve(new Set<string>());
        const ids = askMembers(client, staff).catch((error: unknown) => {
          log('error', 'slack does not tell who the staff is', { code: readFailure(error).code });
          return before;
        });
        members = { at: now, ids };
      }
      return (await members.ids).has(user);
    },
    nameOf: (user) =>
      remembered(user, async () => {
        const { user: found } = await client.users.info({ user });
        return found?.profile?.display_name || found?.real_name || found?.name;
      }),
    channelName: (channel) =>
      remembered(channel, async () => (await client.conversations.info({ channel })).channel?.name),
  };
}

async function askMembers(
  client: WebClient,
  { channel, group }: { readonly channel: string | null; readonly group: string | null },
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  if (group !== null)
    for (const id of (await client.usergroups.users.list({ usergroup: group })).users ?? []) ids.add(id);
  let cursor: string | undefined;
  do {
    if (channel === null || group !== null) break;
    const page = await client.conversations.members({ channel, limit: 200, ...(cursor ? { cursor } : {}) });
    for (const id of page.members ?? []) ids.add(id);
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return ids;
}
