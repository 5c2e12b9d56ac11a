import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { openFile } from '#config/config.ts';
import { lineOfVariable, lookalikes, placed } from '#config/env-file.ts';
import { type Fault, sentenceOf } from '#config/fault.ts';
import { type ReadSettings, readSettings } from '#config/read.ts';
import type { Setting } from '#config/setting.ts';
import { ROWS } from '#config/settings.ts';
import type { Io } from './io.ts';

const HELP = `Usage: npm run -s config -- check [--json]
       npm run -s config -- show [--json]

check  read keymedic.yaml (or the file in KEYMEDIC_CONFIG), the environment and .env, and explain every mistake
show   show each value and where it comes from; for secrets, only whether they are set

docs/settings.md lists all settings. Exit status: 0 no mistakes, 1 mistakes, 2 invalid arguments.
`;

/**
 * `npm run config`: explains and shows the settings. Returns the exit status.
 *
 * @param folder where keymedic.yaml and .env are
 */
export async function configCommand(argv: readonly string[], io: Io, folder = process.cwd()): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const [what = ''] = positionals;
  if (values.help) {
    io.out(HELP);
    return 0;
  }
  if (positionals.length !== 1 || (what !== 'check' && what !== 'show')) {
    io.error(HELP);
    return 2;
  }
  const file = openFile(io.env, folder);
  const dotEnv = envFile(folder);
  const found = readSettings(io.env, file);
  const read = { ...found, faults: found.faults.map((fault) => placed(fault, dotEnv)) };
  if (what === 'check') return check(read, { io, json: values.json, hasFile: file !== null, dotEnv });
  const shown = ROWS.map((row) => shownOf(row, read, parseEnv(dotEnv)));
  io.out(
    values.json ? `${JSON.stringify({ settings: shown, faults: read.faults.map(toJson) }, null, 2)}\n` : table(shown),
  );
  if (!values.json) tell(read.faults, io);
  return read.faults.length === 0 ? 0 : 1;
}

interface Checking {
  readonly io: Io;
  readonly json: boolean;
  readonly hasFile: boolean;
  /** The text of `.env`. */
  readonly dotEnv: string;
}

function check({ faults }: ReadSettings, { io, json, hasFile, dotEnv }: Checking): number {
  if (!json)
    for (const { name, meant } of lookalikes(dotEnv))
      io.error(`.env:${lineOfVariable(dotEnv, name) ?? 1} ${name}: is not a setting; did you mean ${meant}?\n`);
  if (json) io.out(`${JSON.stringify({ ok: faults.length === 0, faults: faults.map(toJson) }, null, 2)}\n`);
  else if (faults.length === 0)
    io.out(
      hasFile ? 'The settings have no mistakes.\n' : 'The settings have no mistakes. There is no keymedic.yaml file.\n',
    );
  else tell(faults, io);
  return faults.length === 0 ? 0 : 1;
}

function tell(faults: readonly Fault[], io: Io): void {
  for (const fault of faults) io.error(`${sentenceOf(fault)}\n`);
  if (faults.length > 0)
    io.error(`${faults.length === 1 ? '1 mistake' : `${faults.length} mistakes`}. See docs/settings.md.\n`);
}

function toJson(fault: Fault): Record<string, unknown> {
  const { position, key, found, expected, meant } = fault;
  return {
    file: position?.file ?? null,
    line: position?.line ?? null,
    column: position?.column ?? null,
    key,
    found,
    expected,
    did_you_mean: meant,
    message: sentenceOf(fault),
  };
}

interface Shown {
  readonly key: string;
  readonly variable: string;
  readonly value: string | null;
  readonly from: string;
}

function shownOf(row: Setting<unknown>, { origins }: ReadSettings, dotEnv: Readonly<Record<string, unknown>>): Shown {
  const { text, origin } = origins.get(row.env) ?? { text: null, origin: { from: 'default' as const } };
  const { key, env: variable } = row;
  return { key, variable, value: valueOf(row, text), from: fromOf() };

  function fromOf(): string {
    if (origin.from === 'file') return `${origin.position.file}:${origin.position.line}`;
    if (origin.from === 'default') return 'default';
    return dotEnv[variable] === text ? '.env' : 'environment';
  }
}

/** Of a secret only whether it is there; an address without its password. */
function valueOf({ secret, looks }: Setting<unknown>, text: string | null): string | null {
  if (secret === 'always') return text === null ? 'not set' : 'set';
  if (text === null || text === '') return null;
  return secret === 'password' && looks?.test(text) ? 'set, with a password' : text;
}

function table(shown: readonly Shown[]): string {
  const widest = Math.max(...shown.map(({ key }) => key.length));
  return shown
    .map(({ key, value, from }) => `${key.padEnd(widest)}  ${value ?? '-'}${from === 'default' ? '' : `  (${from})`}\n`)
    .join('');
}

function envFile(folder: string): string {
  const path = join(folder, '.env');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
