import type {
  Actor,
  Chat,
  Delivery,
  Destination,
  Form,
  Interaction,
  MessageRef,
  Place,
  Reply,
  Said,
  Turn,
} from '#chat/port.ts';
import type { Person, Where } from '#test/scenarios/driver.ts';
import { faultsOfForm, faultsOfReply } from './strict.ts';

/** A message as this chat keeps it. */
export interface Kept {
  readonly id: string;
  readonly place: Place;
  readonly author: string;
  reply: Reply | null;
  text: string;
  edited: boolean;
  readonly key: string;
  /** When somebody wrote it, in ms since 1970. */
  readonly at?: number;
}

/** The smallest chat there is: everything of the port, nothing of a platform. */
export interface MemoryChat extends Chat {
  readonly messages: Kept[];
  readonly whispered: { readonly to: string; readonly id: string; readonly reply: Reply }[];
  readonly forms: Map<string, Form>;
  readonly said: string[];
  /** What no other chat would have taken, one line each; a message that holds it is refused. */
  readonly refused: string[];
  /** What people added to their messages, by its address. */
  readonly uploads: Map<string, Uint8Array>;
  /** How many interactions nobody has acknowledged. */
  unanswered(): number;
  /** Hands a turn to the bot. */
  hear(turn: Turn): Promise<void>;
  interaction(actor: Actor, place: Place): Interaction;
  /** The next message that is posted is answered like this. */
  next: Delivery[];
}

/** Discord keeps no longer a nonce. */
const LONGEST_KEY = 25;
/** Ids of a chat that has messages already go on from here. */
export const AFTER_BEFORE = 10_000;

export const NAME = 'memory';
export const TENANT = 'T1';
const STAFF = new Set(['U-sue', 'U-tom']);

/** The place of a person's direct messages. */
export function directPlace(personId: string): Place {
  return { chat: NAME, tenant: TENANT, channel: `D-${personId}`, thread: null, direct: true };
}

/** A place in a channel or thread. */
export function placeAt({ channel, thread }: Where): Place {
  return { chat: NAME, tenant: TENANT, channel, thread: thread ?? null, direct: false };
}

/** A person as turns name them. */
export function actorOf({ id, name }: Person): Actor {
  return { chat: NAME, tenant: TENANT, id, name, bot: false };
}

/** What somebody has written, from a kept message. */
export function saidFrom(kept: Kept, author: Actor): Said {
  return { message: { place: kept.place, id: kept.id }, author, text: kept.text, files: [], attached: [], unread: [] };
}

/** What stands in a chat. */
export type Screen = Pick<MemoryChat, 'messages' | 'whispered'>;

/**
 * Opens a chat that lives in memory. `said` collects all that the bot says.
 *
 * @param before what stands in it already
 */
export function memoryChat(before: Screen = { messages: [], whispered: [] }): MemoryChat {
  const messages: Kept[] = structuredClone(before.messages);
  const whispered: MemoryChat['whispered'] = structuredClone(before.whispered);
  const forms = new Map<string, Form>();
  const said: string[] = [];
  const next: Delivery[] = [];
  let handle: (turn: Turn) => Promise<void> = async () => undefined;
  let last = messages.length === 0 ? 0 : AFTER_BEFORE;
  const find = ({ id }: MessageRef) => messages.find((message) => message.id === id);
  const gone: Delivery = { type: 'failed', reason: 'gone', detail: 'no such message' };
  const refused: string[] = [];
  const uploads = new Map<string, Uint8Array>();
  const unanswered = new Set<object>();
  /** What is said, if it can be said. */
  const takes = (reply: Reply): boolean => {
    said.push(JSON.stringify(reply));
    const faults = faultsOfReply(reply);
    refused.push(...faults);
    return faults.length === 0;
  };
  const refusal: Delivery = { type: 'failed', reason: 'refused', detail: 'it cannot be shown' };
  const whisper = (to: string, reply: Reply) => {
    if (!takes(reply)) throw new Error('it cannot be shown');
    whispered.push({ to, id: `w${(last += 1)}`, reply });
  };
  return {
    name: NAME,
    capabilities: {
      redactOthers: false,
      threadPerMessage: true,
      opensThreads: true,
    },
    state: () => 'connected',
    messages,
    whispered,
    forms,
    said,
    refused,
    uploads,
    unanswered: () => unanswered.size,
    next,
    hear: (turn) => handle(turn),
    async post(to, reply, { key, again }) {
      if (!takes(reply)) return refusal;
      if (key === '' || key.length > LONGEST_KEY) refused.push(`key "${key}"`);
      const direct = !('channel' in to) || to.direct;
      const closed = next[0]?.type === 'failed' && next[0].reason === 'dm-closed';
      const planned = closed && !direct ? undefined : next.shift();
      if (planned !== undefined) return planned;
      const known = again ? messages.find((message) => message.key === key) : undefined;
      if (known !== undefined) return { type: 'delivered', message: { place: known.place, id: known.id } };
      const place = placeOf(to);
      const id = `m${(last += 1)}`;
      messages.push({ id, place, author: 'bot', reply, text: '', edited: false, key });
      return { type: 'delivered', message: { place, id } };
    },
    async edit(message, reply) {
      if (!takes(reply)) return refusal;
      const kept = find(message);
      if (kept === undefined) return gone;
      kept.reply = reply;
      kept.edited = true;
      return { type: 'delivered', message };
    },
    async remove(message) {
      const index = messages.findIndex(({ id }) => id === message.id);
      if (index < 0) return gone;
      messages.splice(index, 1);
      return { type: 'delivered', message };
    },
    async whisper(to, _place, reply) {
      whisper(to.id, reply);
      return true;
    },
    load: async ({ address }, most) => {
      const bytes = uploads.get(address);
      return bytes === undefined || bytes.length > most ? null : bytes;
    },
    redact: async () => false,
    linkTo: async ({ id }) => `https://chat.example/${id}`,
    isStaff: async ({ id }) => STAFF.has(id),
    nameOf: async ({ id }) => id.replace(/^U-(.)/, (_all, first: string) => first.toUpperCase()),
    async start(taken) {
      handle = taken;
    },
    stop: async () => undefined,
    interaction(actor) {
      let first = true;
      const own = {};
      unanswered.add(own);
      const answer = () => {
        first = false;
        unanswered.delete(own);
      };
      return {
        async ack() {
          answer();
        },
        async openForm(form) {
          if (!first) throw new Error('a form must be the first effect');
          answer();
          said.push(JSON.stringify(form));
          refused.push(...faultsOfForm(form));
          forms.set(actor.id, form);
        },
        async whisper(reply) {
          answer();
          whisper(actor.id, reply);
        },
      };
    },
  };
}

function placeOf(to: Destination): Place {
  return 'channel' in to ? to : directPlace(to.id);
}
