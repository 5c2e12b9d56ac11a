import type { Button, Field, Form, Reply } from '#chat/port.ts';
import { parseAction, readCaseId } from '#support/turns/actions.ts';
import { BUTTONS } from '#support/turns/buttons.ts';

/** What the strictest of all chats takes, in UTF-16 units: https://docs.slack.dev/reference/block-kit, https://docs.discord.com/developers/components/reference */
const MOST = { button: 75, action: 100, buttons: 25, formTitle: 24, fields: 5, options: 25, option: 75, id: 100 };
/** What a text holds that was put together wrongly. Only our own texts are searched for it: people may write anything. */
const GARBLED =
  /\bundefined\b|\bnull\b|\bNaN\b|\[object |\$?\{[a-z_.]+\}|^\s|\s$| {2}| [.,;:!?](?:\s|$)|\bInvalid Date\b/;

/** What is wrong with a reply, by the rules of the port and of the strictest chat; nothing where all is right. */
export function faultsOfReply(reply: Reply): readonly string[] {
  const { title, text, fields = [], steps = [], code = [], buttons = [], link, footer, picture } = reply;
  return [
    ...ownText('title', title),
    ...(['neutral', 'good', 'warning', 'bad'].includes(reply.tone) ? [] : [`tone ${reply.tone}`]),
    ...(text === '' ? [] : filled('text', text)),
    ...fields.flatMap(({ name, value }) => [...ownText('name of a field', name), ...filled(`value of ${name}`, value)]),
    ...steps.flatMap((step) => ownText('title of a step', step.title, step.theirs)),
    ...code.flatMap((block) => [...ownText('label of a block', block.label), ...filled('block', block.text)]),
    ...(footer === undefined ? [] : ownText('footer', footer)),
    ...(link === undefined || isWebAddress(link) ? [] : [`link ${link}`]),
    ...(picture === undefined ? [] : [...filled('words of a picture', picture.alt), ...pngFaults(picture.png)]),
    ...faultsOfButtons(buttons),
  ];
}

/** What is wrong with a form. */
export function faultsOfForm({ form, title, submit, text, fields }: Form): readonly string[] {
  const [name = '', id, ...more] = form.split(':');
  const known = /^[a-z-]+$/.test(name) && (id === undefined || readCaseId(id) !== null) && more.length <= 1;
  return [
    ...(known && form.length <= MOST.id ? [] : [`form ${form}`]),
    ...short('title of a form', title, MOST.formTitle),
    ...short('submit', submit, MOST.formTitle),
    ...(text === undefined ? [] : filled('text of a form', text)),
    ...(fields.length === 0 || fields.length > MOST.fields ? [`${fields.length} fields`] : []),
    ...twice(fields.map((field) => field.id)),
    ...twice(fields.map((field) => field.label)),
    ...fields.flatMap(faultsOfField),
  ];
}

function faultsOfField({ id, label, kind, options, value, hint }: Field): readonly string[] {
  return [
    ...(/^[a-z0-9-]{1,40}$/.test(id) ? [] : [`id of a field "${id}"`]),
    ...ownText('label of a field', label),
    ...(hint === undefined ? [] : ownText('hint', hint)),
    ...(kind === 'secret' && value !== undefined ? ['a secret that is filled in'] : []),
    ...(kind === 'select'
      ? faultsOfOptions(options ?? [], value)
      : options === undefined
        ? []
        : ['options of no select']),
  ];
}

function faultsOfOptions(options: NonNullable<Field['options']>, value: string | undefined): readonly string[] {
  const values = options.map((option) => option.value);
  return [
    ...(options.length === 0 || options.length > MOST.options ? [`${options.length} options`] : []),
    ...twice(values),
    ...options.flatMap((option) => [
      ...short('option', option.label, MOST.option),
      ...filled('value of an option', option.value),
    ]),
    ...(value === undefined || values.includes(value) ? [] : [`"${value}" is chosen and no option`]),
  ];
}

function faultsOfButtons(buttons: readonly Button[]): readonly string[] {
  return [
    ...(buttons.length > MOST.buttons ? [`${buttons.length} buttons`] : []),
    ...buttons.flatMap(({ label, action }) => [
      ...short('button', label, MOST.button),
      ...(action.length <= MOST.action && isInTable(action) ? [] : [`action "${action}"`]),
    ]),
    ...twice(buttons.map(({ action }) => action)),
    ...twice(buttons.map(({ label }) => label)),
  ];
}

/** Is there a row for it, which takes what stands in it? */
function isInTable(text: string): boolean {
  const action = parseAction(text);
  const button = BUTTONS.get(action?.do ?? '');
  if (action === null || button === undefined) return false;
  return button.accepts?.(action.details) ?? action.details.length === 0;
}

const filled = (what: string, text: string) => (text.trim() === '' ? [`an empty ${what}`] : []);

const ownText = (what: string, text: string, theirs = false) =>
  !theirs && GARBLED.test(text) ? [`${what} "${text}"`] : filled(what, text);

const short = (what: string, text: string, most: number) =>
  text.length > most ? [`${what} of ${text.length}: "${text}"`] : ownText(what, text);

const twice = (ids: readonly string[]) => ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `"${id}" twice`);

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol);
}

const PNG = [0x89, 0x50, 0x4e, 0x47];
const pngFaults = (bytes: Uint8Array) =>
  PNG.every((byte, at) => bytes[at] === byte) ? [] : ['a picture that is no PNG'];
