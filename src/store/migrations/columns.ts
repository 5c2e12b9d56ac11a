import { sql } from 'kysely';

/** The type of a counted id: the one word in which the two databases differ. */
export type Serial = 'integer' | 'serial';

/** Keys are searched by their beginning, which needs the order of bytes; SQLite's is that already. */
export function keyType(serial: Serial) {
  return serial === 'integer' ? ('text' as const) : sql`text collate "C"`;
}
