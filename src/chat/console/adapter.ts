import type {
  Actor,
  Button,
  Chat,
  Delivery,
  Form,
  Interaction,
  MessageRef,
  Place,
  Reply,
  Said,
  Turn,
} from '#chat/port.ts';
import { loadPicture, pictureIn } from './picture-file.ts';
import type { Terminal } from './terminal.ts';

const NAME = 'console';
const YOU: Actor = { chat: NAME, tenant: '', id: 'you', name: 'you', bot: false };
const HERE: Place = { chat: NAME, tenant: '', channel: 'terminal', thread: null, direct: true };

/** What the console chat works with. */
export interface ConsoleOptions {
  readonly terminal: Terminal;
  /** Has the bot nothing to do? */
  readonly idle: () => boolean;
  /** Shown first. */
  readonly welcome: Reply;
  readonly help: Reply;
  /** The label of the commands for the person's shell, such as `PowerShell`. */
  readonly shell: string;
}

/** The console chat: one person, one terminal, all of it direct messages. */
export interface ConsoleChat extends Chat {
  /** Takes pastes, commands and presses until the person leaves. */
  run(): Promise<void>;
}

/** Opens the console chat. What is edited is shown again: a terminal has no place to go back to. */
export function openConsole(options: ConsoleOptions): ConsoleChat {
  const session = new Session(options);
  const delivered = (message: MessageRef): Delivery => ({ type: 'delivered', message });
  return {
    name: NAME,
    capabilities: {
      redactOthers: false,
      threadPerMessage: false,
      opensThreads: false,
    },
    state: () => 'connected',
    load: async (file, most) => loadPicture(file, most),
    async post(_to, reply) {
      const message = { place: HERE, id: session.newId() };
      session.show(reply, message);
      return delivered(message);
    },
    async edit(message, reply) {
      session.show(reply, message);
      return delivered(message);
    },
    remove: async (message) => delivered(message),
    whisper: async () => false,
    redact: async () => false,
    linkTo: async () => null,
    isStaff: async () => false,
    nameOf: async ({ id }) => id,
    async start(handle) {
      session.handle = handle;
    },
    stop: async () => undefined,
    run: () => session.run(),
  };
}

/** What stands on the screen, and the one who reads it. */
class Session {
  handle: (turn: Turn) => Promise<void> = async () => undefined;
  readonly #options: ConsoleOptions;
  #last = 0;
  #offered: { readonly message: MessageRef | null; readonly buttons: readonly Button[] } | null = null;
  #form: Form | null = null;

  constructor(options: ConsoleOptions) {
    this.#options = options;
  }

  newId(): string {
    this.#last += 1;
    return String(this.#last);
  }

  show(reply: Reply, message: MessageRef | null): void {
    const { terminal, shell } = this.#options;
    terminal.show(forShell(reply, shell), message?.id ?? null);
    const { buttons = [] } = reply;
    this.#offered = buttons.length === 0 ? null : { message, buttons };
  }

  async run(): Promise<void> {
    const { terminal, welcome, help } = this.#options;
    terminal.show(welcome, null);
    for (;;) {
      const input = await terminal.read();
      if (input.type === 'leave' || /^\/(?:quit|exit|q)$/.test(input.text)) return;
      if (input.text === '/help') terminal.show(help, null);
      else await this.#hand(turnOf(input.text, this.#base(), this.#interaction()));
      while (this.#form !== null || this.#offered !== null) await this.#answerBack();
    }
  }

  /** Hands a turn to the bot; resolves when it is done, or waits for an answer to a question of its own. */
  async #hand(turn: Turn): Promise<void> {
    this.#offered = null;
    this.#form = null;
    void this.handle(turn);
    await settled(this.#options.idle, () => this.#offered !== null || this.#form !== null);
  }

  /** Fills in the form that was opened, or presses one of the buttons that were shown last. */
  async #answerBack(): Promise<void> {
    const { terminal } = this.#options;
    const [form, offered] = [this.#form, this.#offered];
    if (form !== null) {
      this.#form = null;
      const filled = await terminal.fill(form);
      if (filled === null) return;
      await this.#hand({ type: 'form', ...this.#base(), ...this.#interaction(), form: form.form, ...filled });
      return;
    }
    const action = await terminal.choose(offered?.buttons ?? []);
    this.#offered = null;
    if (action === null) return;
    const message = offered?.message ?? null;
    await this.#hand({ type: 'button', ...this.#base(), ...this.#interaction(), action, message });
  }

  #base(): { id: string; actor: Actor; place: Place } {
    return { id: `${NAME}:${this.newId()}`, actor: YOU, place: HERE };
  }

  #interaction(): Interaction {
    return {
      ack: async () => undefined,
      openForm: async (form) => {
        this.#form = form;
      },
      whisper: async (reply) => this.show(reply, null),
    };
  }
}

/** Of commands for several shells only those for the one that is used here. */
function forShell(reply: Reply, shell: string): Reply {
  const own = reply.code?.filter(({ label }) => label.includes(shell)) ?? [];
  return own.length === 0 ? reply : { ...reply, code: own };
}

function turnOf(text: string, base: { id: string; actor: Actor; place: Place }, interaction: Interaction): Turn {
  const picture = pictureIn(text, NAME);
  if (picture !== null) return said({ text: '', attached: [picture] }, base);
  const command = text.includes('\n') ? null : /^\/(\w+)(?:\s+(.*))?$/.exec(text);
  if (command !== null)
    return { type: 'command', ...base, ...interaction, name: command[1] ?? '', text: command[2] ?? '' };
  return said({ text, attached: [] }, base);
}

function said(what: Pick<Said, 'text' | 'attached'>, base: { id: string; actor: Actor; place: Place }): Turn {
  const message = { place: HERE, id: base.id };
  const whole = { message, author: base.actor, files: [], unread: [], ...what };
  return { type: 'message', ...base, ...whole, asked: true, edited: false, at: Date.now(), about: null };
}

const LOOK_MS = 10;
const QUIET_LOOKS = 3;
/** A question that stands for so long while the bot is busy is one that it waits for. */
const QUESTION_LOOKS = 20;

async function settled(idle: () => boolean, asks: () => boolean): Promise<void> {
  let quiet = 0;
  let asking = 0;
  while (quiet < QUIET_LOOKS && asking < QUESTION_LOOKS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    quiet = idle() ? quiet + 1 : 0;
    asking = asks() ? asking + 1 : 0;
  }
}
