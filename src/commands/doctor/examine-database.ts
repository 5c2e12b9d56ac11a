import type { Config } from '#config/config.ts';
import { type Finding, fine, warning, wrong } from '#finding.ts';
import { type ExaminedStore, examineStore } from '#store/examine.ts';

/** Can the database be used, and are its tables up to date? */
export async function examineDatabase({ databaseUrl, dataDir }: Config): Promise<Finding> {
  const check = 'Database';
  const name = databaseUrl === null ? `SQLite in ${dataDir}` : 'PostgreSQL';
  const found = await examineStore(
    databaseUrl === null ? { type: 'file', folder: dataDir } : { type: 'postgres', url: databaseUrl },
  );
  if (found.type === 'new') return fine(check, `${name} will be made at the first start`);
  if (found.type === 'unusable') return unusable(check, name, found);
  if (found.newer)
    return wrong(check, `${name} was used by a newer version`, 'Install that version again, or use another database.');
  if (found.pending > 0)
    return warning(check, `${name} is not up to date (${found.pending} steps)`, 'npm start brings it up to date.');
  return fine(check, `${name} is up to date and can be written to`);
}

function unusable(check: string, name: string, { during, code }: ExaminedStore & { type: 'unusable' }): Finding {
  const verb = during === 'connect' ? 'reached' : during === 'read' ? 'read' : 'written to';
  return wrong(check, `${name} cannot be ${verb} (${code})`, TODO[code] ?? TODO_FOR[during]);
}

const TODO_FOR = {
  connect: 'Is DATABASE_URL right, and does the database run?',
  read: 'Give its user the right to read the tables.',
  write: 'Give its user the right to make tables and write to them; and is there space on its disk?',
} as const;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html and https://sqlite.org/rescode.html */
const TODO: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at the host and port of DATABASE_URL. Does PostgreSQL run, and is the port right?',
  ENOTFOUND: 'There is no host of the name in DATABASE_URL.',
  ETIMEDOUT: 'The host in DATABASE_URL does not answer. Is a firewall between?',
  '28P01': 'Correct the user or the password in DATABASE_URL.',
  '28000':
    'PostgreSQL does not let this user in from here: see pg_hba.conf, and whether it wants SSL (?sslmode=require).',
  '3D000': 'There is no database of the name in DATABASE_URL: createdb makes one.',
  '53300': 'PostgreSQL has no connection left: raise max_connections, or stop what else uses it.',
  '42501': 'Give the user of DATABASE_URL the right to create tables: GRANT CREATE ON SCHEMA public TO …',
  'SQLite 5': 'Another program has locked it. One process uses a SQLite file; for several there is DATABASE_URL.',
  'SQLite 8': 'The file is read-only: give the user that runs Keymedic the right to write it.',
  'SQLite 13': 'The disk is full.',
  'SQLite 26': 'The file keymedic.db is no database, or broken: put a backup in its place, or move it away.',
};
