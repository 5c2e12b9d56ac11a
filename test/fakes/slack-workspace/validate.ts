import { type Json, Refused } from './types.ts';

const MESSAGE_BLOCKS = new Set([
  'section',
  'header',
  'context',
  'actions',
  'divider',
  'image',
  'rich_text',
  'markdown',
  'table',
]);
const VIEW_BLOCKS = new Set([...MESSAGE_BLOCKS, 'input', 'alert']);
const RICH = new Set(['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote']);
const INLINE = new Set(['text', 'link', 'emoji', 'user', 'channel', 'broadcast', 'usergroup', 'date', 'color', 'team']);

/**
 * Refuses what Slack refuses of blocks. Limits: https://docs.slack.dev/reference/block-kit/blocks
 *
 * @throws Refused `invalid_blocks`
 */
export function validateBlocks(blocks: unknown, on: 'message' | 'view'): readonly Json[] {
  if (!Array.isArray(blocks)) throw wrong('blocks must be a list');
  if (blocks.length > (on === 'message' ? 50 : 100)) throw wrong('too many blocks');
  const ids = new Set<string>();
  for (const block of blocks as Json[]) {
    if (!(on === 'message' ? MESSAGE_BLOCKS : VIEW_BLOCKS).has(String(block['type'])))
      throw wrong(`block type ${String(block['type'])}`);
    checkId(block['block_id'], ids, 'block_id');
    checkBlock(block, new Set());
  }
  return blocks as Json[];
}

function wrong(what: string): Refused {
  return new Refused('invalid_blocks', { response_metadata: { messages: [`[ERROR] ${what}`] } });
}

function checkId(id: unknown, seen: Set<string>, what: string): void {
  if (id === undefined) return;
  if (typeof id !== 'string' || id === '' || id.length > 255) throw wrong(`${what} must have 1 to 255 characters`);
  if (seen.has(`${what}:${id}`)) throw wrong(`${what} ${id} is not unique`);
  seen.add(`${what}:${id}`);
}

function checkBlock(block: Json, ids: Set<string>): void {
  switch (block['type']) {
    case 'section':
      if (block['text'] === undefined && block['fields'] === undefined) throw wrong('a section needs text or fields');
      if (block['text'] !== undefined) checkText(block['text'], 3000);
      for (const field of list(block['fields'], 10)) checkText(field, 2000);
      break;
    case 'header':
      checkText(block['text'], 150, 'plain_text');
      break;
    case 'context':
      for (const element of list(block['elements'], 10)) if (element['type'] !== 'image') checkText(element, 2000);
      break;
    case 'actions':
      if (list(block['elements'], 25).length === 0) throw wrong('actions need elements');
      for (const element of list(block['elements'], 25)) checkElement(element, ids);
      break;
    case 'input':
      checkText(block['label'], 2000, 'plain_text');
      if (block['hint'] !== undefined) checkText(block['hint'], 2000, 'plain_text');
      checkElement(block['element'] as Json, ids);
      break;
    case 'image':
      if (typeof block['alt_text'] !== 'string' || block['alt_text'] === '') throw wrong('alt_text is missing');
      break;
    case 'rich_text':
      checkRichText(block);
      break;
    default:
  }
}

function checkRichText(block: Json): void {
  const parts = list(block['elements'], 1000);
  if (parts.length === 0) throw wrong('rich text is empty');
  for (const part of parts) {
    if (!RICH.has(String(part['type']))) throw wrong(`rich text element ${String(part['type'])}`);
    const inner = list(part['elements'], 1000);
    if (inner.length === 0) throw wrong('a rich text section is empty');
    for (const one of part['type'] === 'rich_text_list'
      ? inner.flatMap((item) => list(item['elements'], 1000))
      : inner) {
      if (!INLINE.has(String(one['type']))) throw wrong(`inline element ${String(one['type'])}`);
      if (one['type'] === 'text' && (typeof one['text'] !== 'string' || one['text'] === '')) throw wrong('empty text');
      if (one['type'] === 'text' && String(one['text']).length > 3000) throw wrong('text too long');
      if (one['type'] === 'link' && !URL.canParse(String(one['url']))) throw wrong('not a link');
    }
  }
}

function checkElement(element: Json, ids: Set<string>): void {
  checkId(element['action_id'], ids, 'action_id');
  switch (element['type']) {
    case 'button':
      checkText(element['text'], 75, 'plain_text');
      if (String(element['value'] ?? '').length > 2000) throw wrong('value too long');
      if (element['style'] !== undefined && element['style'] !== 'primary' && element['style'] !== 'danger')
        throw wrong('style');
      break;
    case 'plain_text_input':
      if (String(element['initial_value'] ?? '').length > 3000) throw wrong('initial value too long');
      if (Number(element['max_length'] ?? 1) > 3000) throw wrong('max_length');
      break;
    case 'static_select': {
      const options = list(element['options'], 100);
      if (options.length === 0) throw wrong('a select needs options');
      for (const option of options) {
        checkText(option['text'], 75, 'plain_text');
        if (String(option['value']).length > 150) throw wrong('option value too long');
      }
      const initial = element['initial_option'] as Json | undefined;
      if (initial !== undefined && !options.some(({ value }) => value === initial['value']))
        throw wrong('initial_option');
      break;
    }
    default:
      throw wrong(`element ${String(element['type'])}`);
  }
}

function checkText(text: unknown, most: number, type?: string): void {
  const { type: own, text: value } = (text ?? {}) as { type?: string; text?: string };
  if (own !== 'plain_text' && own !== 'mrkdwn') throw wrong('a text object is missing');
  if (type !== undefined && own !== type) throw wrong(`must be ${type}`);
  if (typeof value !== 'string' || value.length === 0) throw wrong('a text must not be empty');
  if (value.length > most) throw wrong(`a text must have at most ${most} characters`);
}

function list(value: unknown, most: number): readonly Json[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw wrong('must be a list');
  if (value.length > most) throw wrong(`at most ${most} elements`);
  return value as Json[];
}

/** Refuses what Slack refuses of views. */
export function validateView(view: Json): void {
  if (view['type'] === 'modal') {
    checkText(view['title'], 24, 'plain_text');
    for (const part of ['submit', 'close']) if (view[part] !== undefined) checkText(view[part], 24, 'plain_text');
    const blocks = view['blocks'] as Json[];
    if (blocks.some(({ type }) => type === 'input') && view['submit'] === undefined) throw wrong('submit is missing');
  } else if (view['type'] !== 'home') throw wrong('view type');
  if (String(view['private_metadata'] ?? '').length > 3000) throw wrong('private_metadata too long');
  if (String(view['callback_id'] ?? '').length > 255) throw wrong('callback_id too long');
  validateBlocks(view['blocks'], 'view');
}
