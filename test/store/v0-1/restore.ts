import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import pg from 'pg';
import type { Screen } from '#test/fakes/memory/chat.ts';

type Row = Readonly<Record<string, SQLInputValue>>;

const ROWS = read('rows.json') as Readonly<Record<string, readonly Row[]>>;

/** What stands in the chat of that database. */
export const SCREEN = read('screen.json') as Screen;

/** When the bot of that database was stopped, in milliseconds since 1970. */
export const STOPPED_AT = Math.max(...(ROWS['inbound'] ?? []).map(({ at }) => Number(at)));

function read(name: string): unknown {
  return JSON.parse(text(name));
}

function text(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** Rows and the statement that inserts them; tables that others point at come first. */
function inserts(placeholder: (index: number) => string) {
  return Object.entries(ROWS).flatMap(([table, rows]) =>
    rows.map((row) => {
      const columns = Object.keys(row);
      const values = columns.map((_column, index) => placeholder(index));
      return { sql: `insert into ${table} (${columns.join(', ')}) values (${values.join(', ')})`, row };
    }),
  );
}

/** Puts the database of version 0.1 into a folder, as a SQLite file. */
export function restoreSqlite(folder: string): void {
  const db = new DatabaseSync(join(folder, 'keymedic.db'));
  // One transaction: the disk is waited for once.
  db.exec('begin');
  db.exec(text('sqlite.sql'));
  for (const { sql, row } of inserts(() => '?')) db.prepare(sql).run(...Object.values(row));
  db.exec('commit');
  db.close();
}

/** Puts the database of version 0.1 into an empty PostgreSQL. */
export async function restorePostgres(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(text('postgres.sql'));
  for (const { sql, row } of inserts((index) => `$${index + 1}`)) await client.query(sql, Object.values(row));
  for (const table of ['cases', 'case_events', 'outbox', 'key_checks'])
    await client.query(`select setval('${table}_id_seq', (select coalesce(max(id), 1) from ${table}))`);
  await client.end();
}
