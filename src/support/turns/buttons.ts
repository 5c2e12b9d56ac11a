import type { ButtonTurn, Form, FormTurn } from '#chat/port.ts';
import type { Case } from '#store/types.ts';
import { chooseKind, dismiss, notThis, ownSetting, share } from '#support/answer/give-feedback.ts';
import { checklistOf } from '#support/answer/keep-diagnosis.ts';
import { beginWalk, takeStep } from '#support/answer/walk-checklist.ts';
import type { Bot } from '#support/bot.ts';
import { readHere } from '#support/delivery/tell-outcome.ts';
import { askForCheck, askStepFormSent, didStep } from '#support/desk/ask-person.ts';
import { showCase, showMore } from '#support/desk/cases-command.ts';
import { claimCase } from '#support/desk/claim-case.ts';
import { correctFormSent } from '#support/desk/correct-diagnosis.ts';
import { handoffFormSent, humanButton } from '#support/desk/escalate.ts';
import { handOverFormSent, openHandOver } from '#support/desk/hand-over.ts';
import { replyFormSent } from '#support/desk/relay-to-person.ts';
import { setApart } from '#support/desk/relay-to-staff.ts';
import { itStillFails, itWorks, reopen, resolveFormSent } from '#support/desk/resolve-case.ts';
import { snoozeFormSent } from '#support/desk/snooze-case.ts';
import { answerQuestion, keyButton, keyFormSent } from '#support/key-check/check-key-in-chat.ts';
import type { Afterwards, Press } from '#support/press.ts';
import { askStepForm, correctForm, resolveForm, snoozeForm } from '#support/views/desk/desk-forms.ts';
import { replyForm } from '#support/views/desk/relay.ts';
import { noSteps } from '#support/views/desk/staff-notes.ts';
import { handedOverReply } from '#support/views/handoff.ts';
import { isOver } from '#support/views/notes.ts';
import { type Details, readDone, readFilter, readKind, readMove } from './actions.ts';

/** One button: who may press it, and what happens then. */
export interface Button {
  /** `staff`; `person`: the person of the case, and the staff; `anyone`: it is about no case. */
  readonly who: 'staff' | 'person' | 'anyone';
  /** Checks the details that follow the number of the case. Left out for a button without details. */
  readonly accepts?: (details: Details) => boolean;
  /** Opens a form or shows something, before anything else. It changes no case. */
  readonly open?: (it: Case, turn: ButtonTurn, bot: Bot) => Promise<void>;
  /** The form was sent. The use case acknowledges it. */
  readonly sent?: (turn: FormTurn, bot: Bot) => Promise<void>;
  /** The name of its form, if it differs from the button's name. */
  readonly form?: string;
  /** Changes the case, in one transaction. It does not run for a second press. */
  readonly run?: (it: Case, press: Press, details: Details) => Promise<Afterwards>;
  /** The same for a button that needs no case. */
  readonly runAlone?: (press: Press) => Promise<Afterwards>;
  /** Like `open`, for a button that needs no case; the number stands in its place. */
  readonly openAlone?: (turn: ButtonTurn, bot: Bot, number: number, details: Details) => Promise<void>;
}

/** All buttons, by the name in their action (`claim:12`). A map, because the names come from outside. */
export const BUTTONS: ReadonlyMap<string, Button> = new Map(
  Object.entries<Button>({
    // Below an answer.
    walk: { who: 'person', run: whileBotAnswers(beginWalk) },
    step: { who: 'person', ...detailed(readMove, whileBotAnswers(takeStep)) },
    'not-this': { who: 'person', run: whileBotAnswers(notThis) },
    choose: { who: 'person', ...detailed(readKind, whileBotAnswers(chooseKind)) },
    dismiss: { who: 'person', run: whileBotAnswers(dismiss) },
    share: { who: 'person', run: whileBotAnswers(share) },
    human: {
      who: 'person',
      open: (it, turn, bot) => humanButton(turn, it, bot),
      form: 'handoff',
      sent: handoffFormSent,
    },

    // The key check.
    key: {
      who: 'person',
      open: (it, turn, bot) => keyButton(turn, it, bot),
      openAlone: (turn, bot) => keyButton(turn, null, bot),
      sent: keyFormSent,
    },
    answer: { who: 'anyone', accepts: () => true, openAlone: answerPressed },

    // For the person, while the case is or was with the staff.
    did: { who: 'person', ...detailed(readDone, didStep) },
    helped: { who: 'person', run: itWorks },
    still: { who: 'person', run: itStillFails },
    reopen: { who: 'person', run: reopen },
    read: { who: 'person', run: readHere },
    anew: { who: 'person', run: setApart },

    // For the staff.
    claim: { who: 'staff', run: claimCase },
    reply: { who: 'staff', open: opens((it) => replyForm(it)), sent: replyFormSent },
    'ask-key': { who: 'staff', run: askForCheck },
    'ask-step': {
      who: 'staff',
      open: opens((it, bot) => askStepForm(it, checklistOf(it, bot))),
      sent: askStepFormSent,
    },
    correct: {
      who: 'staff',
      open: opens((it, bot) => correctForm(it, bot.catalogue().knowledge)),
      sent: correctFormSent,
    },
    'hand-over': { who: 'staff', open: opens(openHandOver), sent: handOverFormSent },
    snooze: { who: 'staff', open: opens((it) => snoozeForm(it)), sent: snoozeFormSent },
    resolve: {
      who: 'staff',
      open: opens((it, bot) => resolveForm(it, bot.catalogue().knowledge)),
      sent: resolveFormSent,
    },
    show: { who: 'staff', open: showCase },
    list: { who: 'staff', accepts: (details) => readFilter(details) !== null, openAlone: listPressed },

    // A person's own settings and data.
    quiet: { who: 'anyone', runAlone: (press) => ownSetting('quiet', press) },
    speak: { who: 'anyone', runAlone: (press) => ownSetting('speak', press) },
    forget: { who: 'anyone', runAlone: (press) => ownSetting('forget', press) },
  }),
);

/** Opens a form, or says that there is nothing to choose from where it is null. */
function opens(formOf: (it: Case, bot: Bot) => Form | null | Promise<Form | null>): NonNullable<Button['open']> {
  return async (it, turn, bot) => {
    const form = await formOf(it, bot);
    await (form === null ? turn.whisper(noSteps) : turn.openForm(form));
  };
}

/** A button with details: the same reader serves the check and the use case. */
function detailed<Read>(
  read: (details: Details) => Read | null,
  run: (it: Case, press: Press, read: Read) => Promise<Afterwards>,
): Pick<Button, 'accepts' | 'run'> {
  return {
    accepts: (details) => read(details) !== null,
    async run(it, press, details) {
      const found = read(details);
      return found === null ? null : run(it, press, found);
    },
  };
}

/** For actions that end when the case goes to the staff: the person is then told who has it. */
function whileBotAnswers<Read>(run: (it: Case, press: Press, read: Read) => Promise<Afterwards>) {
  return async (it: Case, press: Press, read: Read): Promise<Afterwards> => {
    if (it.owner === 'human') return (interaction) => interaction.whisper(handedOverReply(it));
    if (it.state === 'withdrawn') return (interaction) => interaction.whisper(isOver);
    return run(it, press, read);
  };
}

async function answerPressed(turn: ButtonTurn, bot: Bot, _number: number, [question = '', value = '']: Details) {
  await turn.ack();
  if (!answerQuestion(turn.actor, question, value, bot)) await turn.whisper(isOver);
}

async function listPressed(turn: ButtonTurn, bot: Bot, before: number, details: Details): Promise<void> {
  const filter = readFilter(details);
  if (filter !== null) await showMore(filter, before, turn, bot);
}
