import type { Attachment } from 'discord.js';
import { download } from '#chat/download.ts';
import type { Chat } from '#chat/port.ts';
import { type Access, type ReadFiles, readFiles } from '#chat/read-file.ts';
import type { Log } from '#log.ts';

const CDN = new Set(['cdn.discordapp.com', 'media.discordapp.net']);

/** Files are loaded from Discord's own hosts alone, whatever address a message names. */
function accessTo(apiHost: string | null): Access {
  return {
    allowed: ({ host, protocol, hostname }) => host === apiHost || (protocol === 'https:' && CDN.has(hostname)),
  };
}

/** Reads the files of a message; Discord turns long pastes into `message.txt`. */
export function readDiscordFiles(
  attachments: Iterable<Attachment>,
  apiHost: string | null,
  log: Log,
): Promise<ReadFiles> {
  const found = [...attachments].map(({ name, url, size, contentType }) => ({
    chat: 'discord',
    tenant: '',
    name,
    size,
    address: url,
    link: url,
    type: contentType,
  }));
  return readFiles(found, accessTo(apiHost), () => log('warn', 'a file could not be read from discord'));
}

/** @param apiHost host of attachments, where it is not Discord's */
export function loadOver(apiHost: string | null): Chat['load'] {
  return async ({ address }, most) => {
    const found = await download(address, { ...accessTo(apiHost), keep: most });
    return found?.whole === true ? found.head : null;
  };
}
