import {
  autocomplete,
  autocompleteMultiselect,
  confirm,
  isCancel,
  log,
  note,
  password,
  select,
  text,
} from '@clack/prompts';
import { lineOf } from '#commands/doctor/finding-line.ts';
import type { Finding } from '#finding.ts';

/** Something to choose. */
export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** What the wizard asks. Every question rejects with {@link Left} where the person leaves. */
export interface SetupPrompts {
  /** Some lines to read, such as where to click. */
  tell(title: string, lines: readonly string[]): void;
  show(findings: readonly Finding[]): void;
  choose<Value>(question: string, choices: readonly Choice<Value>[], initial?: Value): Promise<Value>;
  /** Any number of them, none included. */
  chooseSome(
    question: string,
    choices: readonly Choice<string>[],
    initial: readonly string[],
  ): Promise<readonly string[]>;
  /** Hidden while it is entered. `fault` says what is wrong with it, without it. */
  secret(question: string, fault: (entered: string) => string | null): Promise<string>;
  line(question: string, initial: string): Promise<string>;
  agree(question: string, initial: boolean): Promise<boolean>;
}

/** So many choices are searched by typing. */
const MANY = 12;

/** The person has left; nothing is written. */
export class Left extends Error {
  override readonly name = 'Left';
}

/** Prompts on the terminal. They are written to stderr, as those of the key check. */
export function terminalSetupPrompts(colour: boolean): SetupPrompts {
  const streams = { input: process.stdin, output: process.stderr };
  const given = async <Value>(asked: Promise<Value>): Promise<Exclude<Value, symbol>> => {
    const answer = await asked;
    if (isCancel(answer)) throw new Left();
    return answer as Exclude<Value, symbol>;
  };
  return {
    tell: (title, lines) => note(lines.join('\n'), title, { output: process.stderr, format: (line) => line }),
    show: (findings) => {
      for (const finding of findings)
        log.message(lineOf(finding, colour).trimEnd(), { output: process.stderr, spacing: 0 });
    },
    async choose(question, choices, initial) {
      // Their own type tells apart what our choices never are.
      const options = choices.map(({ label, hint }, index) => ({ value: index, label, ...(hint ? { hint } : {}) }));
      const first = choices.findIndex(({ value }) => value === initial);
      const asked = { message: question, options, initialValue: Math.max(0, first), maxItems: 10, ...streams };
      const index = await given(choices.length > MANY ? autocomplete(asked) : select(asked));
      return (choices[index] as (typeof choices)[number]).value;
    },
    chooseSome: (question, choices, initial) =>
      given(
        autocompleteMultiselect({
          message: `${question} (type to search, Tab or Space to select, Enter to continue)`,
          options: choices.map(({ value, label, hint }) => ({ value, label, ...(hint ? { hint } : {}) })),
          initialValues: [...initial],
          maxItems: 10,
          ...streams,
        }),
      ),
    secret: (question, fault) =>
      given(
        password({
          message: `${question} (hidden)`,
          mask: '•',
          clearOnError: true,
          validate: (entered) => fault((entered ?? '').trim()) ?? undefined,
          ...streams,
        }),
      ).then((entered) => entered.trim()),
    line: (question, initial) =>
      given(text({ message: question, initialValue: initial, ...streams })).then((entered) => (entered ?? '').trim()),
    agree: (question, initial) => given(confirm({ message: question, initialValue: initial, ...streams })),
  };
}
