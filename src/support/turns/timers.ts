import type { Case } from '#store/types.ts';
import type { Bot } from '#support/bot.ts';
import { comeUp, happen } from '#support/case/happen.ts';
import { type DueEvent, dueEvent } from '#support/case/transitions.ts';
import { askQuiet } from '#support/desk/ask-person.ts';
import type { Desk } from '#support/desk/card.ts';
import { closeQuiet } from '#support/desk/resolve-case.ts';
import { digestIfDue } from '#support/desk/statistics.ts';
import { tellOutage } from './tell-outage.ts';

const DUE: Readonly<Record<DueEvent, (it: Case, desk: Desk) => Promise<unknown>>> = {
  // Who had the case since it was reopened has done nothing.
  nudged: (it, desk) => comeUp(it, it.claimedBy === null ? 'waits' : 'reopened', desk),
  snooze_over: (it, desk) => happen(it, { type: 'snooze_over', by: null }, desk),
  asked_quiet: askQuiet,
  resolved: closeQuiet,
};

const AT_ONCE = 50;

/**
 * Does what is due by now. What is due stands in the store: a restart loses nothing, and of several processes one does it.
 *
 * @returns how much was done
 */
export async function runDue(bot: Bot): Promise<number> {
  const due = await bot.store.write((trx) => trx.dueCases(AT_ONCE));
  let done = 0;
  for (const { id } of due)
    done += await bot.store.write(async (trx) => {
      const it = await trx.case(id);
      const event = it === null ? null : dueEvent(it);
      if (it === null || it.due === null || event === null || it.due.at > bot.clock()) return 0;
      await DUE[event](it, { bot, trx });
      return 1;
    });
  if (done > 0) bot.wake();
  return done + ((await digestIfDue(bot)) ? 1 : 0);
}

/** How often is looked, in milliseconds. */
const LOOK_MS = 10_000;
/** How often solved walks are counted, in milliseconds. */
const LEARN_MS = 600_000;

/** Does what is due from now on, until it is stopped; a database that cannot be reached is asked again. */
export function startTimers(bot: Bot): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const tell = tellOutage(bot.log, 'what is due');
  const look = () => {
    if (busy) return;
    busy = true;
    running = runDue(bot)
      .then(
        () => tell(true),
        () => tell(false),
      )
      .finally(() => {
        busy = false;
      });
  };
  const timers = [setInterval(look, LOOK_MS), setInterval(() => void bot.solved.refresh(), LEARN_MS)];
  look();
  void bot.solved.refresh();
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}
