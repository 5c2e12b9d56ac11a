import type { Actor, MessageRef, MessageTurn, Place, Unread } from '#chat/port.ts';
import { BY_WORDS } from '#diagnosis/judge/evidence.ts';
import type { Diagnosis } from '#diagnosis/types.ts';
import type { Case, KeptReply, Transaction } from '#store/types.ts';
import { type Bot, chatOf, staffOf } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import type { Desk } from '#support/desk/card.ts';
import { personOf } from '#support/people.ts';
import { answerReply } from '#support/views/answer.ts';
import { type NotRead, withNotRead, withSource } from '#support/views/picture.ts';
import { triageReply } from '#support/views/triage.ts';
import { withUnread } from '#support/views/unread.ts';
import { checklistOf, keptDiagnosis, keptText } from './keep-diagnosis.ts';

/** Below this an asker is asked back, instead of being told something that is probably wrong. */
const TOO_UNSURE = 0.4;

/** What an answer is about. */
export interface Subject {
  readonly actor: Actor;
  /** Where the answer goes. */
  readonly place: Place;
  readonly diagnosis: Diagnosis;
  /** The message that is answered; null for a command or a form. */
  readonly message: MessageRef | null;
  /** Files that could not be read, where somebody asked about them. */
  readonly unread?: readonly Unread[];
  /** A picture that could not be read, where somebody asked about it. */
  readonly notRead?: NotRead | null;
}

/** What the bot says about a case as it stands: an answer, or the question that is left. */
export function replyFor(it: Case, bot: Bot, whispered = false): KeptReply {
  const { knowledge } = bot.catalogue();
  const staff = staffOf(bot, it.person) !== null;
  const checklist = checklistOf(it, bot);
  const reply =
    checklist === null || it.diagnosis.confidence < TOO_UNSURE
      ? triageReply(it, knowledge, staff)
      : answerReply(it, checklist, knowledge, { staff, whispered });
  return withSource(reply, it.diagnosis);
}

/** Opens a case for a paste. The caller says where its answer goes. */
export async function openCaseFor({ actor, place, diagnosis, message }: Subject, { bot, trx }: Desk): Promise<Case> {
  const it = await trx.openCase(
    {
      person: personOf(actor),
      place,
      paste: keptText(diagnosis.masked),
      diagnosis: keptDiagnosis(diagnosis),
    },
    {
      type: 'opened',
      by: personOf(actor),
      data: {
        kind: diagnosis.kind,
        provider: diagnosis.provider,
        tool: diagnosis.tool,
        confidence: diagnosis.confidence,
      },
    },
  );
  if (message !== null) await trx.link(it.id, 'paste', message);
  // Who asks for a key check has written nothing.
  const isUnknown = diagnosis.kind === null || diagnosis.evidence[0]?.signature === BY_WORDS;
  if (isUnknown && it.paste !== '') await happen(it, { type: 'unrecognised', by: null }, { bot, trx });
  return it;
}

/** Opens a case for a message and sends its answer, which people find under `answer`. */
export async function answerMessage(subject: Subject, bot: Bot, trx: Transaction): Promise<Case> {
  const it = await openCaseFor(subject, { bot, trx });
  await trx.send({
    type: 'post',
    caseId: it.id,
    role: 'answer',
    to: subject.place,
    reply: withNotRead(withUnread(replyFor(it, bot), subject.unread ?? []), subject.notRead ?? null),
    ...(subject.message === null ? {} : { replyTo: subject.message.id }),
  });
  return it;
}

/** Where the answer to a message stands: in its thread, where the chat has one for every message, else beside it. */
export function answerPlace({ place, message }: Pick<MessageTurn, 'place' | 'message'>, bot: Bot): Place {
  if (place.direct || place.thread !== null || !chatOf(bot, place.chat).capabilities.threadPerMessage) return place;
  return { ...place, thread: message.id };
}

/** A place for a case that lives in somebody's direct messages, before they have an id. */
export function privatePlace({ chat, tenant }: Actor): Place {
  return { chat, tenant, channel: '', thread: null, direct: true };
}
