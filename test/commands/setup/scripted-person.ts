import type { SetupPrompts } from '#chats/setup-asking.ts';
import { Left } from '#commands/setup/setup-prompts.ts';

/** What a person does at a question: enters a text, takes the choice with this label, marks some, agrees; `leave` leaves. */
export type Deed = string | readonly string[] | boolean;

/** A question, what the person does, and what they do elsewhere before that. */
export type Line = readonly [question: RegExp, deed: Deed, before?: () => void];

/** Prompts that are answered from a script; each question must be the next one of it. */
export function scriptedPerson(script: readonly Line[]) {
  const lines = [...script];
  const seen: string[] = [];
  const next = (question: string): Deed => {
    seen.push(question);
    const [line] = lines.splice(0, 1);
    if (line === undefined || !line[0].test(question))
      throw new Error(`asked “${question}”, expected ${String(line?.[0])}; so far:\n${seen.join('\n')}`);
    line[2]?.();
    if (line[1] === 'leave') throw new Left();
    return line[1];
  };
  const prompts: SetupPrompts = {
    tell: (title, told) => void seen.push(title, ...told),
    show: (findings) =>
      void seen.push(...findings.map(({ state, check, says, todo }) => `${state} ${check}: ${says} ${todo ?? ''}`)),
    async choose(question, choices, initial) {
      const wanted = next(question);
      seen.push(`chosen before: ${choices.find(({ value }) => value === initial)?.label ?? 'nothing'}`);
      const found = choices.find(({ label }) => label === wanted);
      if (found === undefined)
        throw new Error(`no “${String(wanted)}” in ${choices.map(({ label }) => label).join(', ')}`);
      return found.value;
    },
    async chooseSome(question, choices, initial) {
      const wanted = next(question);
      seen.push(`marked: ${initial.join(', ')}`);
      return (wanted as readonly string[]).map((label) => {
        const found = choices.find((choice) => choice.label === label);
        if (found === undefined)
          throw new Error(`no “${label}” in ${choices.map((choice) => choice.label).join(', ')}`);
        return found.value;
      });
    },
    async secret(question, fault) {
      const entered = String(next(question));
      const wrong = fault(entered);
      if (wrong === null) return entered;
      seen.push(wrong);
      return prompts.secret(question, fault);
    },
    async line(question, initial) {
      const entered = String(next(question));
      seen.push(`written before: ${initial}`);
      return entered;
    },
    async agree(question, initial) {
      const agreed = next(question) === true;
      seen.push(`agreed before: ${initial}`);
      return agreed;
    },
  };
  return { prompts, seen: () => seen.join('\n'), left: () => lines.map(([question]) => String(question)) };
}
