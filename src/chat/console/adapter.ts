import { isCancel, select } from '@clack/prompts';
import type { Button, Reply } from '#chat/port.ts';
import { type Input, readInput } from './inbound.ts';
import { render, type Screen } from './render.ts';

/** The console chat: one person, one terminal. */
export interface ConsoleChat {
  /** Reads a paste or a command. */
  read(): Promise<Input>;
  /** Shows a reply. */
  post(reply: Reply): void;
  /** Shows a reply's buttons; returns the chosen action, or null where the person leaves. */
  ask(question: string, buttons: readonly Button[]): Promise<string | null>;
}

/** Opens the console chat on a terminal. */
export function openConsole(input: NodeJS.ReadStream, output: NodeJS.WriteStream, screen: Screen): ConsoleChat {
  return {
    read: () => readInput(input, output),
    post: (reply) => {
      output.write(`\n${render(reply, screen)}\n`);
    },
    async ask(question, buttons) {
      const options = buttons.map(({ action, label }) => ({ value: action, label }));
      const chosen = await select({ message: question, options, input, output });
      return isCancel(chosen) ? null : chosen;
    },
  };
}
