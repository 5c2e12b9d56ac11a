import type { CommandTurn, FormTurn, Turn } from '#chat/port.ts';
import { diagnoseCommand, diagnoseFormSent, diagnoseMenu } from '#support/answer/answer-in-private.ts';
import { type Bot, botForTenant } from '#support/bot.ts';
import { askStepFormSent } from '#support/desk/ask-person.ts';
import { casesCommand } from '#support/desk/cases-command.ts';
import { correctFormSent } from '#support/desk/correct-diagnosis.ts';
import { handoffFormSent } from '#support/desk/escalate.ts';
import { handOverFormSent } from '#support/desk/hand-over.ts';
import { replyFormSent } from '#support/desk/relay-to-person.ts';
import { resolveFormSent } from '#support/desk/resolve-case.ts';
import { snoozeFormSent } from '#support/desk/snooze-case.ts';
import { keyCommand, keyFormSent } from '#support/key-check/check-key-in-chat.ts';
import { isOver, unknownCommand } from '#support/views/notes.ts';
import { messageRemoved } from './follow-up.ts';
import { hearMessage } from './hear-message.ts';
import { pressButton } from './press-button.ts';
import { ownPageCommand, showHome } from './show-home.ts';

/** Hands a turn to its use case; rejects with what goes wrong in that. */
export function dispatch(turn: Turn, all: Bot): Promise<void> {
  const bot = botForTenant(turn.actor, all);
  switch (turn.type) {
    case 'message':
      return hearMessage(turn, bot);
    case 'removed':
      return messageRemoved(turn, bot);
    case 'command':
      return command(turn, bot);
    case 'menu':
      return diagnoseMenu(turn, bot);
    case 'button':
      return pressButton(turn, bot);
    case 'form':
      return formSent(turn, bot);
    case 'home':
      return showHome(turn, bot);
    case 'left':
      return bot.store.write((trx) => trx.forgetTenant(turn.actor.chat, turn.place.tenant, turn.at));
  }
}

type Command = (turn: CommandTurn, bot: Bot) => Promise<void>;

/** By maps: names and forms come from outside, and `constructor` is none of ours. */
const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries<Command>({
    diagnose: diagnoseCommand,
    keycheck: keyCommand,
    cases: casesCommand,
    mycases: ownPageCommand,
    mydata: ownPageCommand,
  }),
);

function command(turn: CommandTurn, bot: Bot): Promise<void> {
  return COMMANDS.get(turn.name)?.(turn, bot) ?? turn.whisper(unknownCommand(turn.name));
}

type Sent = (turn: FormTurn, bot: Bot) => Promise<void>;

const FORMS: ReadonlyMap<string, Sent> = new Map(
  Object.entries<Sent>({
    diagnose: diagnoseFormSent,
    key: keyFormSent,
    handoff: handoffFormSent,
    resolve: resolveFormSent,
    reply: replyFormSent,
    correct: correctFormSent,
    snooze: snoozeFormSent,
    'ask-step': askStepFormSent,
    'hand-over': handOverFormSent,
  }),
);

function formSent(turn: FormTurn, bot: Bot): Promise<void> {
  return FORMS.get(turn.form.split(':')[0] ?? '')?.(turn, bot) ?? turn.whisper(isOver);
}
