import { type DownloadOptions, download, LARGEST_DOWNLOAD } from './download.ts';
import { fileKind } from './file-kind.ts';
import type { AttachedFile, TextFile, Unread } from './port.ts';
import { decodeText } from './text.ts';

/** So much of a text file is read, in bytes: of a larger one half of it from each end. */
const MOST_TEXT = 1024 * 1024;
/** Stands where the middle of a file was left out. */
const CUT = '\n[…]\n';

/** The files of a message, read. */
export interface ReadFiles {
  readonly files: readonly TextFile[];
  readonly attached: readonly AttachedFile[];
  readonly unread: readonly Unread[];
}

/** A file of a message, before it is read; `type` is its content type. */
export type FoundFile = Omit<AttachedFile, 'kind'> & { readonly type: string | null };

/** How the files of one chat are loaded. */
export type Access = Omit<DownloadOptions, 'keep'>;

/** Nothing of nothing. */
export const NO_FILES: ReadFiles = { files: [], attached: [], unread: [] };

/**
 * Reads what is text among the files of a message, whatever it is called.
 *
 * @param failed told once for each file that could not be loaded
 */
export async function readFiles(found: readonly FoundFile[], access: Access, failed: () => void): Promise<ReadFiles> {
  const each = await Promise.all(found.map((file) => readFile(file, access, failed)));
  return joinFiles(each);
}

/** The files of several messages as those of one. */
export function joinFiles(each: readonly ReadFiles[]): ReadFiles {
  return {
    files: each.flatMap(({ files }) => files),
    attached: each.flatMap(({ attached }) => attached),
    unread: each.flatMap(({ unread }) => unread),
  };
}

async function readFile({ type, ...file }: FoundFile, access: Access, failed: () => void): Promise<ReadFiles> {
  const { name, size, address } = file;
  const kind = fileKind(name, type);
  if (kind === 'picture') return { ...NO_FILES, attached: [{ ...file, kind }] };
  const attached: readonly AttachedFile[] = [{ ...file, kind: 'other' }];
  if (kind === 'other') return { ...NO_FILES, attached, unread: [{ name, why: 'no-text' }] };
  if ((size ?? 0) > LARGEST_DOWNLOAD) return { ...NO_FILES, attached, unread: [{ name, why: 'too-large' }] };
  const loaded = await download(address, { ...access, keep: MOST_TEXT });
  if (loaded === null) {
    failed();
    return { ...NO_FILES, attached, unread: [{ name, why: 'not-loaded' }] };
  }
  const head = decodeText(loaded.head);
  if (head === null) return { ...NO_FILES, attached, unread: [{ name, why: 'no-text' }] };
  const text = loaded.whole ? head : `${head}${CUT}${decodeText(loaded.tail) ?? ''}`;
  return { ...NO_FILES, files: [{ name, text }] };
}
