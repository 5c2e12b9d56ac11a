import type { z } from 'zod';
import { CHATS, contradictionsOfChats } from '#chats/all.ts';
import type { Fault, Position } from './fault.ts';
import type { FileTexts, ReadFile } from './read-file.ts';
import { isSetting, type Setting } from './setting.ts';
import { ROWS, SETTINGS, type Values } from './settings.ts';

/** Variables of the environment. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Where a setting's value comes from. */
export type Origin =
  | { readonly from: 'environment' | 'default' }
  | { readonly from: 'file'; readonly position: Position };

/** The settings, and every mistake in them. */
export interface ReadSettings {
  /** Null where there are faults. */
  readonly values: Values | null;
  readonly faults: readonly Fault[];
  /** Text and origin of each variable; null for a setting without a value. */
  readonly origins: ReadonlyMap<string, { readonly text: string | null; readonly origin: Origin }>;
}

/**
 * Puts environment and file together; the environment wins. Empty variables count as not set.
 *
 * @param file null where there is none
 */
export function readSettings(env: Env, file: ReadFile | null): ReadSettings {
  const faults: Fault[] = [...(file?.faults ?? [])];
  const origins = new Map(ROWS.map((row) => [row.env, effective(row, env, file?.texts ?? new Map())] as const));
  const values = valuesIn(SETTINGS, (row) => {
    const { text, origin } = origins.get(row.env) ?? { text: null, origin: { from: 'default' } };
    if (text === null) return null;
    const read = row.value.safeParse(text);
    if (read.success) return read.data;
    faults.push(faultOf(row, read.error, origin));
    return null;
  }) as unknown as Values;
  if (faults.length === 0) faults.push(...faultsOfChats(values));
  if (faults.length === 0) faults.push(...faultsOfStaff(values, origins));
  return { values: faults.length === 0 ? values : null, faults, origins };
}

function effective(row: Setting<unknown>, env: Env, file: FileTexts): { text: string | null; origin: Origin } {
  const variable = env[row.env];
  if (variable !== undefined && variable.trim() !== '') return { text: variable, origin: { from: 'environment' } };
  const written = file.get(row.env);
  if (written !== undefined) return { text: written.text, origin: { from: 'file', position: written.position } };
  return { text: row.otherwise, origin: { from: 'default' } };
}

function valuesIn(table: object, read: (row: Setting<unknown>) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([name, entry]) => [name, isSetting(entry) ? read(entry) : valuesIn(entry, read)]),
  );
}

function faultOf(row: Setting<unknown>, error: z.ZodError, origin: Origin): Fault {
  const position = origin.from === 'file' ? origin.position : null;
  const expected = error.issues[0]?.message ?? 'something else';
  return { position, key: position === null ? row.env : row.key, found: null, expected, meant: null };
}

function missing(variable: string, because: string): Fault {
  return { position: null, key: variable, found: null, expected: because, meant: null };
}

function faultsOfChats(values: Values): readonly Fault[] {
  return contradictionsOfChats(values, values).map(({ variable, expected }) => missing(variable, expected));
}

/** The chat that is said to have the staff needs a channel for it. */
function faultsOfStaff(values: Values, origins: ReadSettings['origins']): readonly Fault[] {
  const { staffChat } = values;
  if (staffChat === null || values[staffChat].staffChannel !== null) return [];
  const row = CHATS[staffChat].staffChannel;
  return origins.get('STAFF_CHAT')?.origin.from === 'file'
    ? [missing(row.key, `a value, because of staff.chat: ${staffChat}`)]
    : [missing(row.env, `a value, because of STAFF_CHAT=${staffChat}`)];
}
