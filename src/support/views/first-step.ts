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

/**
 * A step that can be acted on by somebody who reads nothing else: with its check, never as a question alone.
 *
 * @param facts of the diagnosis; they tell the person's shell
 */
export function firstStep(step: ChecklistStep, facts: readonly string[]): FirstStep {
  return {
    text: text('answer.first', { step: `${fixedFor(step)}${step.check}${hedge(step)}` }),
    code: step.commands === undefined ? [] : blocksFor(step.commands, facts),
    fields: [
      { name: text('answer.if'), value: step.bad },
      { name: text('answer.then'), value: step.fix },
    ],
  };
}
