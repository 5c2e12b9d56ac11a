import { Agent, type Dispatcher, request } from 'undici';
import type { SecretKey } from '#secret-key.ts';
import { type Allowed, checkUrl } from './address.ts';
import { echoOf } from './echo.ts';
import { guardedConnector, type Resolve } from './guard.ts';
import type { Ask, Failed, Received, Send } from './types.ts';

/** What a sender may do. */
export interface SendOptions {
  readonly allowed: Allowed;
  readonly requestIdHeaders: readonly string[];
  readonly resolve?: Resolve;
  /** For everything from the name to the last byte. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** Milliseconds of a steady clock. */
  readonly clock?: () => number;
}

/** A {@link Send} and the way to close its connections. */
export interface Sender {
  readonly send: Send;
  readonly close: () => Promise<void>;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 256 * 1024;
const IDLE_MS = 10_000;

class TooLarge extends Error {
  readonly code = 'TOO_LARGE';
}

/**
 * The only place that opens a socket. One attempt, no redirects, a limit for time and size, and every failure is a
 * value: errors of the client are not passed on, since they may carry a request.
 */
export function openSender(options: SendOptions): Sender {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const agent = new Agent({
    connect: guardedConnector({
      allowed: options.allowed,
      connectTimeoutMs: timeoutMs,
      ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
    }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: IDLE_MS,
    maxResponseSize: options.maxBytes ?? MAX_BYTES,
    pipelining: 1,
  });
  const clock = options.clock ?? (() => performance.now());
  return {
    async send(ask, key) {
      const began = clock();
      const latencyMs = () => Math.max(0, Math.round(clock() - began));
      try {
        // Addresses of the knowledge files pass here too: nothing gets round the guard.
        if (!checkUrl(ask.url.origin, options.allowed).ok) return failed('private-address', latencyMs());
        const response = await request(ask.url, {
          dispatcher: agent,
          method: ask.method,
          headers: { ...ask.headers, ...keyHeader(ask, key) },
          body: bodyOf(ask, key),
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = await readText(response.body, options.maxBytes ?? MAX_BYTES);
        return received(response, text, latencyMs(), { key, names: options.requestIdHeaders });
      } catch (error) {
        return failed(stageOf(error), latencyMs());
      }
    },
    close: () => agent.close(),
  };
}

function keyHeader(ask: Ask, key: SecretKey): Record<string, string> {
  if (ask.key.in !== 'header') return {};
  return { [ask.key.name]: ask.key.scheme === null ? key.reveal() : `${ask.key.scheme} ${key.reveal()}` };
}

function bodyOf(ask: Ask, key: SecretKey): string | null {
  return ask.key.in === 'form' ? new URLSearchParams([[ask.key.field, key.reveal()]]).toString() : ask.body;
}

/** Counts while it reads: a small header can announce a large body. */
async function readText(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function received(
  { statusCode, headers }: Dispatcher.ResponseData,
  text: string,
  latencyMs: number,
  ids: { readonly key: SecretKey; readonly names: readonly string[] },
): Received {
  const one = (name: string) => [headers[name]].flat()[0];
  // A compressed body was not asked for and is not read: as text it would match nothing.
  const encoded = one('content-encoding') !== undefined && one('content-encoding') !== 'identity';
  const id = ids.names.map(one).find((value) => value !== undefined);
  const usable = id !== undefined && /^[\w.:-]{1,128}$/.test(id) && ids.key.cutFrom(id) === id;
  return {
    type: 'answer',
    status: statusCode,
    contentType: one('content-type') ?? '',
    text: encoded ? '' : ids.key.cutFrom(text),
    requestId: usable ? id : null,
    latencyMs,
    echo: encoded ? null : echoOf(text, ids.key),
  };
}

function failed(stage: Failed['stage'], latencyMs: number): Failed {
  return { type: 'failed', stage, latencyMs };
}

const STAGES: readonly (readonly [RegExp, Failed['stage']])[] = [
  [/^PRIVATE_ADDRESS$/, 'private-address'],
  [/^(?:ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL)$/, 'dns'],
  [/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM)$/, 'connect'],
  [/TIMEOUT|^ETIMEDOUT$|^ABORT_ERR$/, 'timeout'],
  [/CERT|SELF_SIGNED|^ERR_TLS|^ERR_SSL|^EPROTO$|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH/, 'tls'],
  [/^(?:TOO_LARGE|UND_ERR_RES_EXCEEDED_MAX_SIZE|UND_ERR_HEADERS_OVERFLOW)$/, 'too-large'],
  [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_CLOSED|UND_ERR_DESTROYED)$/, 'reset'],
];

/** Where a request broke off, from an error of the client or of the guard. */
export function stageOf(error: unknown): Failed['stage'] {
  const { code, name, cause } = (error ?? {}) as { code?: unknown; name?: unknown; cause?: unknown };
  if (name === 'TimeoutError') return 'timeout';
  const text = typeof code === 'string' ? code : '';
  const known = STAGES.find(([pattern]) => pattern.test(text))?.[1];
  if (known !== undefined) return known;
  return cause === undefined || cause === null ? 'protocol' : stageOf(cause);
}
