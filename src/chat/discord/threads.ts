import { type Client, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import type { z } from 'zod';
import { messageSchema } from './answers.ts';
import { readFailure } from './failures.ts';

const LONGEST_NAME = 90;
const HAS_ONE = 160_004;

/**
 * Opens the thread of a message; it has the message's id. A thread is archived after some days of silence, and comes back by
 * itself when something is written.
 *
 * @throws what Discord refuses
 */
export async function openThread(channel: string, message: string, client: Client): Promise<void> {
  const found = messageSchema.parse(await client.rest.get(Routes.channelMessage(channel, message)));
  const body = { name: nameFor(found), auto_archive_duration: ThreadAutoArchiveDuration.OneWeek };
  await client.rest.post(Routes.threads(channel, message), { body }).catch((error: unknown) => {
    // Another process was faster.
    if (readFailure(error).code !== HAS_ONE) throw error;
  });
}

/** A thread is called what its message begins with. */
function nameFor({ content, components }: Pick<z.output<typeof messageSchema>, 'content' | 'components'>): string {
  const text = content || (/"content":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(components ?? []))?.[1] ?? '');
  const [line = ''] = text.split('\\n');
  const name = line.replaceAll(/\\.|[#*`_~|<>]/g, (marks) => (marks.length > 1 ? marks.slice(-1) : '')).trim();
  return name.slice(0, LONGEST_NAME) || 'Thread';
}
