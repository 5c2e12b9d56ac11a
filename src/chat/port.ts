import type { SecretKey } from '#secret-key.ts';

/** How a reply feels: adapters choose colour or icon. */
export type Tone = 'neutral' | 'good' | 'warning' | 'bad';

/** A command or other text that must keep its form, with the shell or language it is for. */
export interface CodeBlock {
  readonly label: string;
  readonly text: string;
}

/** Something to press. `action` is opaque to adapters: 1 to 100 characters, unique in its reply. */
export interface Button {
  readonly label: string;
  readonly action: string;
  readonly style?: 'primary' | 'danger';
}

/** A picture. `alt` says in words what it shows. */
export interface Picture {
  readonly png: Uint8Array;
  readonly name: string;
  readonly alt: string;
}

/** One of a list. Addresses in its text are links, unless it is `theirs`: what people wrote. */
export interface Step {
  readonly title: string;
  readonly text: string;
  readonly theirs?: true;
}

/**
 * What the product says, free of any platform's mark-up: every string is plain text, adapters make it inert, clip and
 * split it by the platform's limits. Order on the screen: title, text, code, fields, link, steps, footer, buttons.
 */
export interface Reply {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly steps?: readonly Step[];
  readonly code?: readonly CodeBlock[];
  /** An address of the web; anything else is left out. */
  readonly link?: string;
  readonly buttons?: readonly Button[];
  readonly picture?: Picture;
  /** Small print below everything else. */
  readonly footer?: string;
}

/** One thing to fill in. A `secret` arrives as a {@link SecretKey}. */
export interface Field {
  /** Lower-case letters, digits and dashes; unique in its form. */
  readonly id: string;
  readonly label: string;
  readonly kind: 'text' | 'long' | 'secret' | 'select';
  readonly hint?: string;
  /** For `select`: 2 to 25. */
  readonly options?: readonly { readonly label: string; readonly value: string }[];
  readonly value?: string;
  readonly optional?: boolean;
}

/** A form; five fields at most (Discord's modals hold no more). `form` comes back with the answers: 1 to 100 characters. */
export interface Form {
  readonly form: string;
  readonly title: string;
  readonly submit: string;
  readonly text?: string;
  readonly fields: readonly Field[];
}

/** A person, or a bot, of one workspace or server. */
export interface Actor {
  /** The adapter's name: `slack`, `discord`, `console`. */
  readonly chat: string;
  /** Workspace; empty where people are the same everywhere. */
  readonly tenant: string;
  readonly id: string;
  /** As people see it; plain text, not trusted. */
  readonly name: string;
  readonly bot: boolean;
}

/** Where messages stand: a channel, or a thread in it, or the direct messages with one person. */
export interface Place {
  readonly chat: string;
  readonly tenant: string;
  readonly channel: string;
  /** The thread; null for the channel itself. */
  readonly thread: string | null;
  readonly direct: boolean;
}

/** One message, in ids of its platform. `id` is unique in its place's channel. */
export interface MessageRef {
  readonly place: Place;
  readonly id: string;
}

/** Somewhere a message can go: a place, or a person's direct messages. */
export type Destination = Place | Pick<Actor, 'chat' | 'tenant' | 'id'>;

/** A text file or snippet that came with a message; of one larger than 1 MB the beginning and the end. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** A file of a message that is no text: its bytes come from {@link Chat.load}. Plain data, without a secret. */
export interface AttachedFile {
  readonly chat: string;
  readonly tenant: string;
  readonly name: string;
  readonly kind: 'picture' | 'other';
  /** In bytes; null where that is not known. */
  readonly size: number | null;
  /** What its chat loads it by. */
  readonly address: string;
  /** Opens it for people who may see the message. */
  readonly link: string;
}

/** A part of a message that could not be read. */
export interface Unread {
  /** The name of the file. */
  readonly name: string;
  readonly why: 'too-large' | 'not-loaded' | 'no-text';
}

/** What somebody wrote. */
export interface Said {
  readonly message: MessageRef;
  readonly author: Actor;
  readonly text: string;
  readonly files: readonly TextFile[];
  /** Files that are no text: pictures, archives and the like. */
  readonly attached: readonly AttachedFile[];
  /** What people see in the message and the adapter could not read. */
  readonly unread: readonly Unread[];
}

interface TurnBase {
  /** The same for every redelivery of one event; begins with the chat's name. */
  readonly id: string;
  readonly actor: Actor;
  readonly place: Place;
}

/** Somebody wrote something, or changed it (`edited`). `asked` in direct messages and where the bot is mentioned. */
export interface MessageTurn extends TurnBase, Said {
  readonly type: 'message';
  readonly asked: boolean;
  readonly edited: boolean;
  /** When it was first written, in ms since 1970. */
  readonly at: number;
  /** What it replies to or forwards, where the platform delivers it. */
  readonly about: Said | null;
}

/** Somebody deleted a message. */
export interface RemovedTurn extends TurnBase {
  readonly type: 'removed';
  readonly message: MessageRef;
}

/** What only an interaction can do: it has seconds, not minutes. Each resolves when the platform has taken it. */
export interface Interaction {
  /** Tells the platform that the interaction has arrived. Idempotent; within 3 s. */
  ack(): Promise<void>;
  /** Opens a form. Must be the first effect; not from a form. */
  openForm(form: Form): Promise<void>;
  /** Shows something to the actor alone, in place; acknowledges. Not durable: never the only copy of what matters. */
  whisper(reply: Reply): Promise<void>;
}

/** `/name text`. */
export interface CommandTurn extends TurnBase, Interaction {
  readonly type: 'command';
  /** Without the slash. */
  readonly name: string;
  readonly text: string;
}

/** *Diagnose this* on somebody's message. */
export interface MenuTurn extends TurnBase, Interaction {
  readonly type: 'menu';
  readonly about: Said;
}

/** A press on a button of `message`; null where the button stood in a whisper. */
export interface ButtonTurn extends TurnBase, Interaction {
  readonly type: 'button';
  readonly action: string;
  readonly message: MessageRef | null;
}

/** A form was sent. */
export interface FormTurn extends TurnBase, Interaction {
  readonly type: 'form';
  readonly form: string;
  readonly values: Readonly<Record<string, string>>;
  /** Secret fields, by their ids. */
  readonly secrets: Readonly<Record<string, SecretKey>>;
}

/** Somebody opened the bot's home page (where `capabilities.home`). */
export interface HomeTurn extends TurnBase {
  readonly type: 'home';
  show(reply: Reply): Promise<void>;
}

/** The bot was taken out of a workspace or server: what it knows of it is to be deleted. */
export interface LeftTurn extends TurnBase {
  readonly type: 'left';
  /** When that was, in ms since 1970, where a workspace can install the bot again by itself. */
  readonly at?: number;
}

/** Anything that reaches the bot. */
export type Turn = MessageTurn | RemovedTurn | CommandTurn | MenuTurn | ButtonTurn | FormTurn | HomeTurn | LeftTurn;

/** What a platform can do; use cases ask this and never the platform's name. */
export interface Capabilities {
  /** Can the bot delete messages of others, where it has the permission? */
  readonly redactOthers: boolean;
  /** Is every message the root of a thread of its own (`thread` = its id)? Else answers stand beside it, as replies. */
  readonly threadPerMessage: boolean;
  /** Is there a thread below a message as soon as something is posted to it (`thread` = the message's id)? */
  readonly opensThreads: boolean;
}

/** What became of a message that was to be sent, changed or removed. */
export type Delivery =
  | { readonly type: 'delivered'; readonly message: MessageRef }
  /** Try again, not before. */
  | { readonly type: 'later'; readonly afterMs: number; readonly why: 'rate-limited' | 'trouble' }
  /** Trying again is of no use. */
  | { readonly type: 'failed'; readonly reason: FailureReason; readonly detail: string };

/** Why a message cannot be delivered. `gone`: the message, channel or person is not there any more. */
export type FailureReason = 'dm-closed' | 'not-in-channel' | 'archived' | 'forbidden' | 'gone' | 'revoked' | 'refused';

/** How a message is sent. */
export interface PostOptions {
  /** The same for every attempt to send this message: people must see it once. At most 25 characters. */
  readonly key: string;
  /** An earlier attempt may have gone through: look before sending again. */
  readonly again: boolean;
  /** When it was first tried, in ms since 1970: how far back to look. */
  readonly since: number;
  /** The message that this answers, in the same place. */
  readonly replyTo?: string;
}

/** Does a chat reach this process? `connecting`: not yet, or not at the moment; it is being tried. */
export type ConnectionState = 'connected' | 'connecting' | 'stopped';

/** The desks of a chat in which every workspace has its own: its staff sees its cases alone. Asked often: it looks, and calls nothing. */
export interface Desks {
  /** Where the cases of this workspace go; null where its people have not chosen a channel. */
  staffOf(tenant: string): Destination | null;
  /** The workspaces that the bot is in. */
  tenants(): readonly string[];
}

/** One chat, as use cases see it. Nothing here throws for what a platform or person can cause. */
export interface Chat {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Left out where one desk serves the whole chat. */
  readonly desks?: Desks;
  /** How the connection stands just now. Asked often: it looks, and calls nothing. */
  state(): ConnectionState;
  post(to: Destination, reply: Reply, options: PostOptions): Promise<Delivery>;
  edit(message: MessageRef, reply: Reply): Promise<Delivery>;
  remove(message: MessageRef): Promise<Delivery>;
  /** Shows something to one person of a channel, without an interaction; false where the platform cannot. */
  whisper(to: Actor, place: Place, reply: Reply): Promise<boolean>;
  /** The bytes of a file of a message; null where it cannot be loaded, or has more than `most` bytes. */
  load(file: AttachedFile, most: number): Promise<Uint8Array | null>;
  /** Deletes a message of somebody else; false where that is not possible. */
  redact(message: MessageRef): Promise<boolean>;
  /** An address that opens the message; null where there is none. */
  linkTo(message: MessageRef): Promise<string | null>;
  /** Is this person one of the support staff, by the configuration of this chat? */
  isStaff(person: Pick<Actor, 'chat' | 'tenant' | 'id'>): Promise<boolean>;
  /** When this person's account was made, in ms since 1970; left out where the platform does not tell, null where the id does not. */
  accountMadeAt?(id: string): number | null;
  /** How people see this person; the id where it cannot be found out. */
  nameOf(person: Pick<Actor, 'chat' | 'tenant' | 'id'>): Promise<string>;
  /** Connects; every turn goes to `handle`, which never rejects. */
  start(handle: (turn: Turn) => Promise<void>): Promise<void>;
  /** Stops taking turns, waits for those under way, disconnects. */
  stop(): Promise<void>;
}
