import type { Knowledge } from '#knowledge/types.ts';
import type { Io } from './io.ts';
import { type Advice, adviceOf } from './knowledge-sources.ts';

const DAY_MS = 86_400_000;

/**
 * Lists the advice that somebody has to hold against its sources again: first what nobody has ever checked, then what
 * was checked too long ago, oldest first.
 *
 * @param days how old a check may be
 * @param now milliseconds since 1970
 * @returns the exit status, always 0: old advice is work, not a mistake
 */
export function listStale(knowledge: Knowledge, days: number, now: number, io: Io): number {
  const all = adviceOf(knowledge);
  const unverified = all.filter(({ verified }) => verified === null);
  const old = all.filter(({ verified }) => verified !== null && now - Date.parse(verified) > days * DAY_MS);
  if (unverified.length > 0) io.out(`Never verified (${unverified.length})\n${unverified.map(line).join('')}\n`);
  if (old.length > 0)
    io.out(`Verified more than ${days} days ago (${old.length})\n${old.sort(byDay).map(line).join('')}\n`);
  const fresh = all.length - unverified.length - old.length;
  io.out(
    `${all.length} pieces of advice: ${fresh} verified, ${old.length} stale, ${unverified.length} never verified.\n`,
  );
  return 0;
}

function line({ file, what, verified, sources }: Advice): string {
  return `  ${verified ?? 'never'.padEnd(10)}  ${`${file} ${what}`.padEnd(60)}  ${sources.join(' ')}\n`;
}

function byDay(a: Advice, b: Advice): number {
  return (a.verified ?? '').localeCompare(b.verified ?? '');
}
