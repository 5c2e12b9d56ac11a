import { expect } from 'vitest';
import type { Reply } from '#chat/port.ts';
import type { Rendered } from '#chat/slack/render.ts';
import { type Json, V2 } from '#test/fakes/discord-server/state.ts';
import { validateMessage } from '#test/fakes/discord-server/validate.ts';
import { checkMessageBlocks } from '#test/fakes/slack/validate-blocks.ts';

/** May this address be a link? */
type IsOurs = (url: string) => boolean;

/** What turns text about, hides it, or commands a terminal. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function wire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Every object in a value, with those inside it. */
function objectsIn(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Json, ...inner];
}

/** Fails unless Slack takes a message, and only our addresses are links in it. */
export function checkSlack({ text, blocks }: Rendered, isOurs: IsOurs): void {
  const sent = wire(blocks);
  checkMessageBlocks(sent);
  const known = new Set(['rich_text', 'rich_text_section', 'rich_text_preformatted', 'text', 'link', 'emoji']);
  for (const part of objectsIn(sent)) {
    const type = String(part['type'] ?? 'text');
    if (!['context', 'actions', 'button', 'plain_text'].includes(type)) expect(known).toContain(type);
    if (type === 'plain_text') expect(part['emoji']).toBe(false);
    if (type === 'link') expect(String(part['url'])).toSatisfy(isOurs);
    for (const said of [part['text'], part['url']]) if (typeof said === 'string') expect(said).not.toMatch(UNSEEN);
  }
  // Notifications read mark-up.
  expect(text).not.toMatch(/[<>]/);
  expect(text).not.toMatch(UNSEEN);
}

/**
 * Fails unless Discord takes a message, and only our addresses are links in it. Written without the renderer: what is
 * escaped or in a block of code is dead, so it is taken away, and what is left must be our own mark-up.
 */
export function checkDiscord(components: unknown, isOurs: IsOurs): void {
  const sent = wire(components) as Json[];
  validateMessage({ flags: V2, components: sent });
  for (const { type, content } of objectsIn(sent)) {
    if (type !== 10) continue;
    const said = String(content);
    expect(said).not.toMatch(UNSEEN);
    expect(said).not.toMatch(HALVES);
    const rest = withoutDead(said, isOurs);
    expect(rest).not.toMatch(/`|\|\||~~|__|(?<!^)_|[<>[\]@#]|:\/\/|\b(?:www|discord)\.\w|^\s*(?:[+-]|\d+\.)\s/m);
  }
}

function withoutDead(said: string, isOurs: IsOurs): string {
  return said
    .replaceAll(/^```\n[\s\S]*?\n```/gm, '')
    .replaceAll(/\\[\s\S]/g, 'x')
    .replaceAll(/<(https?:\/\/[^\s<>]+)>/g, (whole, url: string) => (isOurs(url) ? 'x' : whole))
    .replaceAll(/^-# /gm, '');
}

/** Fails where text steers a terminal, or a line that is no command is longer than the screen. */
export function checkTerminal(shown: string, reply: Reply, columns: number): void {
  expect(shown).not.toMatch(UNSEEN);
  if (reply.code !== undefined || reply.link !== undefined || reply.fields !== undefined) return;
  for (const line of shown.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(Math.min(80, columns));
}

/** At least so many columns: what is one unit wide for sure. */
function columnsOf(line: string): number {
  return line.replaceAll(/[^\x20-\x7e]/g, '').length;
}
