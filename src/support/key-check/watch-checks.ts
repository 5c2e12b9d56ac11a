import type { Transaction } from '#store/types.ts';
import { type Bot, staffOf } from '#support/bot.ts';
import { markKeys } from '#support/turns/manners.ts';
import { checksClosedAlert } from '#support/views/checks-closed.ts';
import type { Asker } from './limits.ts';

/**
 * Looks out for somebody who tries stolen keys: a burst of rejected keys, or of many people, closes the key checks of this
 * server for a while and tells its staff, once.
 */
export async function watchChecks(
  asker: Asker,
  about: { readonly rejected: boolean; readonly chat: string; readonly tenant: string },
  bot: Bot,
  trx: Transaction,
): Promise<void> {
  const { limits, clock } = bot;
  const { server, person } = asker;
  await trx.mark(markKeys.checker(server, person), clock() + limits.burstMs);
  const [people = 0] = await trx.countMarks([markKeys.checker(server, '')]);
  const rejected = about.rejected
    ? await trx.take([{ key: `rejected:${server}`, most: limits.rejected, windowMs: limits.burstMs }])
    : null;
  if (people <= limits.people && rejected === null) return;
  const closed = markKeys.checksClosed(server);
  if (await trx.marked(closed)) return;
  await trx.mark(closed, clock() + limits.closedMs);
  bot.log('warn', 'key checks are closed for a while', { server, people, rejected: rejected !== null });
  const to = staffOf(bot, about);
  if (to === null) return;
  const reply = checksClosedAlert(rejected === null ? 'people' : 'rejected', limits);
  await trx.send({ type: 'post', caseId: null, role: 'alarm', to, reply });
}
