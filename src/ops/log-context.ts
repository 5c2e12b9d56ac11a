import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids that every line of the log carries while some work goes on: the turn, or the case. */
export type LogContext = Readonly<Record<string, string | number | null>>;

const storage = new AsyncLocalStorage<LogContext>();

/** Does work whose log lines carry these ids, and no others: work that it starts may belong to another turn. */
export function withIds<T>(ids: LogContext, work: () => T): T {
  return storage.run(ids, work);
}

/** The ids for a line that is written now. */
export function idsNow(): LogContext {
  return storage.getStore() ?? {};
}
