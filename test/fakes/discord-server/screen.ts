import type { Shown } from '#test/scenarios/driver.ts';
import { BOT, type Guild, type Json, type Message } from './state.ts';

/** A message as people see it. */
export function shownFrom(message: Message, guild: Guild): Shown {
  const { id, channel, author, content, components } = message;
  const parent = guild.channels.get(channel)?.parent ?? null;
  return {
    id,
    where: parent === null ? { channel } : { channel: parent, thread: channel },
    author: author === BOT ? 'bot' : (guild.users.get(author)?.name ?? author),
    text: [author === BOT ? readMarkdown(content) : content, ...components.map(textOf)]
      .filter((text) => text !== '')
      .join('\n'),
    buttons: buttonsOf(components).map(({ label }) => String(label)),
    edited: message.edited !== null,
  };
}

/** The buttons of components, in order. */
export function buttonsOf(components: readonly Json[]): Json[] {
  return components.flatMap((component) =>
    component['type'] === 2 ? [component] : buttonsOf((component['components'] ?? []) as Json[]),
  );
}

function textOf(component: Json): string {
  if (component['type'] === 10) return readMarkdown(String(component['content']));
  return ((component['components'] ?? []) as Json[])
    .map(textOf)
    .filter((text) => text !== '')
    .join('\n');
}

/** What Discord's mark-up shows. A mention that is neither escaped nor in code is marked, so that a test sees it. */
export function readMarkdown(text: string): string {
  return text
    .replaceAll(TOKENS, (whole, code?: string, escaped?: string, url?: string) => {
      const literal = code ?? escaped ?? url;
      if (literal !== undefined) return literal;
      return whole.startsWith('<@') || whole.startsWith('@') ? `${whole}!!` : '';
    })
    .replaceAll('\u200b', '');
}

const TOKENS = /```\n?([\s\S]*?)```|\\([\s\S])|<(https:\/\/[^>]+)>|<@[!&]?\d+>|@everyone|@here|\*\*|\*|^-# /gm;
