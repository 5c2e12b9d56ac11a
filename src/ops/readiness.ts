import type { Chat } from '#chat/port.ts';
import { beforeDeadline } from '#deadline.ts';
import type { Store } from '#store/types.ts';

/** Can the bot do its work? `checks` says of each part how it is. */
export interface Readiness {
  readonly ready: boolean;
  /** The names of the parts that are not. */
  readonly not_ready: readonly string[];
  readonly checks: Readonly<Record<string, string>>;
}

/** What is looked at. */
export interface ReadinessParts {
  readonly chats: readonly Chat[];
  readonly store: Pick<Store, 'pending'>;
  readonly isStopping: () => boolean;
}

const DATABASE_MS = 2000;

/** A check of whether the bot is ready. However often it is asked, the database is asked once at a time. */
export function readinessOf({ chats, store, isStopping }: ReadinessParts): () => Promise<Readiness> {
  let asking: Promise<boolean> | null = null;
  const databaseAnswers = () => {
    asking ??= beforeDeadline(answers(store), DATABASE_MS, false).finally(() => {
      asking = null;
    });
    return asking;
  };
  return async () => {
    const reachable = await databaseAnswers();
    const states = chats.map((chat) => [chat.name, chat.state()] as const);
    const checks: Record<string, string> = {
      ...Object.fromEntries(states),
      database: reachable ? 'reachable' : 'unreachable',
      process: isStopping() ? 'stopping' : 'running',
    };
    const good = new Set(['connected', 'reachable', 'running']);
    const wrong = Object.keys(checks).filter((name) => !good.has(checks[name] ?? ''));
    return { ready: wrong.length === 0, not_ready: wrong, checks };
  };
}

function answers(store: Pick<Store, 'pending'>): Promise<boolean> {
  return store.pending().then(
    () => true,
    () => false,
  );
}
