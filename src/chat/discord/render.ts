import {
  type APIButtonComponentWithCustomId,
  type APIContainerComponent,
  type APILabelComponent,
  type APIMessageTopLevelComponent,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Button, Field, Form, Picture, Reply, Tone } from '#chat/port.ts';
import { clip, INVISIBLE } from '#chat/text.ts';
import { webAddress } from '#chat/web-address.ts';
import { LIMITS } from './limits.ts';

const COLOURS: Readonly<Record<Tone, number | null>> = {
  neutral: null,
  good: 0x2e_b6_7d,
  warning: 0xec_b2_2e,
  bad: 0xe0_1e_5a,
};
const MARKUP = /[\\*_~`|>#[\]()<@:+-]/g;
const ADDRESS = /https:\/\/[^\s<>"'`)\]}|\\^]+[^\s<>"'`)\]}|\\^.,;:!?]/g;
const BREAK = '\u200b';

/**
 * A reply as components. Every text is escaped: no mention, mark-up or link of a person's text comes to life. Only our own
 * `link` and the addresses in our own steps are links, without previews.
 */
export function render(reply: Reply): APIMessageTopLevelComponent[] {
  const container: APIContainerComponent = {
    type: ComponentType.Container,
    components: [
      ...textsOf(reply).map((content) => ({ type: ComponentType.TextDisplay as const, content })),
      ...gallery(reply),
      ...rows(reply.buttons ?? []),
    ],
    ...(COLOURS[reply.tone] === null ? {} : { accent_color: COLOURS[reply.tone] }),
  };
  return [container];
}

/** What people write has to leave room for our own words that follow it. */
function textsOf(reply: Reply): string[] {
  const theirs = [head(reply), codes(reply)];
  const ours = [fields(reply), linkOf(reply), steps(reply), footer(reply)];
  const length = ours.reduce((sum, text) => sum + (text === '' ? 0 : text.length + ROOM), 0);
  const budget = { left: LIMITS.message - Math.min(length, LIMITS.ours) };
  const first = theirs.map((text) => take(text, budget));
  budget.left += Math.min(length, LIMITS.ours);
  return [...first, ...ours.map((text) => take(text, budget))].filter((text) => text !== '');
}

/** With components, Discord shows a file only where one refers to it. */
function gallery({ picture }: Reply): APIContainerComponent['components'] {
  if (picture === undefined) return [];
  const media = { url: `attachment://${fileName(picture)}` };
  return [
    {
      type: ComponentType.MediaGallery,
      items: [{ media, description: plain(picture.alt, LIMITS.pictureDescription) }],
    },
  ];
}

/** A name that Discord keeps as it is, so that the message finds its file. */
export function fileName({ name }: Pick<Picture, 'name'>): string {
  return name.replaceAll(/[^\w.-]/g, '_').slice(-80) || 'picture.png';
}

function head({ title, text }: Reply): string {
  return `**${inert(title) || '·'}**${text === '' ? '' : `\n${inert(text)}`}`;
}

function codes({ code = [] }: Reply): string {
  return code.map(({ label, text }) => `*${inert(label) || '·'}*\n\`\`\`\n${inCode(text)}\n\`\`\``).join('\n');
}

function fields({ fields: given = [] }: Reply): string {
  return given.map(({ name, value }) => `**${inert(name) || '·'}:** ${inert(value)}`).join('\n');
}

function linkOf({ link }: Reply): string {
  const address = link === undefined ? null : webAddress(link);
  return address === null ? '' : `<${address}>`;
}

function steps({ steps: given = [] }: Reply): string {
  return given
    .map(({ title, text, theirs }, index) => {
      const number = given.length > 1 ? `${index + 1}\\. ` : '→ ';
      return `**${number}${inert(title) || '·'}**\n${theirs === true ? inert(text) : linked(text)}`;
    })
    .join('\n');
}

function footer({ footer: text = '' }: Reply): string {
  return text === '' ? '' : `-# ${inert(text).replaceAll('\n', ' ')}`;
}

/** What closing a block of code may add to a text. */
const ROOM = 8;

/** A piece of the budget; one that is cut off in a code block gets its end back. */
function take(text: string, budget: { left: number }): string {
  const room = budget.left - ROOM;
  if (text === '' || room < 20) return '';
  // A link that is cut leads elsewhere, and gets a preview.
  const clipped = clip(text, room)
    .replace(/(?<!\\)<[^\s<>]*…$/, '…')
    .replace(/`+…$/, '…');
  const closed = clipped.split('```').length % 2 === 0 ? `${clipped}\n\`\`\`` : clipped;
  budget.left -= closed.length;
  return closed;
}

/** A text in which nothing is mark-up, a mention or a link. */
export function inert(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(INVISIBLE, '·')
    .replaceAll(MARKUP, String.raw`\$&`)
    .replaceAll(/^(\s*\d+)\./gm, String.raw`$1\.`)
    .replaceAll(String.raw`\://`, `:${BREAK}//`)
    .replaceAll(/\b(www|discord)\./gi, `$1${BREAK}.`);
}

function inCode(text: string): string {
  // Three in a row would end the block; fewer are left as they are, since commands are copied.
  const shown = text
    .toWellFormed()
    .replaceAll(INVISIBLE, '·')
    .replaceAll(/`(?=``)/g, `\`${BREAK}`)
    .trim();
  return shown === '' ? ' ' : shown;
}

/** Our own words: addresses in them are links, without a preview. */
function linked(text: string): string {
  let shown = '';
  let at = 0;
  for (const { 0: url, index } of text.matchAll(ADDRESS)) {
    if (!URL.canParse(url)) continue;
    shown += `${inert(text.slice(at, index))}<${url}>`;
    at = index + url.length;
  }
  return shown + inert(text.slice(at));
}

const STYLES = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

function rows(buttons: readonly Button[]): APIContainerComponent['components'] {
  const made: APIContainerComponent['components'] = [];
  for (let at = 0; at < buttons.length && made.length < LIMITS.rows; at += LIMITS.buttonsPerRow)
    made.push({
      type: ComponentType.ActionRow,
      components: buttons.slice(at, at + LIMITS.buttonsPerRow).map(
        ({ label, action, style }): APIButtonComponentWithCustomId => ({
          type: ComponentType.Button,
          style: style === undefined ? ButtonStyle.Secondary : STYLES[style],
          label: plain(label, LIMITS.button),
          custom_id: clip(action, LIMITS.customId),
        }),
      ),
    });
  return made;
}

function plain(text: string, most: number): string {
  const cleaned = clip(clean(text), most);
  return cleaned === '' ? '·' : cleaned;
}

function clean(text: string): string {
  return text.toWellFormed().replaceAll(INVISIBLE, '·').trim();
}

/** A form as a modal. Its text is shown where there is room for it. */
export function renderForm(form: Form): APIModalInteractionResponseCallbackData {
  const parts = form.fields.slice(0, LIMITS.modalParts).map(renderField);
  const about =
    form.text !== undefined && form.text !== '' && parts.length < LIMITS.modalParts
      ? [{ type: ComponentType.TextDisplay as const, content: clip(inert(form.text), 1000) }]
      : [];
  return {
    custom_id: clip(form.form, LIMITS.customId),
    title: plain(form.title, LIMITS.modalTitle),
    components: [...about, ...parts],
  };
}

function renderField(field: Field): APILabelComponent {
  return {
    type: ComponentType.Label,
    ...labelOf(field),
    component: field.kind === 'select' ? select(field) : input(field),
  };
}

/** A label that is too long goes on in its description. */
function labelOf({ label, hint = '' }: Field): Pick<APILabelComponent, 'label' | 'description'> {
  const [words, short] = [clean(label), plain(label, LIMITS.label)];
  const rest = words.length > LIMITS.label ? `…${words.slice(short.length - 1)}` : '';
  const description = [rest, hint].filter((text) => text !== '').join(' · ');
  return { label: short, ...(description === '' ? {} : { description: plain(description, LIMITS.description) }) };
}

/** Secrets are told apart by their id, so that they can be wrapped before anything else sees them. */
export const SECRET = 'secret:';

function input({ id, kind, value, optional = false }: Field): APILabelComponent['component'] {
  return {
    type: ComponentType.TextInput,
    custom_id: kind === 'secret' ? `${SECRET}${id}` : id,
    style: kind === 'long' ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: !optional,
    max_length: LIMITS.input,
    ...(value === undefined || value === '' || kind === 'secret' ? {} : { value: clip(value, LIMITS.input) }),
  };
}

function select({ id, options = [], value, optional = false }: Field): APILabelComponent['component'] {
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    required: !optional,
    options: options.slice(0, LIMITS.options).map((option) => ({
      label: plain(option.label, LIMITS.option),
      value: clip(option.value, LIMITS.option),
      ...(option.value === value ? { default: true } : {}),
    })),
  };
}
