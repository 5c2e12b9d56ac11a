import type { Shown } from '#test/scenarios/driver.ts';
import { readMrkdwn, readTokens, unescape } from './mrkdwn.ts';
import { type Block, type Channel, isLoose, type Loose, type Message, type View } from './types.ts';
import type { Workspace } from './workspace.ts';

/** A button as it stands on a screen, with what Slack sends when it is pressed. */
export interface ShownButton {
  readonly label: string;
  readonly block: Block;
  readonly element: Loose;
}

/** A message as people see it. People see the blocks; the text is for notifications. */
export function showMessage(ws: Workspace, channel: Channel, message: Message): Shown {
  const marked = message.ofBot;
  const body =
    message.blocks === null || !marked
      ? readMrkdwn(message.text, nameIn(ws), marked)
      : textOfBlocks(ws, message.blocks, marked);
  const files = marked ? message.files.map(({ alt, name }) => `[${alt === '' ? name : alt}]`) : [];
  return {
    id: message.ts,
    where: message.thread === null ? { channel: channel.id } : { channel: channel.id, thread: message.thread },
    author: marked ? 'bot' : (ws.users.get(message.user)?.name ?? 'Slackbot'),
    text: [...(body === '' ? [] : [body]), ...files].join('\n'),
    buttons: buttonsOf(message.blocks ?? []).map(({ label }) => label),
    edited: message.edited !== null,
  };
}

/** A home page as its person sees it. */
export function showHome(ws: Workspace, view: View): Shown {
  return {
    id: view.id,
    where: { channel: ws.im(view.user).id },
    author: 'bot',
    text: textOfBlocks(ws, view.blocks, true),
    buttons: buttonsOf(view.blocks).map(({ label }) => label),
    edited: false,
  };
}

/** All buttons, in the order of the screen. */
export function buttonsOf(blocks: readonly Block[]): ShownButton[] {
  return blocks.flatMap((block) => {
    const elements = [block['accessory'], ...(Array.isArray(block['elements']) ? block['elements'] : [])];
    return elements.flatMap((element): ShownButton[] =>
      isLoose(element) && element['type'] === 'button'
        ? [{ label: unescape(plain(element['text'])), block, element }]
        : [],
    );
  });
}

/** What blocks say; buttons and fields to fill in are not part of it. */
export function textOfBlocks(ws: Workspace, blocks: readonly Block[], marked: boolean): string {
  return blocks
    .flatMap((block) => linesOf(ws, block, marked))
    .filter((line) => line !== '')
    .join('\n');
}

/** The text of a text object. */
export function plain(value: unknown): string {
  return isLoose(value) && typeof value['text'] === 'string' ? value['text'] : '';
}

function linesOf(ws: Workspace, block: Block, marked: boolean): string[] {
  const said = (value: unknown) => textObject(ws, value, marked);
  switch (block.type) {
    case 'header':
    case 'alert':
      return [said(block['text'])];
    case 'section':
      return [said(block['text']), ...parts(block['fields']).map(said), ...imageLine(block['accessory'])];
    case 'context':
      return [
        parts(block['elements'])
          .flatMap((one) => (isImage(one) ? imageLine(one) : [said(one)]))
          .join(' '),
      ];
    case 'image':
      return [said(block['title']), ...imageLine(block)];
    case 'rich_text':
      return parts(block['elements']).map((part) => richPart(ws, part, marked));
    case 'markdown':
      // Slack's own tokens come alive in Markdown too.
      return [readTokens(String(block['text']), nameIn(ws), marked)];
    case 'table':
      return parts(block['rows']).map((row) =>
        (Array.isArray(row) ? (row as unknown[]) : [])
          .map((cell) =>
            isLoose(cell) && cell['type'] === 'rich_text' ? linesOf(ws, cell as Block, marked).join(' ') : plain(cell),
          )
          .join(' | '),
      );
    default:
      return [];
  }
}

function richPart(ws: Workspace, part: unknown, marked: boolean): string {
  if (!isLoose(part)) return '';
  const elements = parts(part['elements']);
  if (part['type'] !== 'rich_text_list') return elements.map((element) => inline(ws, element, marked)).join('');
  return elements
    .map((item, index) => `${part['style'] === 'ordered' ? `${index + 1}.` : '•'} ${richPart(ws, item, marked)}`)
    .join('\n');
}

function inline(ws: Workspace, element: unknown, marked: boolean): string {
  if (!isLoose(element)) return '';
  const mark = marked ? '!!' : '';
  const name = nameIn(ws);
  switch (element['type']) {
    case 'text':
      return String(element['text']);
    case 'link': {
      const url = String(element['url']);
      const label = element['text'];
      return typeof label !== 'string' || label === url ? url : `${label} (${url})`;
    }
    case 'user':
      return `@${name(String(element['user_id']))}${mark}`;
    case 'usergroup':
      return `@${String(element['usergroup_id'])}${mark}`;
    case 'channel':
      return `#${name(String(element['channel_id']))}${mark}`;
    case 'broadcast':
      return `@${String(element['range'])}${mark}`;
    case 'emoji':
      return `:${String(element['name'])}:`;
    default:
      return String(element['fallback'] ?? element['value'] ?? '');
  }
}

function textObject(ws: Workspace, value: unknown, marked: boolean): string {
  const text = plain(value);
  return isLoose(value) && value['type'] === 'mrkdwn' ? readMrkdwn(text, nameIn(ws), marked) : unescape(text);
}

function nameIn(ws: Workspace): (id: string) => string {
  return (id) => ws.users.get(id)?.name ?? ws.channels.get(id)?.name ?? id;
}

function parts(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isImage(value: unknown): boolean {
  return isLoose(value) && value['type'] === 'image';
}

function imageLine(value: unknown): string[] {
  return isLoose(value) && value['type'] === 'image' ? [`[${String(value['alt_text'])}]`] : [];
}
