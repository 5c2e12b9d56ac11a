/** Anything of JSON. */
export type Json = Record<string, unknown>;

/** A message, as the server keeps it. */
export interface Message {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  content: string;
  components: Json[];
  flags: number;
  edited: string | null;
  readonly reference: string | null;
  readonly attachments: Json[];
  readonly embeds: Json[];
  /** What it forwards; null where it forwards nothing. */
  readonly snapshots: Json[] | null;
  readonly poll: Json | null;
  /** The id of the webhook that wrote it. */
  readonly webhook: string | null;
  pinned: boolean;
  readonly nonce: string | null;
  readonly at: number;
  /** Only this person sees it. */
  readonly only: string | null;
}

/** A message with nothing in it, beside what is given. */
export function newMessage(guild: Guild, channel: string, author: string, more: Partial<Message> = {}): Message {
  return {
    id: guild.id$(),
    channel,
    author,
    content: '',
    components: [],
    flags: 0,
    edited: null,
    reference: null,
    attachments: [],
    embeds: [],
    snapshots: null,
    poll: null,
    webhook: null,
    pinned: false,
    nonce: null,
    at: Date.now(),
    only: null,
    ...more,
  };
}

/** A channel of the server, a thread in it, or the direct messages with one person. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly type: 0 | 1 | 11 | 15;
  readonly parent: string | null;
  /** Whose direct messages. */
  readonly person: string | null;
  readonly staffOnly: boolean;
  /** The server that it is in, where that is not the first one. */
  readonly server?: string;
}

/** An interaction that was sent to the bot. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: 'command' | 'menu' | 'button' | 'modal';
  readonly user: string;
  readonly channel: string;
  /** The message of a button, or of the button that opened a modal. */
  readonly message: string | null;
  readonly at: number;
  acked: number | null;
  /** The answer, for `@original`. */
  original: string | null;
}

/** What Discord answers to a request that it refuses. */
export class Refused extends Error {
  readonly status: number;
  readonly code: number;
  readonly more: Json;

  constructor(status: number, code: number, message: string, more: Json = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

export const EPHEMERAL = 64;
export const V2 = 1 << 15;
const EPOCH = 1_420_070_400_000;

/** A server with its people and what stands in it; and the other servers that the bot is in, which have channels alone. */
export interface Guild {
  readonly id: string;
  readonly application: string;
  /** Ids of the other servers. */
  readonly others: Set<string>;
  readonly users: Map<string, { readonly id: string; readonly name: string; readonly roles: readonly string[] }>;
  readonly channels: Map<string, Channel>;
  readonly messages: Message[];
  readonly interactions: Map<string, Interaction>;
  readonly modals: Map<string, { readonly modal: Json; readonly channel: string; readonly message: string | null }>;
  readonly files: Map<string, Uint8Array>;
  /** So long a file takes to be loaded, in milliseconds. */
  fileMs: number;
  commands: Json[];
  /** People whose direct messages are closed. */
  readonly closed: Set<string>;
  /** Permissions that the bot lacks, as `channel:permission`. */
  readonly denied: Set<string>;
  /** The bot was taken out of the server. */
  left: boolean;
  /** An id that nothing has; `at` is the moment that it names, in ms since 1970. */
  id$(at?: number): string;
  dm(person: string): Channel;
}

export const BOT = '100000000000000001';
/** Another app, that posts into channels. */
export const OTHER_APP = '100000000000000009';
export const STAFF_ROLE = '100000000000000050';

/** Opens a server: Ann and Ben ask, Sue and Tom have the staff's role. */
export function openGuild(): Guild {
  const users: Guild['users'] = new Map(
    [
      { id: '100000000000000011', name: 'Ann', roles: [] },
      { id: '100000000000000012', name: 'Ben', roles: [] },
      { id: '100000000000000013', name: 'Sue', roles: [STAFF_ROLE] },
      { id: '100000000000000014', name: 'Tom', roles: [STAFF_ROLE] },
    ].map((user) => [user.id, user]),
  );
  const channel = (id: string, name: string, staffOnly = false): Channel => ({
    id,
    name,
    type: 0,
    parent: null,
    person: null,
    staffOnly,
  });
  const channels = new Map(
    [
      channel('100000000000000021', 'help'),
      channel('100000000000000022', 'random'),
      channel('100000000000000023', 'support', true),
    ].map((one) => [one.id, one]),
  );
  let count = 0n;
  const id$ = (at = Date.now()) => String((BigInt(Math.floor(at) - EPOCH) << 22n) + (count += 1n));
  return {
    id: '100000000000000002',
    application: BOT,
    others: new Set(),
    users,
    channels,
    messages: [],
    interactions: new Map(),
    modals: new Map(),
    files: new Map(),
    fileMs: 0,
    commands: [],
    closed: new Set(),
    denied: new Set(),
    left: false,
    id$,
    dm(person) {
      const known = [...channels.values()].find((one) => one.person === person);
      if (known !== undefined) return known;
      const made: Channel = { id: id$(), name: '', type: 1, parent: null, person, staffOnly: false };
      channels.set(made.id, made);
      return made;
    },
  };
}
