import type {
  Block,
  KnownBlock,
  ModalView,
  RichTextBlock,
  RichTextBlockElement,
  RichTextLink,
  RichTextText,
} from '@slack/types';
import type { Button, Field, Form, Reply, Tone } from '#chat/port.ts';
import { clip, INVISIBLE } from '#chat/text.ts';
import { webAddress } from '#chat/web-address.ts';
import { LIMITS } from './limits.ts';

/** What a message consists of: blocks for the screen, text for notifications and screen readers. */
export interface Rendered {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

type Inline = RichTextText | RichTextLink | { type: 'emoji'; name: string };
type Style = NonNullable<RichTextText['style']>;

const MARKS: Readonly<Record<Tone, string | null>> = {
  neutral: null,
  good: 'large_green_circle',
  warning: 'large_yellow_circle',
  bad: 'red_circle',
};
const ADDRESS = /https:\/\/[^\s<>"'`)\]}|\\^]+[^\s<>"'`)\]}|\\^.,;:!?]/g;

/**
 * A reply as blocks. Everything is rich text, which Slack does not parse: no mention, mark-up or link of a person's text
 * comes to life. Only our own `link` and the addresses in our own steps are links.
 */
export function render(reply: Reply): Rendered {
  const { footer = '', buttons = [] } = reply;
  const below: KnownBlock[] = [...(footer === '' ? [] : [smallPrint(footer)]), ...rows(buttons)];
  const left = LIMITS.message - Math.min(footer.length, LIMITS.context) - buttons.length * LIMITS.button;
  return { text: fallback(reply), blocks: [richText(elementsOf(reply, left)), ...below] };
}

/** A reply as the home page of a person. */
export function renderHome(reply: Reply): { type: 'home'; blocks: KnownBlock[] } {
  return { type: 'home', blocks: render(reply).blocks };
}

function smallPrint(footer: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text: plain(footer, LIMITS.context), emoji: false }] };
}

/** @param left how many units there is room for */
function elementsOf(reply: Reply, left: number): RichTextBlockElement[] {
  const budget = { left };
  const take: Take = (value, style) => textElement(value, budget, style);
  const mark = MARKS[reply.tone];
  const head: Inline[] = [
    ...(mark === null ? [] : [{ type: 'emoji' as const, name: mark }, ...take(' ')]),
    ...take(reply.title === '' ? '·' : reply.title, { bold: true }),
    ...(reply.text === '' ? [] : take(`\n${reply.text}`)),
  ];
  const elements: RichTextBlockElement[] = [{ type: 'rich_text_section', elements: head }];
  for (const { label, text } of reply.code ?? []) {
    elements.push(section([...take(`\n${label}`, { italic: true })]));
    elements.push({ type: 'rich_text_preformatted', elements: take(text === '' ? ' ' : text) });
  }
  if (reply.fields !== undefined && reply.fields.length > 0)
    elements.push(
      section(reply.fields.flatMap(({ name, value }) => [...take(`\n${name}: `, { bold: true }), ...take(value)])),
    );
  const link = reply.link === undefined ? null : webAddress(reply.link);
  // A link that is cut leads elsewhere.
  if (link !== null && link.length <= LIMITS.text) elements.push(section([...take('\n'), { type: 'link', url: link }]));
  const steps = reply.steps ?? [];
  steps.forEach(({ title, text, theirs }, index) => {
    const number = steps.length > 1 ? `${index + 1}. ` : '→ ';
    elements.push(
      section([
        ...take(`\n${number}${title}\n`, { bold: true }),
        ...(theirs === true ? take(text) : linked(text, take)),
      ]),
    );
  });
  return elements.filter(({ elements: inner }) => inner.length > 0);
}

type Take = (value: string, style?: Style) => RichTextText[];

/** Our own words: addresses in them are links. */
function linked(text: string, take: Take): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const { 0: url, index } of text.matchAll(ADDRESS)) {
    if (!URL.canParse(url) || url.length > LIMITS.text) continue;
    parts.push(...take(text.slice(at, index)), { type: 'link', url });
    at = index + url.length;
  }
  return [...parts, ...take(text.slice(at))];
}

function textElement(value: string, budget: { left: number }, style?: Style): RichTextText[] {
  const text = clip(value.replaceAll(INVISIBLE, '·'), Math.min(LIMITS.text, Math.max(budget.left, 0)));
  budget.left -= text.length;
  return text === '' || text === '…' ? [] : [{ type: 'text', text, ...(style === undefined ? {} : { style }) }];
}

function section(elements: Inline[]): RichTextBlockElement {
  return { type: 'rich_text_section', elements };
}

function richText(elements: RichTextBlockElement[]): RichTextBlock {
  return { type: 'rich_text', elements };
}

function rows(buttons: readonly Button[]): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  for (let at = 0; at < buttons.length && blocks.length < 5; at += LIMITS.buttonsPerRow)
    blocks.push({
      type: 'actions',
      elements: buttons.slice(at, at + LIMITS.buttonsPerRow).map(({ label, action, style }, index) => ({
        type: 'button',
        text: { type: 'plain_text', text: plain(label, LIMITS.button), emoji: false },
        action_id: `keymedic:${at + index}`,
        value: clip(action, LIMITS.value),
        ...(style === undefined ? {} : { style }),
      })),
    });
  return blocks;
}

/** Notifications parse mark-up, so it is escaped here. */
function fallback({ title, text }: Reply): string {
  const both = text === '' ? title : `${title}\n${text}`;
  const escaped = clip(both.replaceAll(INVISIBLE, '·'), LIMITS.fallback / 5)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  // A zero-width space behind "@" would be lost on screen readers; channel mentions need the brackets that are escaped.
  return escaped;
}

function plain(text: string, most: number): string {
  const cleaned = clip(text.replaceAll(INVISIBLE, '·'), most);
  return cleaned === '' ? '·' : cleaned;
}

/** A form as a modal. `metadata` comes back with its answers. */
export function renderForm(form: Form, metadata: string): ModalView {
  const about: (KnownBlock | Block)[] =
    form.text === undefined
      ? []
      : [{ type: 'section', text: { type: 'plain_text', text: plain(form.text, LIMITS.text), emoji: false } }];
  return {
    type: 'modal',
    callback_id: 'keymedic',
    private_metadata: metadata,
    title: { type: 'plain_text', text: plain(form.title, LIMITS.modalTitle), emoji: false },
    submit: { type: 'plain_text', text: plain(form.submit, LIMITS.modalTitle), emoji: false },
    close: { type: 'plain_text', text: 'Cancel', emoji: false },
    blocks: [...about, ...form.fields.map(renderField)],
  };
}

function renderField(field: Field): KnownBlock {
  return {
    type: 'input',
    block_id: field.kind === 'secret' ? `secret:${field.id}` : field.id,
    label: { type: 'plain_text', text: plain(field.label, LIMITS.label), emoji: false },
    ...(field.hint === undefined
      ? {}
      : { hint: { type: 'plain_text', text: plain(field.hint, LIMITS.hint), emoji: false } }),
    optional: field.optional ?? false,
    element: field.kind === 'select' ? selectElement(field) : textInput(field),
  };
}

function textInput({ kind, value }: Field) {
  return {
    type: 'plain_text_input' as const,
    action_id: 'value',
    multiline: kind === 'long',
    max_length: LIMITS.input,
    ...(value === undefined || value === '' || kind === 'secret' ? {} : { initial_value: clip(value, LIMITS.input) }),
  };
}

function selectElement({ options = [], value }: Field) {
  const rendered = options.slice(0, LIMITS.options).map(({ label, value: own }) => ({
    text: { type: 'plain_text' as const, text: plain(label, LIMITS.option), emoji: false },
    value: own,
  }));
  const initial = rendered.find((option) => option.value === value);
  return {
    type: 'static_select' as const,
    action_id: 'value',
    options: rendered,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}
