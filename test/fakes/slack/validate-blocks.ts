import { type Found, fault, flag, list, only, string, text } from './faults-in-blocks.ts';
import { isLoose, type Loose, Refusal } from './types.ts';
import { ACCESSORIES, ACTIONS, checkElement, checkImage, INPUTS } from './validate-elements.ts';
import { checkRichText } from './validate-rich-text.ts';

type Check = (block: Loose, at: string, found: Found) => void;

/** Blocks that exist in Slack and not here: they are refused, so that nobody believes them tested. */
const NOT_HERE = ['card', 'carousel', 'container', 'context_actions', 'data_table', 'data_visualization', 'file'];
NOT_HERE.push('plan', 'task_card', 'video');

/**
 * All text of a message's blocks: Slack does not document the limit of `msg_blocks_too_long`. 9,597 characters were
 * accepted and 11,341 refused in https://github.com/slackapi/bolt-js/issues/2867.
 */
const MOST_BLOCK_TEXT = 11_000;

const checks: Readonly<Record<string, Check>> = {
  section: checkSection,
  header: (block, at, found) => {
    only(block, at, found, 'type', 'block_id', 'text');
    text(block['text'], `${at}/text`, found, { max: 150, plain: true });
  },
  context: checkContext,
  actions: (block, at, found) => {
    only(block, at, found, 'type', 'block_id', 'elements');
    const ids = new Set<string>();
    list(block['elements'], `${at}/elements`, found, { max: 25 }).forEach((element, index) =>
      checkElement(element, `${at}/elements/${index}`, found, { allowed: ACTIONS, ids }),
    );
  },
  divider: (block, at, found) => only(block, at, found, 'type', 'block_id'),
  image: (block, at, found) => {
    checkImage(block, at, found);
    text(block['title'], `${at}/title`, found, { max: 2000, plain: true, optional: true });
  },
  rich_text: checkRichText,
  markdown: (block, at, found) => {
    only(block, at, found, 'type', 'block_id', 'text');
    string(block['text'], `${at}/text`, found, { max: 12_000 });
  },
  input: checkInput,
  alert: (block, at, found) => {
    if (found.surface !== 'modal') return fault(found, at, 'unsupported type: alert');
    only(block, at, found, 'type', 'block_id', 'text', 'level');
    return text(block['text'], `${at}/text`, found, { max: 3000 });
  },
  table: checkTable,
};

/** Blocks of a message; throws `invalid_blocks` or `msg_blocks_too_long`. */
export function checkMessageBlocks(blocks: unknown, limitText = true): void {
  const found: Found = { faults: [], surface: 'message', blockIds: new Set() };
  checkBlocks(blocks, '/blocks', found, 50);
  if (found.faults.length > 0) throw refusal('invalid_blocks', found.faults);
  if (limitText && lengthOf(blocks) > MOST_BLOCK_TEXT) throw new Refusal('msg_blocks_too_long');
}

/** A modal or home page; throws `invalid_arguments` or `view_too_large`. */
export function checkView(view: unknown, type: 'modal' | 'home'): Loose {
  const found: Found = { faults: [], surface: type, blockIds: new Set() };
  if (!isLoose(view) || view['type'] !== type)
    throw refusal('invalid_arguments', [`must be a view of type ${type} [json-pointer:/view/type]`]);
  if (JSON.stringify(view).length > 250_000) throw new Refusal('view_too_large');
  const shared = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'];
  const modal = ['title', 'submit', 'close', 'clear_on_close', 'notify_on_close', 'submit_disabled'];
  only(view, '/view', found, ...shared, ...(type === 'modal' ? modal : []));
  if (type === 'modal') {
    text(view['title'], '/view/title', found, { max: 24, plain: true });
    text(view['submit'], '/view/submit', found, { max: 24, plain: true, optional: true });
    text(view['close'], '/view/close', found, { max: 24, plain: true, optional: true });
  }
  string(view['private_metadata'], '/view/private_metadata', found, { max: 3000, min: 0, optional: true });
  string(view['callback_id'], '/view/callback_id', found, { max: 255, optional: true });
  string(view['external_id'], '/view/external_id', found, { max: 255, min: 0, optional: true });
  checkBlocks(view['blocks'], '/view/blocks', found, 100);
  const asks = Array.isArray(view['blocks']) && view['blocks'].some((one) => isLoose(one) && one['type'] === 'input');
  if (asks && type === 'modal' && view['submit'] === undefined)
    fault(found, '/view/submit', 'required when an input block is in the blocks array');
  if (found.faults.length > 0) throw refusal('invalid_arguments', found.faults);
  return view;
}

function checkBlocks(blocks: unknown, at: string, found: Found, max: number): void {
  list(blocks, at, found, { max, min: 0 }).forEach((block, index) => {
    const place = `${at}/${index}`;
    if (!isLoose(block)) return fault(found, place, 'must be an object');
    const type = String(block['type']);
    const check = checks[type];
    if (NOT_HERE.includes(type)) return fault(found, place, `this fake does not know ${type} blocks: teach it`);
    if (check === undefined) return fault(found, place, `unsupported type: ${type}`);
    check(block, place, found);
    const id = block['block_id'];
    string(id, `${place}/block_id`, found, { max: 255, optional: true });
    if (typeof id !== 'string') return undefined;
    if (found.blockIds.has(id)) fault(found, `${place}/block_id`, `block_id "${id}" already exists`);
    found.blockIds.add(id);
    return undefined;
  });
}

function checkSection(block: Loose, at: string, found: Found): void {
  only(block, at, found, 'type', 'block_id', 'text', 'fields', 'accessory', 'expand');
  flag(block['expand'], `${at}/expand`, found);
  const fields = block['fields'];
  text(block['text'], `${at}/text`, found, { max: 3000, optional: fields !== undefined });
  if (fields !== undefined)
    list(fields, `${at}/fields`, found, { max: 10 }).forEach((field, index) =>
      text(field, `${at}/fields/${index}`, found, { max: 2000 }),
    );
  if (block['accessory'] !== undefined)
    checkElement(block['accessory'], `${at}/accessory`, found, { allowed: ACCESSORIES, ids: new Set() });
}

function checkContext(block: Loose, at: string, found: Found): void {
  only(block, at, found, 'type', 'block_id', 'elements');
  list(block['elements'], `${at}/elements`, found, { max: 10 }).forEach((element, index) => {
    const place = `${at}/elements/${index}`;
    if (isLoose(element) && element['type'] === 'image') checkImage(element, place, found);
    else text(element, place, found, { max: 3000 });
  });
}

function checkInput(block: Loose, at: string, found: Found): void {
  if (found.surface === 'message') return fault(found, at, 'unsupported type: input');
  only(block, at, found, 'type', 'block_id', 'label', 'element', 'hint', 'optional', 'dispatch_action');
  text(block['label'], `${at}/label`, found, { max: 2000, plain: true });
  text(block['hint'], `${at}/hint`, found, { max: 2000, plain: true, optional: true });
  flag(block['optional'], `${at}/optional`, found);
  flag(block['dispatch_action'], `${at}/dispatch_action`, found);
  return checkElement(block['element'], `${at}/element`, found, { allowed: INPUTS, ids: new Set() });
}

function checkTable(block: Loose, at: string, found: Found): void {
  only(block, at, found, 'type', 'block_id', 'rows', 'column_settings');
  list(block['rows'], `${at}/rows`, found, { max: 100 }).forEach((row, index) => {
    list(row, `${at}/rows/${index}`, found, { max: 20 }).forEach((cell, column) => {
      const place = `${at}/rows/${index}/${column}`;
      if (isLoose(cell) && cell['type'] === 'rich_text') checkRichText(cell, place, found);
      else if (isLoose(cell) && cell['type'] === 'raw_text')
        string(cell['text'], `${place}/text`, found, { max: 3000 });
      else fault(found, place, 'must be raw_text or rich_text');
    });
  });
}

function lengthOf(value: unknown): number {
  if (!Array.isArray(value) && !isLoose(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : lengthOf(inner)),
    0,
  );
}

function refusal(code: string, faults: readonly string[]): Refusal {
  return new Refusal(code, {
    errors: faults,
    response_metadata: { messages: faults.map((one) => `[ERROR] ${one}`) },
  });
}
