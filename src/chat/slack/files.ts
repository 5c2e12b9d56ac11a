import { download } from '#chat/download.ts';
import type { TextFile } from '#chat/port.ts';
import { decodeText } from '#chat/text.ts';
import type { Log } from '#log.ts';
import { isTextFile, LARGEST_FILE, type SlackFile } from './inbound.ts';

/** Files of a message: texts are read, of others there is a link. */
export interface Read {
  readonly files: readonly TextFile[];
  readonly links: readonly string[];
}

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
    const text = isTextFile(file) ? await textOf(file, token, apiHost, log) : null;
    if (text !== null) texts.push({ name: file.name ?? 'file', text });
    else if (file.permalink) links.push(file.permalink);
  }
  return { files: texts, links };
}

async function textOf(file: SlackFile, token: string, apiHost: string | null, log: Log): Promise<string | null> {
  const found = await download(file.url_private ?? '', {
    allowed: (url) => url.host === apiHost || (url.protocol === 'https:' && url.hostname.endsWith('.slack.com')),
    headers: { authorization: `Bearer ${token}` },
    keep: LARGEST_FILE,
  });
  if (found === null) log('warn', 'a file could not be read from slack', { hint: 'is the scope files:read there?' });
  return found === null ? null : decodeText(found.head);
}
