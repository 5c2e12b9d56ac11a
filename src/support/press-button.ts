import type { ButtonTurn } from '#chat/port.ts';
import type { Case, Transaction } from '#store/types.ts';
import { type Action, parseAction } from './actions.ts';
import { type Bot, chatOf } from './bot.ts';
import { answerQuestion, keyButton } from './check-key-in-chat.ts';
import { claimCase } from './claim-case.ts';
import { humanButton } from './escalate.ts';
import { type Afterwards, chooseKind, dismiss, mayUse, notThis, ownSetting, share } from './give-feedback.ts';
import { isOver, notYours, staffOnly, unknownButton } from './views/notes.ts';
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
  else if (action.do === 'resolve' && it !== null) {
    if (await isStaff(turn, bot)) await turn.openForm(resolveForm(it, bot.catalogue().knowledge));
    else await turn.whisper(staffOnly);
  } else if (action.do === 'claim' && !(await isStaff(turn, bot))) await turn.whisper(staffOnly);
  else return false;
  return true;
}

function isStaff({ actor }: ButtonTurn, bot: Bot): Promise<boolean> {
  return chatOf(bot, actor.chat).isStaff(actor);
}

async function act(
  action: Action,
  turn: ButtonTurn,
  { bot, trx }: { readonly bot: Bot; readonly trx: Transaction },
): Promise<Afterwards> {
  if (action.do === 'quiet' || action.do === 'speak' || action.do === 'forget')
    return ownSetting(action.do, { turn, bot, trx });
  const it = await trx.case(action.caseId);
  if (it === null) return null;
  if (action.do === 'claim') return claimCase(it, { turn, bot, trx });
  if (it.owner === 'human' || it.state === 'withdrawn') return (interaction) => interaction.whisper(isOver);
  switch (action.do) {
    case 'walk':
      await beginWalk(it, turn, bot, trx);
      return null;
    case 'step':
      await takeStep(it, action, turn, { bot, trx });
      return null;
    case 'not-this':
      return notThis(it, { turn, bot, trx });
    case 'choose':
      return chooseKind(it, action.kind, { turn, bot, trx });
    case 'dismiss':
      return dismiss(it, { turn, bot, trx });
    case 'share':
      return share(it, { turn, bot, trx });
    case 'key':
    case 'human':
    case 'resolve':
    case 'answer':
      return null;
  }
}
