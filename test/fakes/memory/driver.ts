import { setTimeout as wait } from 'node:timers/promises';
import { fileKind } from '#chat/file-kind.ts';
import type { AttachedFile, MessageRef, Place, Reply, Turn } from '#chat/port.ts';
import { SecretKey } from '#secret-key.ts';
import type { Driver, NewFile, Person, Shown, Where } from '#test/scenarios/driver.ts';
import {
  AFTER_BEFORE,
  actorOf,
  directPlace,
  type Kept,
  type MemoryChat,
  NAME,
  placeAt,
  saidFrom,
  TENANT,
} from './chat.ts';
import { faultsOfReply } from './strict.ts';

const PEOPLE = {
  ann: { id: 'U-ann', name: 'Ann' },
  ben: { id: 'U-ben', name: 'Ben' },
  sue: { id: 'U-sue', name: 'Sue' },
  tom: { id: 'U-tom', name: 'Tom' },
};

const CHANNELS = { help: 'C-help', other: 'C-other', staff: 'C-staff' };

/** A human's verbs on the chat in memory. `idle` tells when the bot has nothing to do. */
export function memoryDriver(
  chat: MemoryChat,
  bot: { readonly idle: () => boolean; readonly log: readonly string[] },
): Driver {
  let count = chat.messages.length === 0 ? 0 : AFTER_BEFORE;
  let last: Turn | null = null;
  const id = () => `u${(count += 1)}`;
  let slow = 0;
  const hear = (turn: Turn) => {
    last = turn;
    const late = 'files' in turn && turn.files.length > 0 ? slow : 0;
    void wait(late).then(() => chat.hear(turn));
  };
  const base = (person: Person, place: Place) => ({ id: `${NAME}:${id()}`, actor: actorOf(person), place });
  const find = (message: string) => {
    const kept = chat.messages.find((one) => one.id === message);
    if (kept === undefined) throw new Error(`there is no message ${message}`);
    return kept;
  };
  const keep = (author: string, { place, id: own }: MessageRef, text: string, at = Date.now()) =>
    chat.messages.push({ id: own, place, author, reply: null, text, edited: false, key: '', at });
  const write = (person: Person, place: Place, text: string, asked: boolean, files: readonly NewFile[]) => {
    const message = { place, id: id() };
    keep(person.name, message, text);
    const said = { message, author: actorOf(person), text, ...filesOf(files, chat.uploads) };
    // Adapters drop what is said in channels that are not opted in.
    if (asked || place.channel !== CHANNELS.other)
      hear({ type: 'message', ...base(person, place), ...said, asked, edited: false, at: Date.now(), about: null });
    return message.id;
  };
  return {
    name: 'memory',
    can: { threads: true, cardThreads: true, whispers: true, home: true, redact: false, channels: true },
    channels: CHANNELS,
    people: PEOPLE,
    say: async (person, where, text, options = {}) =>
      write(person, placeAt(where), text, options.mention === true, options.files ?? []),
    tell: async (person, text) => write(person, directPlace(person.id), text, true, []),
    async edit(person, _where, message, text) {
      const kept = find(message);
      kept.text = text;
      const said = saidFrom(kept, actorOf(person));
      hear({
        type: 'message',
        ...base(person, kept.place),
        ...said,
        asked: kept.place.direct,
        edited: true,
        at: kept.at ?? 0,
        about: null,
      });
    },
    forward: async (person, where, text, files = []) => write(person, placeAt(where), text, false, files),
    async alert(where, text) {
      const message = { place: placeAt(where), id: id() };
      keep('Deploybot', message, text);
      return message.id;
    },
    wroteLongAgo(person, where, text, ago) {
      const message = { place: placeAt(where), id: id() };
      keep(person.name, message, text, Date.now() - ago);
      return message.id;
    },
    // The port has no turn for a change that is none.
    pin: async () => undefined,
    slowFiles(ms) {
      slow = ms;
    },
    async remove(person, _where, message) {
      const kept = find(message);
      chat.messages.splice(chat.messages.indexOf(kept), 1);
      hear({ type: 'removed', ...base(person, kept.place), message: { place: kept.place, id: message } });
    },
    async command(person, name, text = '', where) {
      const place = where === undefined ? directPlace(person.id) : placeAt(where);
      hear({ type: 'command', ...base(person, place), ...chat.interaction(actorOf(person), place), name, text });
    },
    async menu(person, where, message) {
      const kept = find(message);
      const author = Object.values(PEOPLE).find(({ name }) => name === kept.author) ?? person;
      const place = placeAt(where);
      const about = saidFrom(kept, actorOf(author));
      hear({ type: 'menu', ...base(person, place), ...chat.interaction(actorOf(person), place), about });
    },
    async press(person, message, label) {
      const whisper = chat.whispered.find((one) => one.id === message && one.to === person.id);
      const kept = whisper === undefined ? find(message) : null;
      const reply = whisper?.reply ?? kept?.reply;
      const button = reply?.buttons?.find((one) => one.label === label);
      if (button === undefined) throw new Error(`no button "${label}" on ${message}`);
      const place = kept?.place ?? placeAt({ channel: 'C-help' });
      const ref = kept === null ? null : { place, id: message };
      hear({
        type: 'button',
        ...base(person, place),
        ...chat.interaction(actorOf(person), place),
        action: button.action,
        message: ref,
      });
    },
    form(person) {
      const form = chat.forms.get(person.id);
      if (form === undefined) return null;
      const fields = form.fields.map((field) => ({
        label: field.label,
        value: field.value ?? '',
        options: (field.options ?? []).map(({ label }) => label),
        optional: field.optional ?? false,
      }));
      return { title: form.title, text: form.text ?? '', fields };
    },
    async submit(person, values) {
      const form = chat.forms.get(person.id);
      if (form === undefined) throw new Error(`no form is open for ${person.name}`);
      chat.forms.delete(person.id);
      const texts: Record<string, string> = {};
      const secrets: Record<string, SecretKey> = {};
      for (const label of Object.keys(values))
        if (!form.fields.some((field) => field.label === label)) throw new Error(`no field "${label}"`);
      for (const field of form.fields) {
        const given = values[field.label] ?? field.value ?? '';
        const chosen = field.options?.find((option) => option.label === given)?.value ?? given;
        if (chosen === '' && field.optional !== true) throw new Error(`"${field.label}" must be filled in`);
        if (field.kind === 'secret') secrets[field.id] = new SecretKey(chosen);
        else texts[field.id] = chosen;
      }
      const place = directPlace(person.id);
      const turn = { ...base(person, place), ...chat.interaction(actorOf(person), place) };
      hear({ type: 'form', ...turn, form: form.form, values: texts, secrets });
    },
    async home(person) {
      let shown: Shown | null = null;
      const place = directPlace(person.id);
      await chat.hear({
        type: 'home',
        ...base(person, place),
        show: async (reply) => {
          chat.refused.push(...faultsOfReply(reply));
          shown = shownFrom({ id: 'home', place, author: 'bot', reply, text: '', edited: false, key: '' });
        },
      });
      return shown;
    },
    visible: (where) =>
      chat.messages
        .filter(({ place }) => !place.direct && place.channel === where.channel)
        .filter(
          ({ place, id: own }) => where.thread === undefined || place.thread === where.thread || own === where.thread,
        )
        .map(shownFrom),
    whispers: (person) =>
      chat.whispered
        .filter(({ to }) => to === person.id)
        .map(({ id: own, reply }) =>
          shownFrom({
            id: own,
            place: placeAt({ channel: 'C-help' }),
            author: 'bot',
            reply,
            text: '',
            edited: false,
            key: '',
          }),
        ),
    direct: (person) => chat.messages.filter(({ place }) => place.channel === `D-${person.id}`).map(shownFrom),
    everything: () => [...chat.said, ...bot.log].join('\n'),
    async settled() {
      const until = Date.now() + 5000;
      let quiet = 0;
      while (quiet < 3) {
        await wait(3);
        quiet = bot.idle() ? quiet + 1 : 0;
        if (Date.now() > until) throw new Error('the bot does not come to rest');
      }
      if (chat.unanswered() > 0) throw new Error(`${chat.unanswered()} interactions were not acknowledged`);
      if (chat.refused.length > 0) throw new Error(`refused: ${chat.refused.join('; ')}`);
    },
    async redeliver() {
      if (last !== null) await chat.hear(last);
    },
    fail(how) {
      chat.next.push(
        how === 'dm-closed'
          ? { type: 'failed', reason: 'dm-closed', detail: 'closed' }
          : { type: 'later', afterMs: 20, why: 'trouble' },
      );
    },
  };
}

/** What adapters do with files, without loading them. */
function filesOf(given: readonly NewFile[], uploads: Map<string, Uint8Array>) {
  const kindOf = ({ name }: NewFile) => fileKind(name, null);
  const others = given.filter((file) => kindOf(file) === 'other');
  return {
    files: given.filter((file) => kindOf(file) === 'maybe-text'),
    attached: given.filter((file) => kindOf(file) === 'picture').map((file) => attachedFrom(file, uploads)),
    unread: others.map(({ name }) => ({ name, why: 'no-text' as const })),
  };
}

function attachedFrom({ name, bytes = new Uint8Array() }: NewFile, uploads: Map<string, Uint8Array>): AttachedFile {
  const address = `upload-${uploads.size}`;
  uploads.set(address, bytes);
  return { chat: NAME, tenant: TENANT, name, kind: 'picture', size: bytes.length, address, link: `memory:${address}` };
}

function shownFrom({ id, place, author, reply, text, edited }: Kept): Shown {
  const where: Where =
    place.thread === null ? { channel: place.channel } : { channel: place.channel, thread: place.thread };
  return {
    id,
    where,
    author,
    text: reply === null ? text : textOf(reply),
    buttons: (reply?.buttons ?? []).map(({ label }) => label),
    edited,
  };
}

function textOf(reply: Reply): string {
  return [
    reply.title,
    reply.text,
    ...(reply.code ?? []).map(({ label, text }) => `${label}\n${text}`),
    ...(reply.fields ?? []).map(({ name, value }) => `${name}: ${value}`),
    ...(reply.steps ?? []).map(({ title, text }) => `${title}\n${text}`),
    reply.link ?? '',
    reply.footer ?? '',
  ]
    .filter((part) => part !== '')
    .join('\n');
}
