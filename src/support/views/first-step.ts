import type { CodeBlock } from '#chat/port.ts';
import type { ChecklistStep } from '#diagnosis/types.ts';
import { text } from '#support/texts/text.ts';
import { blocksFor, fixedFor, hedge } from './step.ts';

/** The first step as the first message shows it: what to look at, with the command, and what to do about what is found. */
export interface FirstStep {
  readonly text: string;
  readonly code: readonly CodeBlock[];
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** What a phone of 390 px shows at once: characters in all, lines, and characters in a line. */
export const PHONE = { characters: 600, lines: 12, inLine: 48 } as const;

/** How many sentences are kept of check, bad sign and fix: as many as there is room for. */
const LENGTHS = [
  [9, 9, 9],
  [2, 1, 2],
  [1, 1, 2],
  [1, 1, 1],
  [1, 0, 1],
] as const;

/**
 * A step that can be acted on by somebody who reads nothing else: with its check, never as a question alone. A long one
 * keeps the first sentences of its texts; the walk shows all of them.
 *
 * @param facts of the diagnosis; they tell the person's shell
 * @param around what else the message says, line by line
 */
export function firstStep(step: ChecklistStep, facts: readonly string[], around: readonly string[]): FirstStep {
  if (step.first !== undefined) {
    const told = `${fixedFor(step)}${step.first}${hedge(step)}`;
    return { text: text('answer.first', { step: told }), code: [], fields: [] };
  }
  const code = step.commands === undefined ? [] : blocksFor(step.commands, facts);
  const forms = LENGTHS.map(([check, bad, fix]) => formOf(step, code, { check, bad, fix }));
  const shown = [...around, ...(code[0]?.text.split('\n') ?? [])];
  const fits = (form: FirstStep) =>
    fitsPhone([...shown, form.text, ...form.fields.map(({ name, value }) => `${name}: ${value}`)]);
  return forms.find(fits) ?? (forms.at(-1) as FirstStep);
}

/** Can these lines be read without scrolling? */
export function fitsPhone(lines: readonly string[]): boolean {
  const rows = lines.reduce((sum, line) => sum + Math.ceil(line.length / PHONE.inLine), 0);
  return rows <= PHONE.lines && lines.join('\n').length <= PHONE.characters;
}

function formOf(
  step: ChecklistStep,
  code: readonly CodeBlock[],
  kept: { readonly check: number; readonly bad: number; readonly fix: number },
): FirstStep {
  const fix = sentences(step.fix, kept.fix);
  return {
    text: text('answer.first', { step: `${fixedFor(step)}${sentences(step.check, kept.check)}${hedge(step)}` }),
    code,
    fields:
      kept.bad === 0
        ? [{ name: text('answer.fix'), value: fix }]
        : [
            { name: text('answer.if'), value: sentences(step.bad, kept.bad) },
            { name: text('answer.then'), value: fix },
          ],
  };
}

/** The first sentences of a text. A full stop ends one where a capital letter or a quote follows. */
function sentences(all: string, most: number): string {
  return all
    .split(/(?<=[.!?]["”)]?) (?=["“A-Z])/)
    .slice(0, most)
    .join(' ');
}
