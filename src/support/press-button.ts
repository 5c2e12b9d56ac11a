import type { ButtonTurn } from '#chat/port.ts';
import type { Case, Transaction } from '#store/types.ts';
import { type Action, parseAction } from './actions.ts';
import { type Bot, chatOf } from './bot.ts';
import { answerQuestion, keyButton } from './check-key-in-chat.ts';
import { claimCase } from './claim-case.ts';
import { humanButton } from './escalate.ts';
import { type Afterwards, chooseKind, dismiss, mayUse, notThis, ownSetting, share } from './give-feedback.ts';
import { isOver, notYours, staffOnly, unknownButton } from './views/notes.ts';
import { replyForm } from './views/relay.ts';
import { resolveForm } from './views/staff-notes.ts';
import { beginWalk, takeStep } from './walk-checklist.ts';

/**
 * A button was pressed. Only the person of a case and the staff move it; a press that comes twice does nothing the second
 * time; one from before a restart works.
 */
export async function pressButton(turn: ButtonTurn, bot: Bot): Promise<void> {
  const action = parseAction(turn.action);
  if (action === null) return turn.whisper(unknownButton);
  if (action.do === 'answer') {
    await turn.ack();
    if (!answerQuestion(turn.actor, action.question, action.value, bot)) await turn.whisper(isOver);
    return undefined;
  }
  const it = action.caseId === 0 ? null : await bot.store.write((trx) => trx.case(action.caseId));
  if (action.caseId !== 0 && it === null) return turn.whisper(isOver);
  if (it !== null && !(await mayUse(it, turn, bot))) return turn.whisper(notYours(it.person.name));
  if (await openedForm(action, it, turn, bot)) return undefined;
  await turn.ack();
  const afterwards = await bot.store.write(async (trx) =>
    (await trx.firstSeen(turn.id)) ? act(action, turn, { bot, trx }) : null,
  );
  bot.wake();
  return afterwards?.(turn);
}

/** Forms must be the first effect, before anything slow. */
async function openedForm(action: Action, it: Case | null, turn: ButtonTurn, bot: Bot): Promise<boolean> {
  if (action.do === 'key') await keyButton(turn, it, bot);
  else if (action.do === 'human' && it !== null) await humanButton(turn, it, bot);
  else if ((action.do === 'resolve' || action.do === 'reply') && it !== null) {
    const form = action.do === 'reply' ? replyForm(it) : resolveForm(it, bot.catalogue().knowledge);
    if (await isStaff(turn, bot)) await turn.openForm(form);
    else await turn.whisper(staffOnly);
  } else if (action.do === 'claim' && !(await isStaff(turn, bot))) await turn.whisper(staffOnly);
  else return false;
  return true;
}

function isStaff({ actor }: ButtonTurn, bot: Bot): Promise<boolean> {
  return chatOf(bot, actor.chat).isStaff(actor);
}

interface In {
  readonly turn: ButtonTurn;
  readonly bot: Bot;
  readonly trx: Transaction;
}

async function act(action: Action, turn: ButtonTurn, inside: Omit<In, 'turn'>): Promise<Afterwards> {
  const around = { ...inside, turn };
  if (action.do === 'quiet' || action.do === 'speak' || action.do === 'forget') return ownSetting(action.do, around);
  const it = await inside.trx.case(action.caseId);
  if (it === null) return null;
  if (action.do === 'claim') return claimCase(it, around);
  if (it.owner === 'human' || it.state === 'withdrawn') return (interaction) => interaction.whisper(isOver);
  return actOnOpen(it, action, around);
}

/** What can be done to a case while the bot owns it. */
async function actOnOpen(it: Case, action: Action, around: In): Promise<Afterwards> {
  if (action.do === 'not-this') return notThis(it, around);
  if (action.do === 'choose') return chooseKind(it, action.kind, around);
  if (action.do === 'dismiss') return dismiss(it, around);
  if (action.do === 'share') return share(it, around);
  if (action.do === 'walk') await beginWalk(it, around.turn, around.bot, around.trx);
  if (action.do === 'step') await takeStep(it, action, around.turn, around);
  return null;
}
