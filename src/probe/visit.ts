import { Agent, request } from 'undici';
import { type Allowed, checkUrl } from './address.ts';
import { guardedConnector } from './guard.ts';
import { stageOf } from './send.ts';
import type { Failed } from './types.ts';

/** What came of visiting an address. `withheld`: a page that programs are not shown, so that nothing is known. */
export type Visit =
  | { readonly type: 'answers' }
  | { readonly type: 'moved'; readonly to: string }
  | { readonly type: 'withheld' | 'gone'; readonly status: number }
  | { readonly type: 'unreachable'; readonly why: Failed['stage'] | 'redirects' | 'server error' };

/** What a visitor may do. */
export interface VisitOptions {
  /** Targets that are not public and may be visited all the same. */
  readonly allowed: Allowed;
  readonly agent: string;
  /** For one address with all its redirects, in milliseconds. */
  readonly timeoutMs: number;
}

/** Visits addresses; never throws. */
export interface Visitor {
  visit(url: string): Promise<Visit>;
  close(): Promise<void>;
}

const MOST_REDIRECTS = 5;
/** Statuses with which sites keep programs out. */
const WITHHELD = new Set([401, 403, 405, 406, 418, 429, 451]);

/**
 * Opens a visitor for web pages. It carries no key, reads no body, and asks only public addresses: the guard of the key
 * check holds for every redirect as well.
 */
export function openVisitor({ allowed, agent, timeoutMs }: VisitOptions): Visitor {
  const dispatcher = new Agent({ connect: guardedConnector({ allowed, connectTimeoutMs: timeoutMs }) });
  const ask = async (url: URL, signal: AbortSignal) => {
    const headers = { accept: 'text/html,*/*', 'user-agent': agent };
    const { statusCode, headers: answered, body } = await request(url, { dispatcher, headers, signal });
    body.on('error', () => undefined).destroy();
    return { status: statusCode, location: [answered['location']].flat()[0] };
  };
  return {
    async visit(first) {
      const signal = AbortSignal.timeout(timeoutMs);
      let url = new URL(first);
      let moved = false;
      try {
        for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
          if (!checkUrl(url.origin, allowed).ok) return { type: 'unreachable', why: 'private-address' };
          const { status, location } = await ask(url, signal);
          if (location === undefined || status < 300 || status > 399) return judged(status, moved ? url.href : null);
          moved ||= hop === 0 && (status === 301 || status === 308);
          url = new URL(location, url);
        }
        return { type: 'unreachable', why: 'redirects' };
      } catch (error) {
        return { type: 'unreachable', why: stageOf(error) };
      }
    },
    close: () => dispatcher.close(),
  };
}

function judged(status: number, movedTo: string | null): Visit {
  if (WITHHELD.has(status)) return { type: 'withheld', status };
  if (status >= 500) return { type: 'unreachable', why: 'server error' };
  if (status >= 400) return { type: 'gone', status };
  return movedTo === null ? { type: 'answers' } : { type: 'moved', to: movedTo };
}
