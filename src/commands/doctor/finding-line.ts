import { styleText } from 'node:util';
import type { Finding } from '#finding.ts';

const MARKS = { fine: '✓', warning: '!', wrong: '✗' } as const;
const COLOURS = { fine: 'green', warning: 'yellow', wrong: 'red' } as const;

/** A finding as one line, with what to do about it. */
export function lineOf({ check, state, says, todo }: Finding, colour: boolean): string {
  const mark = colour ? styleText(COLOURS[state], MARKS[state], { validateStream: false }) : MARKS[state];
  return `${mark} ${check}: ${says}${todo === null ? '' : `. → ${todo}`}\n`;
}
