import { openThreadOn } from './json.ts';
import { channelOf, messageOf, needs } from './lookups.ts';
import { type Guild, type Json, Refused } from './state.ts';

const ARCHIVE_MINUTES: ReadonlySet<unknown> = new Set([60, 1440, 4320, 10_080]);

/** A thread on a message; it has the message's id. @throws Refused */
export function startThread(
  [channel = '', id = '']: readonly string[],
  { body }: { readonly body: Json },
  desk: { readonly guild: Guild; readonly dispatch: (event: string, data: Json) => void },
): Json {
  const { guild } = desk;
  messageOf(channel, id, guild);
  needs(channel, 'create-threads', guild);
  if (channelOf(channel, guild).type !== 0)
    throw new Refused(400, 50_024, 'Cannot execute action on this channel type');
  if (guild.channels.has(id)) throw new Refused(400, 160_004, 'A thread has already been created for this message');
  const name = String(body['name'] ?? '');
  if (name === '' || name.length > 100 || !ARCHIVE_MINUTES.has(body['auto_archive_duration'] ?? 1440))
    throw new Refused(400, 50_035, 'Invalid Form Body');
  const made = openThreadOn(guild, channel, id, name);
  desk.dispatch('THREAD_CREATE', { ...made, newly_created: true });
  return made;
}
