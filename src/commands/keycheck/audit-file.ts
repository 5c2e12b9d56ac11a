import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditSink } from '#probe/types.ts';

/**
 * Records of key checks as lines of JSON in `keychecks.jsonl`, readable by its owner only. For the terminal, which has
 * no store.
 *
 * @param folder made where it is missing
 * @param complain told in a sentence where a record could not be written; a check is not undone for that
 */
export function auditFile(folder: string, complain: (sentence: string) => void): AuditSink {
  const path = join(folder, 'keychecks.jsonl');
  return {
    async record(row) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await appendFile(path, `${JSON.stringify(row)}\n`, { mode: 0o600 });
      } catch (error) {
        complain(
          `This check could not be recorded in ${path} (${(error as NodeJS.ErrnoException).code ?? 'failed'}).\n`,
        );
      }
    },
  };
}
