import { type Found, fault, flag, list, only, string } from './faults-in-blocks.ts';
import { isLoose, type Loose } from './types.ts';

const INLINE: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  link: ['url', 'text', 'unsafe'],
  user: ['user_id'],
  usergroup: ['usergroup_id'],
  channel: ['channel_id'],
  broadcast: ['range'],
  emoji: ['name', 'skin_tone', 'unicode'],
  date: ['timestamp', 'format', 'url', 'fallback'],
  color: ['value'],
};
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  link: ['url'],
  user: ['user_id'],
  usergroup: ['usergroup_id'],
  channel: ['channel_id'],
  broadcast: ['range'],
  emoji: ['name'],
  date: ['timestamp', 'format'],
  color: ['value'],
};
const STYLES = ['bold', 'italic', 'strike', 'code', 'underline', 'highlight', 'client_highlight', 'unlink'];

/** The elements of a `rich_text` block. */
export function checkRichText(block: Loose, at: string, found: Found): void {
  only(block, at, found, 'type', 'block_id', 'elements');
  list(block['elements'], `${at}/elements`, found, { max: 1000 }).forEach((part, index) => {
    const place = `${at}/elements/${index}`;
    if (!isLoose(part)) return fault(found, place, 'must be an object');
    switch (part['type']) {
      case 'rich_text_section':
        only(part, place, found, 'type', 'elements');
        return checkInline(part, place, found);
      case 'rich_text_preformatted':
        only(part, place, found, 'type', 'elements', 'border', 'language');
        return checkInline(part, place, found, ['text', 'link']);
      case 'rich_text_quote':
        only(part, place, found, 'type', 'elements', 'border');
        return checkInline(part, place, found);
      case 'rich_text_list':
        return checkList(part, place, found);
      default:
        return fault(found, place, `unsupported type: ${String(part['type'])}`);
    }
  });
}

function checkList(part: Loose, at: string, found: Found): void {
  only(part, at, found, 'type', 'elements', 'style', 'indent', 'offset', 'border');
  if (part['style'] !== 'bullet' && part['style'] !== 'ordered')
    fault(found, `${at}/style`, 'must be bullet or ordered');
  list(part['elements'], `${at}/elements`, found, { max: 1000 }).forEach((item, index) => {
    const place = `${at}/elements/${index}`;
    if (!isLoose(item) || item['type'] !== 'rich_text_section') fault(found, place, 'must be a rich_text_section');
    else checkInline(item, place, found);
  });
}

function checkInline(part: Loose, at: string, found: Found, allowed: readonly string[] = Object.keys(INLINE)): void {
  list(part['elements'], `${at}/elements`, found, { max: 1000 }).forEach((element, index) => {
    const place = `${at}/elements/${index}`;
    if (!isLoose(element)) return fault(found, place, 'must be an object');
    const type = String(element['type']);
    const fields = INLINE[type];
    if (fields === undefined || !allowed.includes(type)) return fault(found, place, `unsupported type: ${type}`);
    only(element, place, found, 'type', 'style', ...fields);
    for (const field of NEEDED[type] ?? [])
      if (element[field] === undefined) fault(found, `${place}/${field}`, 'missing required field');
    for (const field of ['text', 'url'])
      if (fields.includes(field)) string(element[field], `${place}/${field}`, found, { max: 40_000, optional: true });
    return checkStyle(element['style'], `${place}/style`, found);
  });
}

function checkStyle(style: unknown, at: string, found: Found): void {
  if (style === undefined) return;
  if (!isLoose(style)) return fault(found, at, 'must be an object');
  only(style, at, found, ...STYLES);
  for (const [name, value] of Object.entries(style)) flag(value, `${at}/${name}`, found);
}
