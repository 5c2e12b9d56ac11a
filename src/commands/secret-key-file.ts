import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The secret that keys fingerprints, where the operator has set none: made once and kept in the data folder, readable by
 * its owner only. Without it a key that was seen in public could not be recognised again.
 *
 * @throws where the folder cannot be written to
 */
export function secretKeyOf(folder: string): string {
  const path = join(folder, 'secret-key');
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    const secret = randomBytes(32).toString('base64url');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  }
}
