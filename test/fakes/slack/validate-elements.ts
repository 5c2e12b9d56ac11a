import { type Found, fault, flag, list, only, string, text } from './faults-in-blocks.ts';
import { isLoose, type Loose } from './types.ts';

type Check = (element: Loose, at: string, found: Found) => void;

/** Where elements stand; each takes only some types. */
export const ACTIONS = ['button', 'static_select', 'multi_static_select', 'users_select', 'overflow'];
ACTIONS.push('radio_buttons', 'checkboxes', 'datepicker');
/** What a section may have at its side. */
export const ACCESSORIES = [...ACTIONS, 'image'];
/** What an input block may ask with. */
export const INPUTS = ['plain_text_input', 'static_select', 'multi_static_select', 'users_select', 'radio_buttons'];
INPUTS.push('checkboxes', 'datepicker', 'email_text_input', 'url_text_input', 'number_input');
INPUTS.push('conversations_select', 'multi_conversations_select');

const checks: Readonly<Record<string, Check>> = {
  button: checkButton,
  static_select: (element, at, found) =>
    checkSelect(element, at, found, ['options', 'option_groups', 'initial_option']),
  multi_static_select: (element, at, found) =>
    checkSelect(element, at, found, ['options', 'option_groups', 'initial_options', 'max_selected_items']),
  users_select: (element, at, found) => {
    only(element, at, found, 'type', 'action_id', 'initial_user', 'placeholder', 'confirm', 'focus_on_load');
    text(element['placeholder'], `${at}/placeholder`, found, { max: 150, plain: true, optional: true });
  },
  conversations_select: (element, at, found) => checkConversations(element, at, found, 'initial_conversation'),
  multi_conversations_select: (element, at, found) => checkConversations(element, at, found, 'initial_conversations'),
  overflow: (element, at, found) => {
    only(element, at, found, 'type', 'action_id', 'options', 'confirm');
    checkOptions(element['options'], `${at}/options`, found, { most: 5, plain: true });
  },
  radio_buttons: (element, at, found) => {
    only(element, at, found, 'type', 'action_id', 'options', 'initial_option', 'confirm', 'focus_on_load');
    checkOptions(element['options'], `${at}/options`, found, { most: 10, plain: false });
    checkInitial(element, at, found);
  },
  checkboxes: (element, at, found) => {
    only(element, at, found, 'type', 'action_id', 'options', 'initial_options', 'confirm', 'focus_on_load');
    checkOptions(element['options'], `${at}/options`, found, { most: 10, plain: false });
  },
  datepicker: (element, at, found) => {
    only(element, at, found, 'type', 'action_id', 'initial_date', 'placeholder', 'confirm', 'focus_on_load');
    text(element['placeholder'], `${at}/placeholder`, found, { max: 150, plain: true, optional: true });
  },
  plain_text_input: checkTextInput,
  email_text_input: checkShortInput,
  url_text_input: checkShortInput,
  number_input: checkShortInput,
  image: checkImage,
};

/** One element; `allowed` says which types may stand there. */
export function checkElement(
  element: unknown,
  at: string,
  found: Found,
  { allowed, ids }: { readonly allowed: readonly string[]; readonly ids: Set<string> },
): void {
  if (!isLoose(element)) return fault(found, at, 'missing required field');
  const type = String(element['type']);
  const check = checks[type];
  if (check === undefined || !allowed.includes(type)) return fault(found, at, `unsupported type: ${type}`);
  check(element, at, found);
  if (element['confirm'] !== undefined) checkConfirm(element['confirm'], `${at}/confirm`, found);
  flag(element['focus_on_load'], `${at}/focus_on_load`, found);
  const id = element['action_id'];
  if (type === 'image') return;
  string(id, `${at}/action_id`, found, { max: 255, optional: true });
  if (typeof id !== 'string') return;
  if (ids.has(id)) fault(found, `${at}/action_id`, `action_id "${id}" already exists in this block`);
  ids.add(id);
}

/** An image, as block or element, without its title. */
export function checkImage(image: Loose, at: string, found: Found): void {
  only(image, at, found, 'type', 'block_id', 'alt_text', 'image_url', 'slack_file', 'title');
  string(image['alt_text'], `${at}/alt_text`, found, { max: 2000 });
  if (isLoose(image['slack_file'])) return;
  string(image['image_url'], `${at}/image_url`, found, { max: 3000 });
}

function checkButton(button: Loose, at: string, found: Found): void {
  only(button, at, found, 'type', 'text', 'action_id', 'url', 'value', 'style', 'confirm', 'accessibility_label');
  text(button['text'], `${at}/text`, found, { max: 75, plain: true });
  string(button['value'], `${at}/value`, found, { max: 2000, optional: true });
  string(button['url'], `${at}/url`, found, { max: 3000, optional: true });
  string(button['accessibility_label'], `${at}/accessibility_label`, found, { max: 75, optional: true });
  const style = button['style'];
  if (style !== undefined && style !== 'primary' && style !== 'danger')
    fault(found, `${at}/style`, 'must be primary or danger');
}

function checkSelect(select: Loose, at: string, found: Found, fields: readonly string[]): void {
  only(select, at, found, 'type', 'action_id', 'placeholder', 'confirm', 'focus_on_load', ...fields);
  text(select['placeholder'], `${at}/placeholder`, found, { max: 150, plain: true, optional: true });
  const groups = select['option_groups'];
  if (groups === undefined) checkOptions(select['options'], `${at}/options`, found, { most: 100, plain: true });
  else
    list(groups, `${at}/option_groups`, found, { max: 100 }).forEach((group, index) => {
      const place = `${at}/option_groups/${index}`;
      if (!isLoose(group)) return fault(found, place, 'must be an object');
      text(group['label'], `${place}/label`, found, { max: 75, plain: true });
      return checkOptions(group['options'], `${place}/options`, found, { most: 100, plain: true });
    });
  checkInitial(select, at, found);
}

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element, of conversations. */
function checkConversations(element: Loose, at: string, found: Found, initial: string): void {
  only(element, at, found, 'type', 'action_id', 'placeholder', 'confirm', 'focus_on_load', 'filter', initial);
  const filter = isLoose(element['filter']) ? element['filter'] : {};
  only(filter, `${at}/filter`, found, 'include', 'exclude_external_shared_channels', 'exclude_bot_users');
  const kinds = filter['include'];
  if (kinds !== undefined)
    for (const kind of list(kinds, `${at}/filter/include`, found, { max: 4 }))
      if (!['im', 'mpim', 'private', 'public'].includes(String(kind)))
        fault(found, `${at}/filter/include`, 'unknown kind');
}

function checkOptions(
  options: unknown,
  at: string,
  found: Found,
  { most, plain }: { readonly most: number; readonly plain: boolean },
): void {
  list(options, at, found, { max: most }).forEach((option, index) => {
    const place = `${at}/${index}`;
    if (!isLoose(option)) return fault(found, place, 'must be an object');
    only(option, place, found, 'text', 'value', 'description', 'url');
    text(option['text'], `${place}/text`, found, { max: 75, plain });
    text(option['description'], `${place}/description`, found, { max: 75, plain, optional: true });
    // @slack/types says 75, newer pages 150.
    return string(option['value'], `${place}/value`, found, { max: 75 });
  });
}

function checkInitial(select: Loose, at: string, found: Found): void {
  const initial = select['initial_option'];
  if (initial === undefined) return;
  const groups = Array.isArray(select['option_groups']) ? select['option_groups'] : [];
  const all = [select['options'], ...groups.map((group: unknown) => (isLoose(group) ? group['options'] : []))].flat();
  if (!all.some((option) => JSON.stringify(option) === JSON.stringify(initial)))
    fault(found, `${at}/initial_option`, 'must be one of the options');
}

function checkTextInput(input: Loose, at: string, found: Found): void {
  only(
    input,
    at,
    found,
    'type',
    'action_id',
    'initial_value',
    'multiline',
    'min_length',
    'max_length',
    ...INPUT_FIELDS,
  );
  flag(input['multiline'], `${at}/multiline`, found);
  text(input['placeholder'], `${at}/placeholder`, found, { max: 150, plain: true, optional: true });
  for (const name of ['min_length', 'max_length']) {
    const length = input[name];
    if (
      length !== undefined &&
      (typeof length !== 'number' || length > 3000 || length < (name === 'max_length' ? 1 : 0))
    )
      fault(found, `${at}/${name}`, 'must be less than 3001');
  }
  const max = typeof input['max_length'] === 'number' ? input['max_length'] : 3000;
  string(input['initial_value'], `${at}/initial_value`, found, { max, min: 0, optional: true });
}

const INPUT_FIELDS = ['placeholder', 'dispatch_action_config', 'focus_on_load'];

function checkShortInput(input: Loose, at: string, found: Found): void {
  only(
    input,
    at,
    found,
    'type',
    'action_id',
    'initial_value',
    'is_decimal_allowed',
    'min_value',
    'max_value',
    ...INPUT_FIELDS,
  );
  text(input['placeholder'], `${at}/placeholder`, found, { max: 150, plain: true, optional: true });
}

function checkConfirm(confirm: unknown, at: string, found: Found): void {
  if (!isLoose(confirm)) return fault(found, at, 'must be an object');
  only(confirm, at, found, 'title', 'text', 'confirm', 'deny', 'style');
  text(confirm['title'], `${at}/title`, found, { max: 100, plain: true });
  text(confirm['text'], `${at}/text`, found, { max: 300 });
  text(confirm['confirm'], `${at}/confirm`, found, { max: 30, plain: true });
  return text(confirm['deny'], `${at}/deny`, found, { max: 30, plain: true });
}
