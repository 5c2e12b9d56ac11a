import type { CommandTurn, Destination } from '#chat/port.ts';
import { type Bot, botForTenant, staffOf } from '#support/bot.ts';
import { text } from '#support/texts/text.ts';
import { statisticsReply } from '#support/views/desk/statistics.ts';
import { wallTime } from './working-hours.ts';

const DAY_MS = 24 * 3_600_000;
const WEEK = 7;
const LONGEST = 365;

/**
 * `/cases stats 30`: figures of the last days. In the staff channel they are posted for everybody, with a chart; elsewhere only
 * the asker sees the numbers.
 */
export async function statisticsCommand([days = '']: readonly string[], turn: CommandTurn, bot: Bot): Promise<void> {
  const span = Math.min(LONGEST, Math.max(1, Number.parseInt(days, 10) || WEEK));
  const title = text('statistics.span', { days: span });
  const reply = statisticsReply(
    title,
    await bot.store.statistics(bot.clock() - span * DAY_MS),
    bot.catalogue().knowledge,
  );
  const staff = staffOf(bot, turn.actor);
  const inStaffChannel = staff !== null && 'channel' in staff && staff.channel === turn.place.channel;
  if (!inStaffChannel) {
    const { chart: _picture, ...numbers } = reply;
    await turn.whisper(numbers);
    return;
  }
  await bot.store.write(async (trx) => {
    if (await trx.firstSeen(turn.id))
      await trx.send({ type: 'post', caseId: null, role: 'statistics', to: turn.place, reply });
  });
  bot.wake();
}

const MONDAY = 1;
/** Not earlier on a Monday than this, in minutes since midnight. */
const MORNING = 9 * 60;
/** How long a week counts as done, in milliseconds: a late digest must not be sent twice. */
const REMEMBERED_MS = 14 * DAY_MS;

/**
 * The weekly digest: on Monday from nine on, in the staff's zone, once to each desk, also with several processes and after a
 * restart. A week in which nobody asked anything has none, so it is not the first thing that a new bot says.
 *
 * @returns whether one was sent now
 */
export async function digestIfDue(bot: Bot): Promise<boolean> {
  const { date, day, minutes } = wallTime(bot.clock(), bot.desk.hours.timeZone);
  if (!bot.desk.digest || day !== MONDAY || minutes < MORNING) return false;
  let sent = false;
  for (const desk of desksOf(bot)) if (await sendDigest(date, desk)) sent = true;
  if (sent) bot.wake();
  return sent;
}

interface OneDesk {
  readonly bot: Bot;
  readonly staff: Destination;
  /** Part of the mark, so that each desk has its own; empty for the shared desk. */
  readonly name: string;
}

/** The desk that all share, and those of single workspaces. */
function desksOf(bot: Bot): readonly OneDesk[] {
  const shared = bot.staff === null ? [] : [{ bot, staff: bot.staff, name: '' }];
  const own = [...bot.chats.values()].flatMap(({ name: chat, desks }) =>
    (desks?.tenants() ?? []).flatMap((tenant) => {
      const staff = desks?.staffOf(tenant) ?? null;
      return staff === null ? [] : [{ bot: botForTenant({ chat, tenant }, bot), staff, name: `:${chat}:${tenant}:` }];
    }),
  );
  return [...shared, ...own];
}

async function sendDigest(date: string, { bot, staff, name }: OneDesk): Promise<boolean> {
  const mark = `digest:${date}${name}` as const;
  if (await bot.store.write((trx) => trx.marked(mark))) return false;
  const statistics = await bot.store.statistics(bot.clock() - WEEK * DAY_MS);
  return bot.store.write(async (trx) => {
    // Only one process can take this id.
    if (!(await trx.firstSeen(mark))) return false;
    await trx.mark(mark, bot.clock() + REMEMBERED_MS);
    if (statistics.pastes === 0) return false;
    const reply = statisticsReply(text('statistics.week'), statistics, bot.catalogue().knowledge);
    await trx.send({ type: 'post', caseId: null, role: 'digest', to: staff, reply });
    return true;
  });
}
