/** What came of a download. `whole` is false where the middle was left out. */
export interface Downloaded {
  readonly head: Uint8Array;
  /** Empty where `head` is all. */
  readonly tail: Uint8Array;
  readonly whole: boolean;
}

/** How a file is loaded. */
export interface DownloadOptions {
  /** Its address counts only where this says so: a message can name any address. */
  readonly allowed: (url: URL) => boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** So much is kept, in bytes: of a larger file the beginning and the end, half of this each. */
  readonly keep: number;
}

/** Errors stand at the beginning or at the end of a log; nothing is read behind this, in bytes. */
export const LARGEST_DOWNLOAD = 64 * 1024 * 1024;
const TIMEOUT_MS = 15_000;

/**
 * Loads a file, without following redirects: a token must not go to another host.
 *
 * @returns null where the address is not allowed, or the file cannot be loaded or is larger than {@link LARGEST_DOWNLOAD}
 */
export async function download(address: string, options: DownloadOptions): Promise<Downloaded | null> {
  const url = URL.parse(address);
  if (url === null || !options.allowed(url)) return null;
  try {
    const response = await fetch(url, {
      headers: options.headers ?? {},
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return null;
    }
    return await readEnds(response.body, options.keep);
  } catch {
    return null;
  }
}

/** Reads a stream to its end and keeps its beginning and its end. */
async function readEnds(body: AsyncIterable<Uint8Array>, keep: number): Promise<Downloaded | null> {
  const chunks: Uint8Array[] = [];
  let headed = 0;
  let tail: Uint8Array = new Uint8Array(0);
  let length = 0;
  const half = keep / 2;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LARGEST_DOWNLOAD) return null;
    const room = Math.max(0, keep - headed);
    chunks.push(chunk.subarray(0, room));
    headed += Math.min(room, chunk.length);
    if (chunk.length > room) tail = lastOf(tail, chunk.subarray(room), half);
  }
  const head = concat(chunks);
  if (tail.length === 0) return { head, tail, whole: true };
  const end = tail.length < half ? lastOf(head, tail, half) : tail;
  return { head: head.subarray(0, half), tail: end, whole: false };
}

function lastOf(before: Uint8Array, more: Uint8Array, most: number): Uint8Array {
  const both = before.length === 0 ? more : concat([before, more]);
  return both.length > most ? both.slice(-most) : both;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
