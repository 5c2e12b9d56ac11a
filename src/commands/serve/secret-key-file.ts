import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The secret that keys fingerprints, where the operator has set none: made once and kept in the data folder, readable by
 * its owner only. Without it a key that was seen in public could not be recognised again.
 *
 * @throws with a sentence for the operator where it can neither be read nor be kept
 */
export function secretKeyOf(folder: string): string {
  const path = join(folder, 'secret-key');
  try {
    return readKept(path) ?? makeOne(folder, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Error(
      `The secret for fingerprints cannot be stored in ${path} (${code}). Free up space, allow writing there, or set SECRET_KEY.`,
      { cause: error },
    );
  }
}

/** An empty file is what a full disk has left of one. */
function readKept(path: string): string | null {
  try {
    const kept = readFileSync(path, 'utf8').trim();
    if (kept !== '') return kept;
    rmSync(path);
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written whole or not at all; where another process was first, its secret holds. */
function makeOne(folder: string, path: string): string {
  const secret = randomBytes(32).toString('base64url');
  const draft = `${path}.${process.pid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(draft, `${secret}\n`, { mode: 0o600 });
    linkSync(draft, path);
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(path, 'utf8').trim();
  } finally {
    rmSync(draft, { force: true });
  }
}
