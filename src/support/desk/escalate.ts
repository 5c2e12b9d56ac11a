import type { ButtonTurn, FormTurn } from '#chat/port.ts';
import type { Case } from '#store/types.ts';
import { diagnosePolitely } from '#support/answer/diagnose-politely.ts';
import { type Bot, chatOf, staffOf } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { samePerson } from '#support/people.ts';
import { text } from '#support/texts/text.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import { thenAck } from '#support/turns/then-ack.ts';
import { cardTitle } from '#support/views/desk/card.ts';
import { HANDOFF_FIELDS, handedOverReply, handoffForm, wasWithStaff } from '#support/views/handoff.ts';
import { isOver } from '#support/views/notes.ts';
import { namedPerson } from './card.ts';

/** *Get a human*: the form. A case that the staff had before is opened again instead. */
export async function humanButton(turn: ButtonTurn, it: Case, bot: Bot): Promise<void> {
  if (it.owner === 'human') await turn.whisper(handedOverReply(it));
  else if (it.state === 'withdrawn') await turn.whisper(isOver);
  else if (it.handedAt !== null) await turn.whisper(wasWithStaff(it));
  else await turn.openForm(handoffForm(it, bot.catalogue().knowledge));
}

/** The form was sent: in one transaction the case goes to the staff and the person gets a message. */
export async function handoffFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  const it = await thenAck(turn, () => handOff(turn, bot));
  bot.wake();
  if (it !== null) bot.meter.handedOff();
  await turn.whisper(it === null ? isOver : handedOverReply(it));
}

async function handOff(turn: FormTurn, bot: Bot): Promise<Case | null> {
  const staff = staffOf(bot, turn.actor);
  if (staff === null) return null;
  const handoff = await maskedValues(turn, bot);
  const caseId = caseIdOf(turn);
  const link = await linkOf(caseId, bot);
  const by = await namedPerson(turn.actor, bot);
  if (link !== null) handoff['link'] = link;
  return bot.store.write(async (trx) => {
    const known = await trx.case(caseId);
    if (known === null || !samePerson(known.person, turn.actor)) return null;
    const before = beforeInWords(await trx.findCases({ person: known.person, limit: MOST_BEFORE }), bot);
    const event = { type: 'handed_off', by, data: { urgency: handoff['urgency'] ?? null } } as const;
    return happen(known, { ...event, handoff: { ...handoff, before }, personName: by.name }, { bot, trx });
  });
}

/** People type keys into any field; keys are masked before anything is stored. Fields that are not in our form are ignored. */
async function maskedValues({ values }: FormTurn, bot: Bot): Promise<Record<string, string>> {
  const masked: Record<string, string> = {};
  for (const id of HANDOFF_FIELDS) {
    const value = values[id];
    if (value !== undefined) masked[id] = (await diagnosePolitely(value, bot.catalogue())).masked.trim();
  }
  return masked;
}

async function linkOf(caseId: number, bot: Bot): Promise<string | null> {
  const message = await bot.store.write(
    async (trx) => (await trx.messageOf(caseId, 'paste')) ?? (await trx.messageOf(caseId, 'answer')),
  );
  return message === null ? null : chatOf(bot, message.place.chat).linkTo(message);
}

const MOST_BEFORE = 3;

/** The earlier cases of this person, newest first. */
function beforeInWords(cases: readonly Case[], bot: Bot): string {
  const { knowledge } = bot.catalogue();
  return cases
    .map((it) => text('list.before', { title: cardTitle(it, knowledge), state: text(`state.${it.state}`) }))
    .join('\n');
}
