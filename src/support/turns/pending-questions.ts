/** Questions whose asker waits in memory, because what it holds (a key) must not be kept anywhere. */
export interface PendingQuestions {
  /** Waits for the answer to a question; null where none came in time. */
  ask(id: string, timeoutMs: number): Promise<string | null>;
  /** Answers a question; false where nobody waits for it any more. */
  answer(id: string, value: string): boolean;
}

/** Keeps questions until they are answered, time out or the process ends. */
export function pendingQuestions(): PendingQuestions {
  const waiting = new Map<string, (value: string | null) => void>();
  return {
    ask: (id, timeoutMs) =>
      new Promise((resolve) => {
        const settle = (value: string | null) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(value);
        };
        const timer = setTimeout(() => settle(null), timeoutMs);
        timer.unref();
        waiting.set(id, settle);
      }),
    answer(id, value) {
      const settle = waiting.get(id);
      settle?.(value);
      return settle !== undefined;
    },
  };
}
