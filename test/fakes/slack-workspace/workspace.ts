import { type Message, Refused, type View } from './types.ts';

export const TEAM = 'T1';
export const BOT = { user: 'UBOT', bot: 'BBOT' };

/** A workspace: people, channels, what stands in them and on people's screens. */
export interface Workspace {
  readonly users: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  readonly channels: Map<
    string,
    { readonly id: string; readonly name: string; readonly members: Set<string>; archived: boolean }
  >;
  readonly messages: Message[];
  readonly modals: Map<string, View>;
  readonly homes: Map<string, View>;
  readonly files: Map<string, string>;
  /** Trigger ids: whose they are, when they were given, whether they were used. */
  readonly triggers: Map<string, { readonly user: string; readonly at: number; used: boolean }>;
  readonly responses: Map<
    string,
    { readonly channel: string; readonly user: string; readonly at: number; uses: number }
  >;
  /** A new time stamp; each is later than the one before. */
  ts(): string;
  id(prefix: string): string;
  /** @throws Refused where the bot may not write there */
  writable(channel: string): string;
  find(channel: string, ts: string): Message;
}

/** Opens a workspace: Ann and Ben ask, Sue and Tom are in the staff channel too; the bot is in all channels. */
export function openWorkspace(): Workspace {
  const users = new Map(
    [
      ['UANN', 'Ann'],
      ['UBEN', 'Ben'],
      ['USUE', 'Sue'],
      ['UTOM', 'Tom'],
    ].map(([id = '', name = '']) => [id, { id, name }]),
  );
  const everybody = [...users.keys(), BOT.user];
  const channels = new Map(
    [
      { id: 'CHELP', name: 'help', members: new Set(everybody), archived: false },
      { id: 'COTHER', name: 'random', members: new Set(everybody), archived: false },
      { id: 'CSTAFF', name: 'support', members: new Set(['USUE', 'UTOM', BOT.user]), archived: false },
      { id: 'CNOBOT', name: 'elsewhere', members: new Set(users.keys()), archived: false },
      ...[...users.keys()].map((id) => ({ id: `D${id}`, name: '', members: new Set([id, BOT.user]), archived: false })),
    ].map((channel) => [channel.id, channel]),
  );
  const messages: Message[] = [];
  let last = 0;
  let count = 0;
  return {
    users,
    channels,
    messages,
    modals: new Map(),
    homes: new Map(),
    files: new Map(),
    triggers: new Map(),
    responses: new Map(),
    ts() {
      last = Math.max(last + 1, Date.now() * 1000);
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
    id: (prefix) => `${prefix}${(count += 1)}`,
    writable(given) {
      const id = users.has(given) ? `D${given}` : given;
      const channel = channels.get(id);
      if (channel === undefined) throw new Refused('channel_not_found');
      if (channel.archived) throw new Refused('is_archived');
      if (!channel.members.has(BOT.user)) throw new Refused('not_in_channel');
      return id;
    },
    find(channel, ts) {
      const found = messages.find((message) => message.channel === channel && message.ts === ts);
      if (found === undefined) throw new Refused('message_not_found');
      return found;
    },
  };
}
