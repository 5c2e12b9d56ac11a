import type { ShownForm } from '#test/scenarios/driver.ts';
import { plain, textOfBlocks } from './screen.ts';
import { type Block, isLoose, type Loose, type View } from './types.ts';
import type { Workspace } from './workspace.ts';

type ShownField = ShownForm['fields'][number];

/** A modal as its person sees it. */
export function showForm(ws: Workspace, view: View): ShownForm {
  const errors = Object.values(view.errors);
  return {
    title: plain(view.body['title']),
    text: [textOfBlocks(ws, view.blocks, true), ...errors].filter((line) => line !== '').join('\n'),
    fields: inputs(view).map((block) => showField(block, view.typed)),
  };
}

/** What Slack sends for a form: every field under its block and action; throws where a person could not send that. */
export function fillIn(view: View, given: Readonly<Record<string, string>>): Loose {
  const fields = inputs(view);
  const labels = fields.map((block) => plain(block['label']));
  for (const label of Object.keys(given))
    if (!labels.includes(label)) throw new Error(`no field "${label}"; there are: ${labels.join(', ')}`);
  return Object.fromEntries(
    fields.map((block) => {
      const label = plain(block['label']);
      const element = elementOf(block);
      const value = answer(element, label, given[label] ?? view.typed[label]);
      const empty = value['value'] === null || value['selected_option'] === null;
      if (empty && block['optional'] !== true) throw new Error(`"${label}" must be filled in`);
      return [String(block['block_id']), { [String(element['action_id'])]: { type: element['type'], ...value } }];
    }),
  );
}

function answer(element: Loose, label: string, given: string | undefined): Loose {
  // People choose channels by their names; the stories give ids, several separated by commas.
  if (element['type'] === 'conversations_select')
    return { selected_conversation: (given ?? element['initial_conversation'] ?? '') || null };
  if (element['type'] === 'multi_conversations_select')
    return {
      selected_conversations: given?.split(',').filter((id) => id !== '') ?? element['initial_conversations'] ?? [],
    };
  if (!CHOICES.has(String(element['type']))) {
    const text = given ?? String(element['initial_value'] ?? '');
    const max = typeof element['max_length'] === 'number' ? element['max_length'] : 3000;
    const min = typeof element['min_length'] === 'number' ? element['min_length'] : 0;
    if (text.length > max) throw new Error(`"${label}" takes ${max} characters`);
    if (text !== '' && text.length < min) throw new Error(`"${label}" needs ${min} characters`);
    if (element['multiline'] !== true && text.includes('\n')) throw new Error(`"${label}" is a single line`);
    return { value: text === '' ? null : text };
  }
  if (given === undefined) return { selected_option: element['initial_option'] ?? null };
  const option = optionsOf(element).find((one) => plain(one['text']) === given);
  if (option === undefined) throw new Error(`"${label}" has no option "${given}"`);
  return { selected_option: option };
}

const CHOICES = new Set(['static_select', 'radio_buttons']);

function showField(block: Block, typed: View['typed']): ShownField {
  const element = elementOf(block);
  const initial = element['initial_option'];
  const label = plain(block['label']);
  return {
    label,
    value: typed[label] ?? (isLoose(initial) ? plain(initial['text']) : String(element['initial_value'] ?? '')),
    options: optionsOf(element).map((option) => plain(option['text'])),
    optional: block['optional'] === true,
  };
}

function inputs({ blocks }: View): Block[] {
  return blocks.filter(({ type }) => type === 'input');
}

function elementOf(block: Block): Loose {
  return isLoose(block['element']) ? block['element'] : {};
}

function optionsOf(element: Loose): Loose[] {
  const groups = Array.isArray(element['option_groups']) ? element['option_groups'] : [];
  const grouped = groups.flatMap((group: unknown) => (isLoose(group) ? group['options'] : []));
  return [element['options'] ?? [], grouped].flat(2).filter(isLoose);
}
