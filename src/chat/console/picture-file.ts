import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { AttachedFile } from '#chat/port.ts';

const COMMAND = /^\/image\s+(.+)$/;
const ENDING = /\.(?:png|jpe?g|gif|webp)$/i;

/**
 * The picture that a line of the terminal names: by `/image PATH`, or by its path alone, as terminals write a file that was
 * dropped on them.
 *
 * @returns null where it names none; an empty `address` where the command names a file that is not there
 */
export function pictureIn(line: string, chat: string): AttachedFile | null {
  if (line.includes('\n')) return null;
  const named = COMMAND.exec(line)?.[1] ?? (ENDING.test(unquoted(line)) ? line : null);
  if (named === null) return null;
  const path = unquoted(named);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? null;
  if (size === null && !COMMAND.test(line)) return null;
  const address = size === null ? '' : path;
  return { chat, tenant: '', name: basename(path), kind: 'picture', size, address, link: path };
}

/** The bytes of a file that {@link pictureIn} named; null where it cannot be read, or is larger than `most` bytes. */
export function loadPicture({ address }: AttachedFile, most: number): Uint8Array | null {
  try {
    return statSync(address).size > most ? null : readFileSync(address);
  } catch {
    return null;
  }
}

/** Terminals put quotes around a dropped path, or a backslash before each blank. */
function unquoted(path: string): string {
  const bare = path.trim();
  const quoted = /^(["'])(.*)\1$/.exec(bare)?.[2];
  return quoted ?? (process.platform === 'win32' ? bare : bare.replaceAll(/\\(.)/g, '$1'));
}
