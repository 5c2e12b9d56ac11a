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
import type { SetupPrompts } from '#chats/setup-asking.ts';
import { lineOf } from '#commands/doctor/finding-line.ts';

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
