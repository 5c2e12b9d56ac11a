/** What the databases do differently. */
export interface Flavour {
  readonly serial: 'integer' | 'serial';
  /** Can rows be locked? SQLite has one writer at a time and needs no locks. */
  readonly locks: boolean;
}

/** What the embedded database does. */
export const SQLITE: Flavour = { serial: 'integer', locks: false };
/** What PostgreSQL does. */
export const POSTGRES: Flavour = { serial: 'serial', locks: true };
