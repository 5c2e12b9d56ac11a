import { type Json, Refused, V2 } from './state.ts';

const IN_CONTAINER = new Set([1, 9, 10, 12, 13, 14]);

function wrong(what: string): Refused {
  return new Refused(400, 50_035, 'Invalid Form Body', { errors: { _errors: [{ code: 'INVALID', message: what }] } });
}

/**
 * Refuses what Discord refuses of a message: https://docs.discord.com/developers/components/reference
 *
 * @param sticky the message is one with components V2 already, which it stays
 */
export function validateMessage(body: Json, sticky = false): void {
  const content = String(body['content'] ?? '');
  const components = (body['components'] ?? []) as Json[];
  const v2 = sticky || (Number(body['flags'] ?? 0) & V2) !== 0;
  if (content.length > 2000) throw wrong('content has more than 2000 characters');
  if (v2 && (content !== '' || body['embeds'] !== undefined))
    throw wrong('components V2 allow no content and no embeds');
  if (!v2 && content === '' && components.length === 0 && body['attachments'] === undefined)
    throw new Refused(400, 50_006, 'Cannot send an empty message');
  if (!v2 && components.length > 5) throw wrong('more than 5 rows');
  const seen = { count: 0, text: 0, ids: new Set<string>() };
  for (const component of components) checkComponent(component, v2, seen);
  if (v2 && components.length === 0) throw wrong('components V2 need components');
  if (seen.count > 40) throw wrong('more than 40 components');
  if (seen.text > 4000) throw wrong('more than 4000 characters of text');
}

function checkComponent(component: Json, v2: boolean, seen: { count: number; text: number; ids: Set<string> }): void {
  seen.count += 1;
  const children = (component['components'] ?? []) as Json[];
  switch (component['type']) {
    case 17:
      if (!v2) throw wrong('a container needs components V2');
      if (children.length === 0) throw wrong('an empty container');
      for (const child of children) if (!IN_CONTAINER.has(Number(child['type']))) throw wrong('not in a container');
      break;
    case 10: {
      const text = String(component['content'] ?? '');
      if (!v2 || text.length === 0) throw wrong('an empty text');
      seen.text += text.length;
      break;
    }
    case 1:
      if (children.length === 0 || children.length > 5) throw wrong('a row has 1 to 5 buttons');
      break;
    case 2: {
      const label = String(component['label'] ?? '');
      if (label.length === 0 || label.length > 80) throw wrong('a label has 1 to 80 characters');
      checkId(component['custom_id'], seen.ids);
      if (![1, 2, 3, 4].includes(Number(component['style']))) throw wrong('style');
      break;
    }
    case 12:
    case 14:
      break;
    default:
      throw wrong(`component ${String(component['type'])}`);
  }
  for (const child of children) checkComponent(child, v2, seen);
}

function checkId(id: unknown, ids: Set<string>): void {
  if (typeof id !== 'string' || id.length === 0 || id.length > 100) throw wrong('custom_id has 1 to 100 characters');
  if (ids.has(id)) throw wrong('custom_id is not unique');
  ids.add(id);
}

/** Refuses what Discord refuses of a modal. */
export function validateModal(modal: Json): void {
  const title = String(modal['title'] ?? '');
  if (title.length === 0 || title.length > 45) throw wrong('a title has 1 to 45 characters');
  checkId(modal['custom_id'], new Set());
  const parts = (modal['components'] ?? []) as Json[];
  if (parts.length === 0 || parts.length > 5) throw wrong('a modal has 1 to 5 parts');
  const ids = new Set<string>();
  for (const part of parts) {
    if (part['type'] === 10) continue;
    if (part['type'] !== 18) throw wrong(`part ${String(part['type'])} of a modal`);
    const label = String(part['label'] ?? '');
    if (label.length === 0 || label.length > 45) throw wrong('a label has 1 to 45 characters');
    if (String(part['description'] ?? '').length > 100) throw wrong('a description has at most 100 characters');
    const component = part['component'] as Json;
    checkId(component['custom_id'], ids);
    if (component['type'] === 3) checkSelect(component);
    else if (component['type'] !== 4) throw wrong('input');
    else if (String(component['value'] ?? '').length > 4000) throw wrong('a value has at most 4000 characters');
  }
}

function checkSelect(component: Json): void {
  const options = (component['options'] ?? []) as Json[];
  if (options.length === 0 || options.length > 25) throw wrong('a select has 1 to 25 options');
  const values = new Set(options.map(({ value }) => String(value)));
  if (values.size !== options.length) throw wrong('values of options are not unique');
  if (options.filter((option) => option['default'] === true).length > 1) throw wrong('more than one default');
  for (const option of options)
    for (const part of ['label', 'value'])
      if (String(option[part] ?? '').length === 0 || String(option[part]).length > 100)
        throw wrong(`${part} of an option`);
}
