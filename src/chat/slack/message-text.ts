import { joinTexts } from '#chat/join-texts.ts';
import { isLoose, type Loose, listIn, textIn } from '#chat/loose.ts';
import { plainText } from './plain-text.ts';

/** Blocks may hold blocks; no message goes deeper. */
const DEEPEST = 8;

/**
 * Everything that a person sees in a message, as one text: text, blocks, rich text, tables, attachments, and messages that it
 * forwards, with titles and with the labels of links. Labels of buttons are left out: they are what can be done, not what is said.
 *
 * @param message as Slack writes it: https://docs.slack.dev/reference/events/message,
 * https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/reference/messaging/attachments
 */
export function textOfMessage(message: Loose): string {
  return joinTexts([
    plainText(textIn(message['text'])),
    blocksText(message['blocks'], 0),
    ...listIn(message['attachments']).map((one) => attachmentText(one, 0)),
    ...listIn(message['files']).map(titleOf),
  ]);
}

/** The files of a message and of those that it forwards, as Slack writes them. */
export function filesOfMessage(message: Loose): readonly Loose[] {
  return [...listIn(message['files']), ...listIn(message['attachments']).flatMap((one) => listIn(one['files']))];
}

/** Somebody can give a file a title of its own. */
function titleOf(file: Loose): string {
  const title = textIn(file['title']);
  const bare = title.replaceAll(/[\W_]/g, '').toLowerCase();
  const name = textIn(file['name']).replaceAll(/[\W_]/g, '').toLowerCase();
  return bare === '' || name.startsWith(bare) || title === 'Untitled' ? '' : title;
}

function attachmentText(attachment: Loose, depth: number): string {
  if (depth > DEEPEST || isPreview(attachment)) return '';
  const marked = (name: string) => plainText(textIn(attachment[name]));
  const fields = listIn(attachment['fields']).map((field) =>
    [plainText(textIn(field['title'])), plainText(textIn(field['value']))].filter(isSaid).join(': '),
  );
  const forwarded = listIn(attachment['message_blocks']).map(({ message }) =>
    isLoose(message) ? blocksText(message['blocks'], depth + 1) : '',
  );
  const said = joinTexts([
    marked('pretext'),
    marked('title'),
    marked('text'),
    ...fields,
    blocksText(attachment['blocks'], depth + 1),
    ...forwarded,
    ...listIn(attachment['attachments']).map((inner) => attachmentText(inner, depth + 1)),
    marked('footer'),
  ]);
  return said === '' ? marked('fallback') : said;
}

/** What Slack adds to a link that somebody posted is not theirs; a message that they forward or link to is. */
function isPreview(attachment: Loose): boolean {
  const isMessage = attachment['is_share'] === true || attachment['is_msg_unfurl'] === true;
  return !isMessage && isSaid(textIn(attachment['from_url']));
}

function blocksText(blocks: unknown, depth: number): string {
  return listIn(blocks)
    .map((block) => blockText(block, depth))
    .filter(isSaid)
    .join('\n');
}

function blockText(block: Loose, depth: number): string {
  if (depth > DEEPEST) return '';
  switch (block['type']) {
    case 'rich_text':
      return richText(block, depth);
    case 'actions':
    case 'input':
      return '';
    case 'context':
      return listIn(block['elements']).map(objectText).filter(isSaid).join(' ');
    case 'table':
    case 'data_table':
      return rowsText(block['rows'], depth);
    case 'markdown':
      return textIn(block['text']);
    default:
      return [
        objectText(block['title']),
        objectText(block['text']),
        objectText(block['body']),
        objectText(block['description']),
        ...listIn(block['fields']).map(objectText),
        textIn(block['alt_text']),
        blocksText(block['blocks'] ?? block['elements'], depth + 1),
      ]
        .filter(isSaid)
        .join('\n');
  }
}

function rowsText(rows: unknown, depth: number): string {
  return (Array.isArray(rows) ? rows : [])
    .map((row) =>
      listIn(row)
        .map((cell) => (cell['type'] === 'rich_text' ? richText(cell, depth) : objectText(cell)))
        .join(' '),
    )
    .join('\n');
}

/** Texts of blocks are objects, `plain_text` or `mrkdwn`; pictures among them have a description. */
function objectText(value: unknown): string {
  if (typeof value === 'string') return plainText(value);
  if (!isLoose(value)) return '';
  const text = textIn(value['text']) || textIn(value['alt_text']);
  return value['type'] === 'mrkdwn' ? plainText(text) : text;
}

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
function richText({ elements }: Loose, depth: number): string {
  return listIn(elements)
    .map((element) => {
      if (element['type'] !== 'rich_text_list') return inline(element, depth);
      return listIn(element['elements'])
        .map((item) => inline(item, depth))
        .join('\n');
    })
    .join('\n');
}

function inline(element: Loose, depth: number): string {
  if (depth > DEEPEST) return '';
  const inner = listIn(element['elements']);
  if (inner.length > 0) return inner.map((one) => inline(one, depth + 1)).join('');
  if (element['type'] === 'link') return linkText(textIn(element['url']), textIn(element['text']));
  if (element['type'] === 'emoji') return `:${textIn(element['name'])}:`;
  return textIn(element['text']);
}

/** A link with the words that people see for it. */
function linkText(url: string, label: string): string {
  return label === '' || url.includes(label) ? url : `${label} (${url})`;
}

function isSaid(text: string): boolean {
  return text.trim() !== '';
}
