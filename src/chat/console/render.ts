import { styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import type { CodeBlock, Reply, Tone } from '#chat/port.ts';

/** What the terminal can show. */
export interface Screen {
  /** Columns; texts are wrapped at 80 at most. */
  readonly columns: number;
  readonly colour: boolean;
}

type Style = Parameters<typeof styleText>[0];

const WIDEST = 80;
const TONES: Readonly<Record<Tone, Style>> = { neutral: 'cyan', good: 'green', warning: 'yellow', bad: 'red' };
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A reply as text for the terminal; pure. Control characters of pasted texts are shown as a dot. */
export function render(reply: Reply, screen: Screen): string {
  const paint = (style: Style, text: string) =>
    screen.colour ? styleText(style, text, { validateStream: false }) : text;
  const width = Math.max(30, Math.min(WIDEST, screen.columns)) - 1;
  const wrap = (text: string, indent = 0, first = '') => {
    const wrapped = wrapAnsi(inert(text), width - indent, { hard: true }).split('\n');
    return wrapped
      .map((line, index) => `${index === 0 && first !== '' ? first : ' '.repeat(indent)}${line.trimEnd()}`)
      .join('\n');
  };
  const parts = [paint(['bold', ...([TONES[reply.tone]].flat() as 'cyan'[])], wrap(reply.title))];
  if (reply.text !== '') parts.push(wrap(reply.text));
  for (const block of reply.code ?? []) parts.push(renderCode(block, paint));
  if (reply.fields !== undefined && reply.fields.length > 0) parts.push(renderFields(reply.fields, wrap, paint));
  if (reply.link !== undefined) parts.push(`${paint('dim', 'See')} ${inert(reply.link)}`);
  if (reply.steps !== undefined && reply.steps.length > 0) {
    parts.push(reply.steps.map((step, index) => renderStep(step, index, wrap, paint)).join('\n'));
  }
  if (reply.footer !== undefined) parts.push(paint('dim', wrap(reply.footer)));
  return `${parts.join('\n\n')}\n`;
}

type Wrap = (text: string, indent?: number, first?: string) => string;
type Paint = (style: Style, text: string) => string;

function renderFields(fields: NonNullable<Reply['fields']>, wrap: Wrap, paint: Paint): string {
  const indent = Math.max(...fields.map(({ name }) => name.length)) + 2;
  return fields.map(({ name, value }) => wrap(value, indent, paint('dim', inert(name).padEnd(indent)))).join('\n');
}

function renderStep(step: { title: string; text: string }, index: number, wrap: Wrap, paint: Paint): string {
  return `${paint('bold', wrap(step.title, 3, `${index + 1}. `.padEnd(3)))}\n${wrap(step.text, 3)}`;
}

/** Commands are never wrapped: a broken line would not run. */
function renderCode(block: CodeBlock, paint: Paint): string {
  const lines = inert(block.text)
    .split('\n')
    .map((line) => `    ${line}`);
  return `${paint('dim', `  ${inert(block.label)}`)}\n${lines.join('\n')}`;
}

/** A text in which nothing commands a terminal or turns it about. */
export function inert(text: string): string {
  return text
    .replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .replaceAll('\t', '  ')
    .replaceAll(CONTROL, '·');
}
