import type { Shown } from '#test/scenarios/driver.ts';
import type { Json, Message } from './types.ts';
import { BOT, type Workspace } from './workspace.ts';

/** A message as people see it: its blocks, or its text where there are none. */
export function shownFrom(message: Message, at: Workspace): Shown {
  const { channel, thread, ts, blocks } = message;
  return {
    id: ts,
    where: thread === null ? { channel } : { channel, thread },
    author: message.user === BOT.user ? 'bot' : (at.users.get(message.user)?.name ?? message.user),
    text: blocks.length === 0 ? message.text : blocksText(blocks),
    buttons: buttonsOf(blocks).map(({ label }) => label),
    edited: message.edited,
  };
}

/** A button of blocks. */
export interface ShownButton {
  readonly label: string;
  readonly element: Json;
  readonly block: Json;
}

/** The buttons of blocks, in order. */
export function buttonsOf(blocks: readonly Json[]): ShownButton[] {
  return blocks
    .filter(({ type }) => type === 'actions')
    .flatMap((block) =>
      (block['elements'] as Json[]).map((element) => ({ label: plain(element['text']), element, block })),
    );
}

/** What blocks say. A mention that would ring is marked, so that a test sees it. */
export function blocksText(blocks: readonly Json[]): string {
  return blocks
    .map((block) => {
      switch (block['type']) {
        case 'rich_text':
          return (block['elements'] as Json[]).map(richText).join('');
        case 'context':
          return `\n${(block['elements'] as Json[]).map(plain).join(' ')}`;
        case 'section':
          return [block['text'], ...((block['fields'] as Json[] | undefined) ?? [])]
            .filter(Boolean)
            .map(plain)
            .join('\n');
        default:
          return '';
      }
    })
    .join('');
}

function plain(text: unknown): string {
  return String((text as Json | undefined)?.['text'] ?? '');
}

function richText(part: Json): string {
  const inner = (part['elements'] as Json[]).map((one) => {
    if (one['type'] === 'text') return String(one['text']);
    if (one['type'] === 'link') return String(one['url']);
    if (one['type'] === 'emoji') return `:${String(one['name'])}:`;
    return `@${String(one['type'])}!!`;
  });
  return inner.join('');
}
