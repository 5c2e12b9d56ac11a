import { promises as files } from 'node:fs';
import { join } from 'node:path';

/** How often the files are looked at, in milliseconds. */
const EVERY_MS = 2000;

/** Folders of a knowledge folder in which files lie; the first is the folder itself. */
const FOLDERS = ['.', 'failures', 'providers', 'tools', 'negatives', 'secrets'];

/** The end of watching. */
export interface Watching {
  stop(): void;
}

/**
 * Tells when files of a knowledge folder have changed, and then stayed the same for a look: an editor or a copy that is
 * under way is waited for. It looks at names, sizes and times itself, since folders that are mounted into a container
 * often tell nothing. Resolves when it knows how they are now.
 */
export async function watchFolder(folder: string, changed: () => void, everyMs = EVERY_MS): Promise<Watching> {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let known = await fingerprintOf(folder);
  let before = known;
  const look = async () => {
    const now = await fingerprintOf(folder);
    if (stopped) return;
    if (now !== known && now === before) {
      known = now;
      changed();
    }
    before = now;
    lookLater();
  };
  const lookLater = () => {
    timer = setTimeout(() => void look(), everyMs);
    timer.unref();
  };
  lookLater();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function fingerprintOf(folder: string): Promise<string> {
  const parts: string[] = [];
  for (const name of FOLDERS) {
    const names = await files.readdir(join(folder, name)).catch(() => []);
    for (const file of names.filter((one) => one.endsWith('.yaml')).sort()) {
      const found = await files.stat(join(folder, name, file)).catch(() => null);
      parts.push([name, file, ...(found === null ? [] : [found.size, found.mtimeMs, found.ino])].join(':'));
    }
  }
  return parts.join('\n');
}
