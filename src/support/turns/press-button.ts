import type { ButtonTurn, FormTurn } from '#chat/port.ts';
import type { Case } from '#store/types.ts';
import { mayUse } from '#support/answer/give-feedback.ts';
import type { Bot } from '#support/bot.ts';
import { isStaff, namedPerson } from '#support/desk/card.ts';
import { personOf } from '#support/people.ts';
import type { Afterwards, Press } from '#support/press.ts';
import { isOver, notYours, staffOnly, unknownButton } from '#support/views/notes.ts';
import { type PressedAction, parseAction } from './actions.ts';
import { BUTTONS, type Button } from './buttons.ts';

/**
 * A button was pressed. Only the person of a case and the staff move it; a press that comes twice does nothing the second
 * time; one from before a restart works.
 */
export async function pressButton(turn: ButtonTurn, bot: Bot): Promise<void> {
  const action = parseAction(turn.action);
  const button = action === null ? undefined : BUTTONS.get(action.do);
  if (action === null || button === undefined || !accepts(button, action)) return turn.whisper(unknownButton);
  if (button.who === 'staff' && !(await isStaff(turn.actor, bot))) return turn.whisper(staffOnly);
  if (needsNoCase(button, action)) return pressAlone(button, action, turn, bot);
  const it = await bot.store.write((trx) => trx.case(action.caseId));
  if (it === null) return turn.whisper(isOver);
  if (button.who === 'person' && !(await mayUse(it, turn, bot))) return turn.whisper(notYours(it.person.name));
  // A form must be the first effect, before anything slow.
  if (button.open !== undefined) return button.open(it, turn, bot);
  return inTransaction(turn, it, bot, async (press) => {
    const now = await press.trx.case(it.id);
    return now === null ? null : (button.run?.(now, press, action.details) ?? null);
  });
}

function accepts({ accepts: check }: Button, { details }: PressedAction): boolean {
  return check === undefined ? details.length === 0 : check(details);
}

function needsNoCase({ open, run }: Button, { caseId }: PressedAction): boolean {
  return caseId === 0 || (open === undefined && run === undefined);
}

async function pressAlone(
  button: Button,
  { caseId, details }: PressedAction,
  turn: ButtonTurn,
  bot: Bot,
): Promise<void> {
  const { openAlone, runAlone } = button;
  if (openAlone !== undefined) return openAlone(turn, bot, caseId, details);
  if (runAlone === undefined) return turn.whisper(isOver);
  return inTransaction(turn, null, bot, runAlone);
}

/** Acknowledges the press, and runs it if it was not seen before. Names cost a call to the chat; only the staff reads them. */
async function inTransaction(
  turn: ButtonTurn,
  it: Case | null,
  bot: Bot,
  run: (press: Press) => Promise<Afterwards>,
): Promise<void> {
  await turn.ack();
  const withStaff = it !== null && it.handedAt !== null;
  const by = withStaff ? await namedPerson(turn.actor, bot) : personOf(turn.actor);
  const afterwards = await bot.store.write(async (trx) =>
    (await trx.firstSeen(turn.id)) ? run({ turn, by, bot, trx }) : null,
  );
  bot.wake();
  return afterwards?.(turn);
}

const FORMS: ReadonlyMap<string, Button> = new Map(
  [...BUTTONS].flatMap(([name, button]) => (button.sent === undefined ? [] : [[button.form ?? name, button]])),
);

/** The form of a button was sent. Whoever sends it must be allowed to press the button; forms can be forged. */
export async function buttonFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  const button = FORMS.get(turn.form.split(':')[0] ?? '');
  if (button?.sent === undefined) return turn.whisper(isOver);
  if (button.who !== 'staff' || (await isStaff(turn.actor, bot))) return button.sent(turn, bot);
  await turn.ack();
  return turn.whisper(staffOnly);
}
