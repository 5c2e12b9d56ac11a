import type { ButtonTurn, Form } from '#chat/port.ts';
import type { Case } from '#store/types.ts';
import {
  type Afterwards,
  chooseKind,
  dismiss,
  mayUse,
  notThis,
  ownSetting,
  share,
} from '#support/answer/give-feedback.ts';
import { checklistOf } from '#support/answer/keep-diagnosis.ts';
import { beginWalk, takeStep } from '#support/answer/walk-checklist.ts';
import type { Bot } from '#support/bot.ts';
import { readHere } from '#support/delivery/tell-outcome.ts';
import { askForCheck, didStep } from '#support/desk/ask-person.ts';
import { type DeskPress, isStaff, namedPerson } from '#support/desk/card.ts';
import { showCase, showMore } from '#support/desk/cases-command.ts';
import { claimCase } from '#support/desk/claim-case.ts';
import { humanButton } from '#support/desk/escalate.ts';
import { setApart } from '#support/desk/relay-to-staff.ts';
import { itStillFails, itWorks, reopen } from '#support/desk/resolve-case.ts';
import { answerQuestion, keyButton } from '#support/key-check/check-key-in-chat.ts';
import { personOf } from '#support/people.ts';
import { askStepForm, correctForm, handOverForm, resolveForm, snoozeForm } from '#support/views/desk/desk-forms.ts';
import { replyForm } from '#support/views/desk/relay.ts';
import { noSteps } from '#support/views/desk/staff-notes.ts';
import { handedOverReply } from '#support/views/handoff.ts';
import { isOver, notYours, staffOnly, unknownButton } from '#support/views/notes.ts';
import { type Action, parseAction } from './actions.ts';

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
  if (action.do === 'list') return showMore(action, turn, bot);
  const it = action.caseId === 0 ? null : await bot.store.write((trx) => trx.case(action.caseId));
  if (action.caseId !== 0 && it === null) return turn.whisper(isOver);
  if (it !== null && !(await mayUse(it, turn, bot))) return turn.whisper(notYours(it.person.name));
  if (await openedForm(action, it, turn, bot)) return undefined;
  await turn.ack();
  const by = ON_DESK.has(action.do) ? await namedPerson(turn.actor, bot) : personOf(turn.actor);
  const afterwards = await bot.store.write(async (trx) =>
    (await trx.firstSeen(turn.id)) ? act(action, { turn, by, bot, trx }) : null,
  );
  bot.wake();
  return afterwards?.(turn);
}

/** Forms must be the first effect, before anything slow. */
async function openedForm(action: Action, it: Case | null, turn: ButtonTurn, bot: Bot): Promise<boolean> {
  if (action.do === 'key') await keyButton(turn, it, bot);
  else if (it === null) return false;
  else if (action.do === 'human') await humanButton(turn, it, bot);
  else if (!STAFF_ONLY.has(action.do)) return false;
  else if (!(await isStaff(turn.actor, bot))) await turn.whisper(staffOnly);
  else if (action.do === 'show') await showCase(it, turn, bot);
  else {
    const form = await STAFF_FORMS[action.do]?.(it, bot);
    if (form === undefined) return false;
    await (form === null ? turn.whisper(noSteps) : turn.openForm(form));
  }
  return true;
}

/** What opens a form for the staff. */
const STAFF_FORMS: Readonly<Record<string, (it: Case, bot: Bot) => Form | null | Promise<Form | null>>> = {
  resolve: (it, bot) => resolveForm(it, bot.catalogue().knowledge),
  reply: (it) => replyForm(it),
  correct: (it, bot) => correctForm(it, bot.catalogue().knowledge),
  snooze: (it) => snoozeForm(it),
  'ask-step': (it, bot) => askStepForm(it, checklistOf(it, bot)),
  'hand-over': async (it, bot) =>
    handOverForm(it, await bot.store.write((trx) => trx.claimers(bot.clock() - COLLEAGUES_MS, MOST_COLLEAGUES))),
};

const STAFF_ONLY: ReadonlySet<string> = new Set(['claim', 'ask-key', 'show', ...Object.keys(STAFF_FORMS)]);

/** Who has taken a case since then is offered as a colleague, in milliseconds. */
const COLLEAGUES_MS = 90 * 24 * 3_600_000;
const MOST_COLLEAGUES = 25;

/** What is done to a case that is or was with the staff. */
const ON_DESK: ReadonlySet<string> = new Set(['claim', 'ask-key', 'reopen', 'helped', 'still', 'did', 'read', 'anew']);

async function act(action: Action, around: DeskPress): Promise<Afterwards> {
  if (action.do === 'quiet' || action.do === 'speak' || action.do === 'forget') return ownSetting(action.do, around);
  const it = await around.trx.case(action.caseId);
  if (it === null) return null;
  const onDesk = actOnDesk(it, action, around);
  if (onDesk !== null) return onDesk;
  if (it.owner === 'human') return (interaction) => interaction.whisper(handedOverReply(it));
  if (it.state === 'withdrawn') return (interaction) => interaction.whisper(isOver);
  return actOnOpen(it, action, around);
}

/** What can be done to a case that is or was with the staff; null for everything else. */
function actOnDesk(it: Case, action: Action, around: DeskPress): Promise<Afterwards> | null {
  if (action.do === 'claim') return claimCase(it, around);
  if (action.do === 'ask-key') return askForCheck(it, around);
  if (action.do === 'reopen') return reopen(it, around);
  if (action.do === 'helped') return itWorks(it, around);
  if (action.do === 'still') return itStillFails(it, around);
  if (action.do === 'read') return readHere(it, around);
  if (action.do === 'anew') return setApart(it, around);
  return action.do === 'did' ? didStep(it, action, around) : null;
}

/** What can be done to a case while the bot owns it. */
async function actOnOpen(it: Case, action: Action, around: DeskPress): Promise<Afterwards> {
  if (action.do === 'not-this') return notThis(it, around);
  if (action.do === 'choose') return chooseKind(it, action.kind, around);
  if (action.do === 'dismiss') return dismiss(it, around);
  if (action.do === 'share') return share(it, around);
  if (action.do === 'walk') return beginWalk(it, around);
  if (action.do === 'step') await takeStep(it, action, around);
  return null;
}
