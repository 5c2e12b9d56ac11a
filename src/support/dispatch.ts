import type { CommandTurn, FormTurn, Turn } from '#chat/port.ts';
import { diagnoseCommand, diagnoseFormSent, diagnoseMenu } from './answer-in-private.ts';
import { askStepFormSent } from './ask-person.ts';
import type { Bot } from './bot.ts';
import { casesCommand } from './cases-command.ts';
import { keyCommand, keyFormSent } from './check-key-in-chat.ts';
import { correctFormSent } from './correct-diagnosis.ts';
import { handoffFormSent } from './escalate.ts';
import { messageRemoved } from './follow-up.ts';
import { handOverFormSent } from './hand-over.ts';
import { hearMessage } from './hear-message.ts';
import { pressButton } from './press-button.ts';
import { replyFormSent } from './relay-to-person.ts';
import { resolveFormSent } from './resolve-case.ts';
import { ownPageCommand, showHome } from './show-home.ts';
import { snoozeFormSent } from './snooze-case.ts';
import { isOver, tryAgainLater, unknownCommand } from './views/notes.ts';

/**
 * What every chat hands its turns to. Never rejects: what goes wrong is logged by its kind alone, since errors of SDKs and
 * databases hold what people wrote, and a person who waits for an answer is told to try again.
 */
export function dispatcher(bot: Bot): (turn: Turn) => Promise<void> {
  return async (turn) => {
    try {
      await dispatch(turn, bot);
    } catch (error) {
      bot.log('error', 'a turn failed', { turn: turn.id, type: turn.type, error: nameOf(error) });
      bot.meter.turnFailed(turn.actor.chat, turn.type);
      if ('whisper' in turn) await turn.whisper(tryAgainLater).catch(() => undefined);
    }
  };
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code} ${placeIn(error)}`;
}

/** The first line of the stack that is ours: file and line, no message. */
function placeIn({ stack = '' }: Error): string {
  return /(?:src|bench|test)\/[\w/.-]+:\d+/.exec(stack)?.[0] ?? '';
}

function dispatch(turn: Turn, bot: Bot): Promise<void> {
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
      return bot.store.write((trx) => trx.forgetTenant(turn.actor.chat, turn.place.tenant));
  }
}

const COMMANDS: Readonly<Record<string, (turn: CommandTurn, bot: Bot) => Promise<void>>> = {
  diagnose: diagnoseCommand,
  keycheck: keyCommand,
  cases: casesCommand,
  mycases: ownPageCommand,
  mydata: ownPageCommand,
};

function command(turn: CommandTurn, bot: Bot): Promise<void> {
  return COMMANDS[turn.name]?.(turn, bot) ?? turn.whisper(unknownCommand(turn.name));
}

const FORMS: Readonly<Record<string, (turn: FormTurn, bot: Bot) => Promise<void>>> = {
  diagnose: diagnoseFormSent,
  key: keyFormSent,
  handoff: handoffFormSent,
  resolve: resolveFormSent,
  reply: replyFormSent,
  correct: correctFormSent,
  snooze: snoozeFormSent,
  'ask-step': askStepFormSent,
  'hand-over': handOverFormSent,
};

function formSent(turn: FormTurn, bot: Bot): Promise<void> {
  return FORMS[turn.form.split(':')[0] ?? '']?.(turn, bot) ?? turn.whisper(isOver);
}
