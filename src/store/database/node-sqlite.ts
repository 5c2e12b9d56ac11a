import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';

/** Statements are few and come again and again; preparing one costs more than running it. */
const MOST_STATEMENTS = 200;

/** At the start nothing else is to be done, in milliseconds. */
const LOCKED_AT_START_MS = 5000;
/** SQLite waits for a lock by holding up the whole process: it may do so for this long, in milliseconds. */
const HELD_UP_MS = 20;
/** For so long transactions wait for another program to be done with the file, in milliseconds. */
const LOCKED_MS = 5000;
const LOOK_MS = 50;
/** https://www.sqlite.org/rescode.html#busy */
const BUSY = 5;

/**
 * Kysely's dialect for the database that is part of Node. Transactions begin as writers: one that begins as a reader and
 * then writes fails at once, without waiting, when another process has written in between.
 *
 * @param path a file, or `:memory:`
 * @throws SQLite's error where the file cannot be opened
 */
export function nodeSqliteDialect(path: string): Dialect {
  const database = opened(path);
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new WritingDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function opened(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: LOCKED_AT_START_MS });
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;');
  database.exec(`pragma busy_timeout = ${HELD_UP_MS}`);
  return database;
}

class WritingDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  /** By a steady clock; null while the file can be had. */
  #lockedSince: number | null = null;

  constructor(database: DatabaseSync) {
    super({ database: asKyselyDatabase(database) });
    this.#database = database;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    while (!(await this.#begins(connection))) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }

  /** Where the disk is full SQLite has rolled back already, and what went wrong must not give way to that. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }

  /** Once the file was locked for long nobody waits any more: those who come later would wait for each other. */
  async #begins(connection: DatabaseConnection): Promise<boolean> {
    try {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
      this.#lockedSince = null;
      return true;
    } catch (error) {
      this.#lockedSince ??= performance.now();
      if (!isBusy(error) || performance.now() - this.#lockedSince >= LOCKED_MS) throw error;
      return false;
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY;
}

function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = asKyselyStatement(database.prepare(sql));
      if (prepared.size >= MOST_STATEMENTS) prepared.clear();
      prepared.set(sql, statement);
      return statement;
    },
  };
}

function asKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    // A statement returns rows exactly if it has columns, whatever its text looks like.
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])) as IterableIterator<unknown>,
  };
}
