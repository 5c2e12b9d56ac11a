import { confirm, isCancel, password } from '@clack/prompts';

/** What a person is asked on the terminal. */
export interface KeyPrompts {
  /** The key, hidden while it is entered; null where the person leaves. */
  key(): Promise<string | null>;
  /** A yes-or-no question; leaving counts as no. */
  agree(question: string): Promise<boolean>;
}

/** Prompts on the terminal. They are written to stderr: stdout may be read by a program. */
export function terminalPrompts(): KeyPrompts {
  const streams = { input: process.stdin, output: process.stderr };
  return {
    async key() {
      const entered = await password({
        message: 'API key (hidden)',
        mask: '•',
        clearOnError: true,
        ...streams,
      });
      return isCancel(entered) ? null : entered;
    },
    async agree(question) {
      const answer = await confirm({ message: question, initialValue: false, ...streams });
      return answer === true;
    },
  };
}
