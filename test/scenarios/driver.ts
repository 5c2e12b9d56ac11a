/** A person of a fake chat. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Where a person reads and writes. `thread` is the id of the message that the thread hangs on. */
export interface Where {
  readonly channel: string;
  readonly thread?: string;
}

/** A file that a person adds to a message. */
export interface NewFile {
  readonly name: string;
  readonly text: string;
  /** What it holds instead of `text`, where that is no text. */
  readonly bytes?: Uint8Array;
  /** Somebody of another workspace uploads it (Slack Connect); elsewhere it is a file like any other. */
  readonly connect?: true;
}

/** A message as a person sees it on the screen: mark-up resolved, buttons by their labels. */
export interface Shown {
  readonly id: string;
  readonly where: Where;
  /** `bot` for the product. */
  readonly author: string;
  readonly text: string;
  readonly buttons: readonly string[];
  readonly edited: boolean;
}

/** A form as it stands on a person's screen. */
export interface ShownForm {
  readonly title: string;
  readonly text: string;
  readonly fields: readonly {
    readonly label: string;
    readonly value: string;
    readonly options: readonly string[];
    readonly optional: boolean;
  }[];
}

/**
 * What people can do in a chat and see of it: a human's verbs, so that one story runs on every chat. Every verb resolves
 * when the chat has taken it, not when the bot has answered: {@link Driver.settled} waits for that. Verbs throw where a
 * person could not do it: pressing a button that is not on the screen, submitting a form that is not open.
 */
export interface Driver {
  /** For the names of tests: `slack over socket`. */
  readonly name: string;
  /** What this chat lacks; stories ask this, never the name. */
  readonly can: {
    readonly threads: boolean;
    /** Has the card of a case a thread? */
    readonly cardThreads: boolean;
    readonly whispers: boolean;
    readonly home: boolean;
    readonly redact: boolean;
    readonly channels: boolean;
  };
  /** An ordinary channel that is opted in; one that is not; the staff's. The bot is in all of them. */
  readonly channels: { readonly help: string; readonly other: string; readonly staff: string };
  /** Ann and Ben ask, Sue and Tom are staff. */
  readonly people: { readonly ann: Person; readonly ben: Person; readonly sue: Person; readonly tom: Person };

  say(
    person: Person,
    where: Where,
    text: string,
    options?: {
      readonly files?: readonly NewFile[];
      readonly mention?: boolean;
    },
  ): Promise<string>;
  /** Writes to the bot in the direct messages. */
  tell(person: Person, text: string): Promise<string>;
  edit(person: Person, where: Where, id: string, text: string): Promise<void>;
  /** Forwards what somebody wrote elsewhere, without a word of their own. */
  forward(person: Person, where: Where, text: string, files?: readonly NewFile[]): Promise<string>;
  /** Another app writes something whose words stand in no plain text: in blocks or attachments, in embeds or components. */
  alert(where: Where, text: string, how: 'blocks' | 'attachment'): Promise<string>;
  /** A message that was written so long ago, and edited a moment later; the bot is not told. In milliseconds. */
  wroteLongAgo(person: Person, where: Where, text: string, ago: number): string;
  /** Somebody pins a message: the chat tells of a change that its author did not make. */
  pin(where: Where, id: string): Promise<void>;
  /** From now on files take so long to be loaded, in milliseconds. */
  slowFiles(ms: number): void;
  remove(person: Person, where: Where, id: string): Promise<void>;
  /** `/name text`, typed in a channel or, without `where`, in the direct messages with the bot. */
  command(person: Person, name: string, text?: string, where?: Where): Promise<void>;
  /** *Diagnose this* on a message. */
  menu(person: Person, where: Where, id: string): Promise<void>;
  /** Presses the button with this label on a message that is on the person's screen (public, whisper or direct). */
  press(person: Person, id: string, label: string): Promise<void>;
  /** The form that is open on the person's screen. */
  form(person: Person): ShownForm | null;
  /** Fills in the open form by the labels of its fields (a select by its option's label) and sends it. */
  submit(person: Person, values: Readonly<Record<string, string>>): Promise<void>;
  /** Opens the bot's home page; what it shows. */
  home(person: Person): Promise<Shown | null>;

  /** What everybody in a channel (or thread) sees, oldest first. Without `thread`: all of the channel with its threads. */
  visible(where: Where): readonly Shown[];
  /** What only this person sees in channels. */
  whispers(person: Person): readonly Shown[];
  /** The direct messages between the bot and this person, oldest first. */
  direct(person: Person): readonly Shown[];
  /** Everything that crossed the wire from the bot, and every log line, as one text: for the search for secrets. */
  everything(): string;
  /** Resolves when nothing has happened on the wire for a moment, and the bot is idle. Rejects after 5 s. */
  settled(): Promise<void>;
  /** Delivers the last event of a person a second time, as the platform does after a late ack or a cut connection. */
  redeliver(): Promise<void>;
  /** The next call of the bot that posts a message is answered like this, once. */
  fail(how: 'rate-limited' | 'server-error' | 'dm-closed' | 'cut-connection'): void;
}
