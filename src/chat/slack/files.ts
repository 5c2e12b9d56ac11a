import { z } from 'zod';
import { type Access, type FoundFile, type ReadFiles, readFiles } from '#chat/read-file.ts';
import type { Log } from '#log.ts';
import { readFailure } from './failures.ts';
import type { Workspace } from './workspace.ts';

const fileSchema = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  mode: z.string().nullish(),
  size: z.number().nullish(),
  file_access: z.string().nullish(),
  url_private: z.string().nullish(),
  permalink: z.string().nullish(),
});

type SlackFile = z.output<typeof fileSchema>;

/** Nothing is left of these but their place: https://docs.slack.dev/reference/objects/file-object */
const GONE = new Set(['tombstone', 'hidden_by_limit']);

/** How files of Slack are loaded: the token goes to Slack's own hosts alone, whatever address a message names. */
export function accessWith(token: string, apiHost: string | null): Access {
  return {
    allowed: ({ host, protocol, hostname }) =>
      host === apiHost || (protocol === 'https:' && hostname.endsWith('.slack.com')),
    headers: { authorization: `Bearer ${token}` },
  };
}

/**
 * Reads the files of a message.
 *
 * @param files as Slack writes them
 * @param apiHost the host of the Web API, where it is not Slack's
 */
export async function readSlackFiles(
  files: readonly unknown[],
  workspace: Workspace,
  apiHost: string | null,
  log: Log,
): Promise<ReadFiles> {
  const known = files.map((file) => fileSchema.safeParse(file).data).filter((file) => file !== undefined);
  const whole = await Promise.all(known.map((file) => withDetails(file, workspace, log)));
  const found = whole.filter(({ mode }) => !GONE.has(mode ?? '')).map((file) => foundFrom(file, workspace.self.team));
  return readFiles(found, accessWith(workspace.token, apiHost), () =>
    log('warn', 'a file could not be read from slack', { hint: 'is the scope files:read there?' }),
  );
}

/** Of a file that came over Slack Connect an event holds the id alone: https://docs.slack.dev/reference/objects/file-object#slack_connect_files */
async function withDetails(file: SlackFile, { client }: Workspace, log: Log): Promise<SlackFile> {
  const isBare = file.file_access === 'check_file_info' || (!file.url_private && !GONE.has(file.mode ?? ''));
  if (!isBare || !file.id) return file;
  try {
    const { file: found } = await client.files.info({ file: file.id });
    return fileSchema.safeParse(found).data ?? file;
  } catch (error) {
    log('warn', 'slack does not tell what a file is', { code: readFailure(error).code });
    return file;
  }
}

function foundFrom(file: SlackFile, tenant: string): FoundFile {
  const { name, mimetype, mode, size, url_private: address, permalink, id } = file;
  // What Slack keeps as a snippet is text, whatever its type is called.
  const type = mode === 'snippet' || mode === 'post' ? 'text/plain' : (mimetype ?? null);
  return {
    chat: 'slack',
    tenant,
    name: name || id || 'file',
    size: size ?? null,
    address: address ?? '',
    link: permalink || (address ?? ''),
    type,
  };
}
