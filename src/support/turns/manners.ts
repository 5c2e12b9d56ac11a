import type { MessageRef, MessageTurn, Place } from '#chat/port.ts';
import type { Diagnosis } from '#diagnosis/types.ts';
import type { Case, MarkKey, PersonRef, Transaction } from '#store/types.ts';

/** How much the bot says unasked. Times in milliseconds. */
export interface Manners {
  /** Confidence, 0 to 1, below which it keeps silent, over the threshold that is learned. */
  readonly leastConfidence: number;
  /** After "not this" and *Dismiss* a person gets no unasked answer for so long. */
  readonly quietAfterNoMs: number;
  /** Unasked answers to one person within `windowMs`. */
  readonly perPerson: number;
  /** Unasked answers in one channel within `windowMs`. */
  readonly perChannel: number;
  /** Unasked answers with one signature in one channel within `windowMs`: in an outage everybody posts the same. */
  readonly perSignature: number;
  readonly windowMs: number;
}

export const DEFAULT_MANNERS: Manners = {
  leastConfidence: 0,
  quietAfterNoMs: 600_000,
  perPerson: 3,
  perChannel: 20,
  perSignature: 5,
  windowMs: 600_000,
};

/** Staff who speak in a thread own it for so long. */
const STAFF_OWNS_MS = 7 * 24 * 3_600_000;

/** Keys of what is remembered about people and places. */
export const markKeys = {
  optOut: (person: Omit<PersonRef, 'name'>): MarkKey => `quiet:${idOf(person)}`,
  saidNo: (person: Omit<PersonRef, 'name'>): MarkKey => `no:${idOf(person)}`,
  staffSpoke: (place: Place): MarkKey => `staff:${placeOf(place)}:${place.thread ?? ''}`,
  seenInPublic: (fingerprint: string): MarkKey => `public:${fingerprint}`,
  removed: ({ place, id }: MessageRef): MarkKey => `removed:${placeOf(place)}:${id}`,
  takenAway: ({ place, id }: MessageRef): MarkKey => `taken:${placeOf(place)}:${id}`,
  receipt: ({ id }: Pick<Case, 'id'>): MarkKey => `receipt:${id}`,
  checker: (server: string, person: string): MarkKey => `checker:${server}:${person}`,
  checksClosed: (server: string): MarkKey => `closed:${server}`,
};

/**
 * May the bot answer this message although nobody asked it? Where it may, the answer is counted.
 *
 * @param turn a message of a channel
 * @param now milliseconds since 1970
 */
export async function mayAnswerUnasked(
  turn: MessageTurn,
  diagnosis: Diagnosis,
  manners: Manners,
  { trx, now }: { readonly trx: Transaction; readonly now: number },
): Promise<boolean> {
  const { actor, place, message } = turn;
  if (!diagnosis.speak || diagnosis.kind === null || diagnosis.confidence < manners.leastConfidence) return false;
  if (await trx.marked([markKeys.optOut(actor), markKeys.saidNo(actor), markKeys.staffSpoke(place)])) return false;
  const said = `${diagnosis.kind}/${diagnosis.provider ?? ''}`;
  const counted: readonly { readonly prefix: MarkKey; readonly most: number }[] = [
    { prefix: `same:${idOf(actor)}:${said}:`, most: 1 },
    { prefix: `to:${idOf(actor)}:`, most: manners.perPerson },
    { prefix: `in:${placeOf(place)}:`, most: manners.perChannel },
    {
      prefix: `said:${placeOf(place)}:${diagnosis.evidence[0]?.signature ?? diagnosis.kind}:`,
      most: manners.perSignature,
    },
  ];
  const counts = await trx.countMarks(counted.map(({ prefix }) => prefix));
  if (counted.some(({ most }, index) => (counts[index] ?? 0) >= most)) return false;
  const marks = counted.map(({ prefix }) => `${prefix}${message.id}` as MarkKey);
  await trx.mark(marks, now + manners.windowMs);
  return true;
}

/** Remembers that the support staff speaks in this thread: the bot is silent there. */
export async function noteStaff(place: Place, { trx, now }: { readonly trx: Transaction; readonly now: number }) {
  await trx.mark(markKeys.staffSpoke(place), now + STAFF_OWNS_MS);
}

function idOf({ chat, tenant, id }: Omit<PersonRef, 'name'>): string {
  return `${chat}:${tenant}:${id}`;
}

function placeOf({ chat, tenant, channel }: Place): string {
  return `${chat}:${tenant}:${channel}`;
}
