import type { Actor, AttachedFile, Place, Said } from '#chat/port.ts';
import type { Diagnosis } from '#diagnosis/types.ts';
import type { PictureReader, PictureReading } from '#pictures/types.ts';
import { type Bot, chatOf } from '#support/bot.ts';
import { directTo } from '#support/people.ts';
import { keyInPicture, PICTURE_READ, PICTURE_UNSURE } from '#support/views/picture.ts';

/** Confidence, 0 to 100, from which on what was read of a picture counts unasked, and is not called unsure. */
const SURE_ENOUGH = 60;
/** Of one message; more than fit on a screen are no error. */
const MOST_PICTURES = 3;
/** Largest file that is loaded, in bytes. */
const LARGEST_PICTURE = 8 * 1024 * 1024;

/** What was read from the pictures of a message. */
export interface Seen {
  /** Their texts, without keys; empty where none could be read. */
  readonly text: string;
  /** Was each of them read with confidence? */
  readonly sure: boolean;
  /** Did one of them seem to show a key? */
  readonly keyLike: boolean;
  /** Why the first of those was not read that were not. */
  readonly notRead: Exclude<PictureReading, { readonly type: 'read' }> | null;
}

/** For a message without pictures, and a bot that reads none. */
export const NOTHING_SEEN: Seen = { text: '', sure: true, keyLike: false, notRead: null };

/**
 * Reads the pictures of a message, one after the other.
 *
 * @param asked false where nobody asked the bot: then only what is read with confidence counts
 */
export async function readPictures(
  said: readonly (Pick<Said, 'attached'> | null)[],
  { actor, asked }: { readonly actor: Actor; readonly asked: boolean },
  bot: Bot,
): Promise<Seen> {
  const pictures = said.flatMap((one) => one?.attached ?? []).filter(({ kind }) => kind === 'picture');
  if (pictures.length === 0 || bot.pictures === undefined) return NOTHING_SEEN;
  const readings: PictureReading[] = [];
  for (const picture of pictures.slice(0, MOST_PICTURES))
    readings.push(await readOne(picture, actor, bot.pictures, bot));
  const read = readings.filter((reading) => reading.type === 'read');
  const counting = read.filter(({ confidence }) => asked || confidence >= SURE_ENOUGH);
  return {
    text: counting.map(({ text }) => text).join('\n'),
    sure: counting.every(({ confidence }) => confidence >= SURE_ENOUGH),
    keyLike: read.some(({ keyLike }) => keyLike),
    notRead: readings.find((reading) => reading.type !== 'read') ?? null,
  };
}

async function readOne(
  picture: AttachedFile,
  { chat, tenant, id }: Actor,
  reader: PictureReader,
  bot: Bot,
): Promise<PictureReading> {
  if ((picture.size ?? 0) > LARGEST_PICTURE) return { type: 'refused', why: 'too-large' };
  return reader.read(
    () => chatOf(bot, picture.chat).load(picture, LARGEST_PICTURE),
    `${chat}:${tenant}:${id}`,
    `${chat}:${tenant}:${id}:${picture.address}`,
  );
}

/** A diagnosis that says, for as long as its case is kept, that it was read from a picture. */
export function readFrom(diagnosis: Diagnosis, { text, sure }: Seen): Diagnosis {
  if (text === '') return diagnosis;
  return { ...diagnosis, facts: [...diagnosis.facts, sure ? PICTURE_READ : PICTURE_UNSURE] };
}

/** A diagnosis of this text and earlier ones, which rests on the same picture. */
export function withPictureOf(joined: Diagnosis, { facts }: Pick<Diagnosis, 'facts'>): Diagnosis {
  const kept = facts.filter((fact) => fact === PICTURE_READ || fact === PICTURE_UNSURE);
  return { ...joined, facts: [...joined.facts, ...kept] };
}

/**
 * Tells who sent a picture, and nobody else, that it seems to show a key. The picture itself stays: what is read from one
 * proves nothing.
 */
export async function tellKeyInPicture(author: Actor, place: Place, bot: Bot): Promise<void> {
  const warning = keyInPicture();
  const whispered = !place.direct && (await chatOf(bot, place.chat).whisper(author, place, warning));
  bot.log('warn', 'a picture seems to show a key', { chat: place.chat });
  if (whispered) return;
  const to = place.direct ? place : directTo(author);
  await bot.store.write((trx) => trx.send({ type: 'post', caseId: null, role: 'leak', to, reply: warning }));
  bot.wake();
}
