/** Something that came over the wire. */
export type Loose = Readonly<Record<string, unknown>>;

/** A block of a message or view, with the ids that Slack fills in. */
export type Block = Loose & { readonly type: string };

/** A person or bot of the workspace. */
export interface Member {
  readonly id: string;
  /** Handle: lower case. */
  readonly handle: string;
  readonly name: string;
  readonly bot: boolean;
  deactivated: boolean;
}

/** A file, uploaded or on its way. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly filetype: string;
  readonly owner: string;
  readonly length: number;
  alt: string;
  title: string;
  /** Null until its bytes have come. */
  bytes: Buffer | null;
  shared: boolean;
  /** Uploaded over Slack Connect: messages hold its id alone. */
  readonly connect?: true;
}

/** A message as the workspace keeps it. */
export interface Message {
  readonly ts: string;
  readonly user: string;
  readonly ofBot: boolean;
  readonly clientId: string | null;
  readonly thread: string | null;
  readonly files: readonly StoredFile[];
  subtype: 'file_share' | 'thread_broadcast' | 'tombstone' | null;
  text: string;
  blocks: readonly Block[] | null;
  readonly attachments?: readonly Loose[];
  metadata: Loose | null;
  edited: string | null;
  pinned?: boolean;
  readonly reactions: Set<string>;
  /** Who alone sees it; null for everybody. */
  readonly to: string | null;
}

/** A channel, private channel or direct messages. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: Set<string>;
  archived: boolean;
  /** Are people of other workspaces in it, by Slack Connect? */
  shared?: boolean;
  messages: Message[];
  /** Ephemeral messages: each is seen by one member, and in no history. */
  whispers: Message[];
}

/** A modal or home page on somebody's screen. */
export interface View {
  readonly id: string;
  readonly user: string;
  /** As the bot sent it, with block and action ids. */
  body: Loose;
  blocks: readonly Block[];
  hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  /** What the bot refused about fields, by block id. */
  errors: Readonly<Record<string, string>>;
  /** What its person has typed so far, by label. */
  typed: Readonly<Record<string, string>>;
}

/** One request of the bot. */
export interface Call {
  readonly method: string;
  readonly args: Loose;
  readonly at: number;
  status: number;
  answer: Loose | string | null;
}

/** One delivery to the bot, and what became of it. */
export interface Delivery {
  readonly envelope: Envelope;
  readonly at: number;
  /** Null while it is under way. */
  outcome: Outcome | null;
}

/** Something that Slack tells the bot. */
export interface Envelope {
  readonly id: string;
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: Loose;
  /** For messages of errors: `message`, `/diagnose`, `block_actions`. */
  readonly label: string;
  /** 0 at first. */
  readonly attempt: number;
}

/** What became of an envelope. `lost`: the connection went away. */
export type Outcome =
  | { readonly type: 'acked'; readonly body: unknown }
  | { readonly type: 'late' }
  | { readonly type: 'lost' }
  | { readonly type: 'refused'; readonly status: number };

/** How envelopes reach the bot. Never rejects. */
export interface Transport {
  deliver(envelope: Envelope): Promise<Outcome>;
  close(): Promise<void>;
}

/** A slow or broken answer to the next call of a method. */
export type Fault =
  | { readonly how: 'rate-limited'; readonly afterSeconds: number }
  | { readonly how: 'server-error' }
  /** The connection breaks; `done`: after Slack has done what was asked. */
  | { readonly how: 'cut-connection'; readonly done: boolean }
  | { readonly how: 'refused'; readonly error: string };

/** What can go wrong on demand. */
export interface Faults {
  /** The next call of this method fails like this, once; calls queue up. */
  next(method: string, fault: Fault): void;
  /** The next message or conversation with one person is refused, once. */
  nextDirect(error: string): void;
  /** One message a second and channel, with bursts of so many; null does not count. */
  burst: number | null;
}

/** A no of Slack: HTTP 200 with `ok: false`. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: Loose;
  constructor(code: string, details: Loose = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** Is this an object with fields? */
export function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
