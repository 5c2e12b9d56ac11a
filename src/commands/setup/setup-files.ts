import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { FILE, FILE_VARIABLE } from '#config/config.ts';
import { type Changes, withVariables } from '#config/edit-env.ts';
import { withSettings } from '#config/edit-file.ts';
import { envExample, fileExample } from '#config/examples.ts';
import type { Env } from '#config/read.ts';
import { readFileSettings } from '#config/read-file.ts';
import { ROWS } from '#config/settings.ts';

/** A file that is to be written. */
export interface Edit {
  readonly path: string;
  /** As it is called in messages. */
  readonly name: string;
  readonly isNew: boolean;
  readonly text: string;
  /** What changes, in words; of secrets only that they do. */
  readonly lines: readonly string[];
  readonly isSecret: boolean;
}

/** Both files with their changes, or a sentence about the one that cannot be changed. */
export type Planned =
  | { readonly ok: true; readonly edits: readonly Edit[]; readonly env: Env }
  | { readonly ok: false; readonly says: string };

/**
 * What is to be written: secrets into `.env`, the rest where it stands already, or else into `keymedic.yaml`.
 *
 * @param answers by variables; what is as it was is left out here
 * @param env the environment, in which `.env` is read already
 */
export function planEdits(folder: string, answers: Changes, env: Env): Planned {
  const envPath = join(folder, '.env');
  const named = env[FILE_VARIABLE]?.trim() ?? '';
  const name = named === '' ? FILE : named;
  const filePath = resolve(folder, name);
  const oldEnv = read(envPath);
  const oldFile = read(filePath);
  const inEnv = oldEnv === null ? {} : parseEnv(oldEnv);
  const inFile = readFileSettings(name, oldFile ?? '').texts;
  const isOf = (variable: string) => secretOf(variable) || (inEnv[variable] ?? '') !== '';
  const envChanges = changed(
    [...answers].filter(([it]) => isOf(it)),
    (it) => inEnv[it],
  );
  const fileChanges = changed(
    [...answers].filter(([it]) => !isOf(it)),
    (it) => inFile.get(it)?.text,
  );
  const newEnv = withVariables(oldEnv ?? envExample(), envChanges);
  const newFile = withSettings(oldFile ?? fileExample(), fileChanges);
  const cannot = newEnv === null ? '.env' : name;
  if (newEnv === null || newFile === null)
    return {
      ok: false,
      says: `${cannot} can't be edited safely. Set these by hand: ${[...(newEnv === null ? envChanges : fileChanges).keys()].join(', ')}.`,
    };
  const edits = [
    { path: envPath, name: '.env', old: oldEnv, text: newEnv, changes: envChanges, isSecret: true },
    { path: filePath, name, old: oldFile, text: newFile, changes: fileChanges, isSecret: false },
  ]
    .filter(({ changes }) => changes.size > 0)
    .map(({ old, changes, ...edit }) => ({ ...edit, isNew: old === null, lines: [...changes].map(inWords) }));
  return { ok: true, edits, env: after(env, inEnv, parseEnv(newEnv)) };
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function secretOf(variable: string): boolean {
  return ROWS.find(({ env }) => env === variable)?.secret === 'always';
}

/** Without what is as it was, and defaults that nobody has written down. */
function changed(
  answers: readonly (readonly [string, string | null])[],
  before: (it: string) => string | undefined,
): Changes {
  return new Map(
    answers.filter(([variable, text]) => {
      const old = before(variable) ?? '';
      const usual = ROWS.find(({ env }) => env === variable)?.otherwise ?? '';
      return (text ?? '') !== old && (old !== '' || (text ?? '') !== usual);
    }),
  );
}

function inWords([variable, text]: readonly [string, string | null]): string {
  const row = ROWS.find(({ env }) => env === variable);
  if (row?.secret === 'always') return `${variable} ${text === null ? 'is removed' : 'is set'}`;
  return `${row?.key ?? variable}: ${text ?? '(empty)'}`;
}

/** The environment as the next start has it: what was there without `.env` goes on to win. */
function after(env: Env, before: NodeJS.Dict<string>, now: NodeJS.Dict<string>): Env {
  const own = Object.entries(env).filter(([name, value]) => before[name] !== value);
  return { ...now, ...Object.fromEntries(own) };
}

/** Writes the files, each whole or not at all; secrets can be read by their owner only. */
export function writeEdits(edits: readonly Edit[]): void {
  const written = edits.map(({ path: named, text, isSecret }) => {
    const path = existsSync(named) ? realpathSync(named) : named;
    const beside = `${path}.new-${process.pid}`;
    const mode = isSecret ? 0o600 : existsSync(path) ? statSync(path).mode & 0o777 : 0o644;
    return { path, beside, text, mode };
  });
  try {
    for (const { beside, text, mode } of written) {
      writeFileSync(beside, text, { mode, flag: 'wx' });
      chmodSync(beside, mode);
    }
    for (const { path, beside } of written) renameSync(beside, path);
  } catch (error) {
    for (const { beside } of written) rmSync(beside, { force: true });
    throw error;
  }
}
