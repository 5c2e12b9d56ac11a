import type { CommandName } from '#chat/commands.ts';
import type { CommandTurn, FormTurn, Turn } from '#chat/port.ts';
import { DIAGNOSE_FORM, diagnoseCommand, diagnoseFormSent, diagnoseMenu } from '#support/answer/answer-in-private.ts';
import { type Bot, botForTenant } from '#support/bot.ts';
import { casesCommand } from '#support/desk/cases-command.ts';
import { keyCommand } from '#support/key-check/check-key-in-chat.ts';
import { unknownCommand } from '#support/views/notes.ts';
import { messageRemoved } from './follow-up.ts';
import { hearMessage } from './hear-message.ts';
import { buttonFormSent, pressButton } from './press-button.ts';
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

/** What each command does. Read through a map: names come from outside, and `constructor` is none of ours. */
const RUN: Readonly<Record<CommandName, Command>> = {
  diagnose: diagnoseCommand,
  keycheck: keyCommand,
  cases: casesCommand,
  mycases: ownPageCommand,
  mydata: ownPageCommand,
};
const COMMANDS: ReadonlyMap<string, Command> = new Map(Object.entries(RUN));

function command(turn: CommandTurn, bot: Bot): Promise<void> {
  return COMMANDS.get(turn.name)?.(turn, bot) ?? turn.whisper(unknownCommand(turn.name));
}

/** Forms of buttons are found by the table of buttons; `/diagnose` has one of its own. */
function formSent(turn: FormTurn, bot: Bot): Promise<void> {
  return turn.form === DIAGNOSE_FORM.form ? diagnoseFormSent(turn, bot) : buttonFormSent(turn, bot);
}
