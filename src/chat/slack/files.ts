import type { TextFile } from '#chat/port.ts';
import type { Log } from '#log.ts';
import { isTextFile, LARGEST_FILE, type SlackFile } from './inbound.ts';

/** Files of a message: texts are read, of others there is a link. */
export interface Read {
  readonly files: readonly TextFile[];
  readonly links: readonly string[];
}

const TIMEOUT_MS = 5000;

/**
 * Reads the text files of a message.
 *
 * @param token goes to Slack's own hosts alone, whatever address a message names
 * @param apiHost the host of the Web API, where it is not Slack's
 */
export async function readFiles(
  files: readonly SlackFile[],
  token: string,
  apiHost: string | null,
  log: Log,
): Promise<Read> {
  const texts: TextFile[] = [];
  const links: string[] = [];
  for (const file of files) {
    const text = isTextFile(file) ? await download(file, token, apiHost, log) : null;
    if (text !== null) texts.push({ name: file.name ?? 'file', text });
    else if (file.permalink) links.push(file.permalink);
  }
  return { files: texts, links };
}

async function download(file: SlackFile, token: string, apiHost: string | null, log: Log): Promise<string | null> {
  const url = URL.canParse(file.url_private ?? '') ? new URL(file.url_private ?? '') : null;
  if (url === null || !(url.host === apiHost || (url.protocol === 'https:' && url.hostname.endsWith('.slack.com'))))
    return null;
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(String(response.status));
    const bytes = new Uint8Array(await response.arrayBuffer());
    const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes.subarray(0, LARGEST_FILE));
  } catch {
    log('warn', 'a file could not be read from slack', { hint: 'is the scope files:read there?' });
    return null;
  }
}
