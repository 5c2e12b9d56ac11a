import type { Chat, Delivery, Reply } from '#chat/port.ts';
import type { Log } from '#log.ts';
import type { DeliveryOutcome, KeptReply, Leased, Store } from '#store/types.ts';
import { pause } from '#support/turns/pause.ts';
import { tellOutage } from '#support/turns/tell-outage.ts';
import { chartInWords, chartSvg } from '#support/views/desk/chart-svg.ts';

/** What the deliverer works with. */
export interface DelivererParts {
  readonly store: Store;
  readonly chats: ReadonlyMap<string, Chat>;
  /** Has this chat started? Before that it cannot recognise its own messages. */
  readonly started: (chat: string) => boolean;
  readonly clock: () => number;
  readonly log: Log;
  /** Makes a PNG of an SVG. */
  readonly draw: (svg: string) => Promise<Uint8Array>;
  /** Called with the outcome of a message, after it is stored. */
  readonly onOutcome: (leased: Leased, outcome: DeliveryOutcome) => Promise<void>;
  /** Runs one delivery with its ids in the log lines. */
  readonly around: (leased: Leased, work: () => Promise<number | null>) => Promise<number | null>;
}

/** Sends what the outbox holds. */
export interface Deliverer {
  /** Call it after something was put into the outbox. */
  wake(): void;
  /** Resolves when nothing is under way or due. */
  idle(): boolean;
  /** Takes no more messages and waits for those under way. */
  stop(): Promise<void>;
}

const AT_ONCE = 20;
/** How often another process's messages and those put off are looked for, in milliseconds. */
const LOOK_MS = 1_000;
/** Another chat that starts at the same time may take a while, in milliseconds. */
const NOT_STARTED_MS = 250;
/** How long another process has to take a message for a chat that this one does not serve, in milliseconds. */
const ELSEWHERE_MS = 1_000;
/** After this long an undelivered message is given up, in milliseconds. */
const GIVE_UP_MS = 24 * 3_600_000;

/** Waits between attempts to store an outcome, in milliseconds; together less than the lease. */
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 16_000];

/** Starts to deliver: immediately when woken, and every second for delayed messages and those of a process that crashed. */
export function startDeliverer(parts: DelivererParts): Deliverer {
  const underWay = new Map<number, Promise<void>>();
  let looking: Promise<void> | null = null;
  let again = false;
  const tell = tellOutage(parts.log, 'the outbox');
  const stopping = new AbortController();
  let stopped = false;
  const look = () => {
    if (stopped) return;
    again = looking !== null;
    if (again) return;
    looking = takeDue(parts, take, tell).finally(() => {
      looking = null;
      if (again) look();
    });
  };
  let soon: NodeJS.Immediate | null = null;
  // A look costs a query, so messages that are being sent go first.
  const lookSoon = () => {
    soon ??= setImmediate(() => {
      soon = null;
      look();
    });
  };
  const take = (leased: Leased) => {
    // A clock that is set forward ends leases that are still in use.
    if (underWay.has(leased.id)) return;
    const send = async () => {
      const againMs = await parts.around(leased, () => deliver(leased, parts, stopping.signal));
      underWay.delete(leased.id);
      if (againMs === null) lookSoon();
      else setTimeout(lookSoon, againMs).unref();
    };
    underWay.set(leased.id, send());
  };
  parts.store.onSent((leased) => {
    if (!stopped) for (const one of leased) take(one);
  });
  const timer = setInterval(look, LOOK_MS);
  look();
  return {
    wake: lookSoon,
    idle: () => soon === null && looking === null && underWay.size === 0,
    async stop() {
      stopped = true;
      stopping.abort();
      clearInterval(timer);
      await looking;
      await Promise.all(underWay.values());
    },
  };
}

async function takeDue(
  { store }: DelivererParts,
  take: (leased: Leased) => void,
  tell: (works: boolean) => void,
): Promise<void> {
  try {
    for (const one of await store.lease(AT_ONCE)) take(one);
    tell(true);
  } catch {
    tell(false);
  }
}

/** Delivers once; how long to wait before the next attempt, in milliseconds, or null where there is nothing to wait for. */
async function deliver(leased: Leased, parts: DelivererParts, stopping: AbortSignal): Promise<number | null> {
  try {
    const outcome = await attempt(leased, parts);
    await finish(leased, outcome, parts.store, stopping);
    await parts.onOutcome(leased, outcome);
    if (outcome.type === 'failed')
      parts.log('warn', 'a message could not be delivered', {
        reason: outcome.reason,
        detail: outcome.detail,
        role: leased.outgoing.role,
        case: leased.outgoing.caseId,
      });
    // Another process serves this chat. Retrying at the exact time would always win against it.
    return outcome.type === 'later' && isOurs(leased, parts) ? outcome.afterMs + 1 : null;
  } catch (error) {
    // The lease ends and it is tried again. The error's message is not logged, because it may contain what people wrote.
    parts.log('error', 'a delivery broke off; trying again', {
      error: error instanceof Error ? error.name : 'unknown',
    });
    return null;
  }
}

/** Stores an outcome, with retries while the database is unreachable: what is not stored would be sent again after the lease. */
async function finish(leased: Leased, outcome: DeliveryOutcome, store: Store, stopping: AbortSignal): Promise<void> {
  for (const ms of WAITS_MS) {
    try {
      return await store.finish(leased, outcome);
    } catch (error) {
      if (stopping.aborted) throw error;
      await pause(ms, stopping);
    }
  }
  return store.finish(leased, outcome);
}

async function attempt(leased: Leased, parts: DelivererParts): Promise<DeliveryOutcome> {
  const { outgoing, message } = leased;
  if (outgoing.type !== 'post' && message === null) return { type: 'dropped' };
  const name = chatOf(leased);
  const chat = parts.chats.get(name);
  if (chat === undefined || !parts.started(name)) return waitFor(name, leased, parts);
  if (outgoing.type === 'post') {
    const options = { key: leased.key, again: leased.attempts > 0, since: leased.createdAt };
    const replyTo = outgoing.replyTo === undefined ? {} : { replyTo: outgoing.replyTo };
    const reply = await withPicture(outgoing.reply, parts);
    return outcomeOf(await chat.post(outgoing.to, reply, { ...options, ...replyTo }), leased, parts);
  }
  if (message === null) return { type: 'dropped' };
  const delivery = outgoing.type === 'edit' ? await chat.edit(message, outgoing.reply) : await chat.remove(message);
  if (delivery.type === 'failed' && delivery.reason === 'gone') return { type: 'dropped' };
  return outcomeOf(delivery, leased, parts);
}

function chatOf({ outgoing, message }: Leased): string {
  return outgoing.type === 'post' ? outgoing.to.chat : (message?.place.chat ?? '');
}

function isOurs(leased: Leased, { chats }: DelivererParts): boolean {
  return chats.has(chatOf(leased));
}

/** A chat that is missing here may still be connecting, or another process may serve it. */
function waitFor(name: string, { createdAt }: Leased, { chats, clock }: DelivererParts): DeliveryOutcome {
  if (chats.has(name)) return { type: 'later', afterMs: NOT_STARTED_MS };
  if (clock() - createdAt > GIVE_UP_MS) return { type: 'failed', reason: 'gone', detail: `no chat ${name}` };
  return { type: 'later', afterMs: ELSEWHERE_MS };
}

/** Draws the chart just before sending. If that fails, the message still has the figures as text. */
async function withPicture({ chart, ...reply }: KeptReply, { draw, log }: DelivererParts): Promise<Reply> {
  if (chart === undefined) return reply;
  try {
    return { ...reply, picture: { png: await draw(chartSvg(chart)), name: 'chart.png', alt: chartInWords(chart) } };
  } catch {
    log('warn', 'a chart could not be drawn');
    return reply;
  }
}

function outcomeOf(delivery: Delivery, leased: Leased, { clock }: DelivererParts): DeliveryOutcome {
  if (delivery.type === 'delivered') return { type: 'sent', message: delivery.message };
  if (delivery.type === 'later' && clock() - leased.createdAt > GIVE_UP_MS)
    return { type: 'failed', reason: 'refused', detail: 'given up after a day' };
  return delivery;
}
