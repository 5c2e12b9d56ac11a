import type { Config } from '#config/config.ts';
import { type Finding, fine, warning, wrong } from '#finding.ts';
import { type ExaminedStore, examineStore } from '#store/database/examine.ts';

/** Can the database be used, and are its tables up to date? */
export async function examineDatabase({ databaseUrl, dataDir }: Config): Promise<Finding> {
  const check = 'Database';
  const name = databaseUrl === null ? `SQLite in ${dataDir}` : 'PostgreSQL';
  const found = await examineStore(
    databaseUrl === null ? { type: 'file', folder: dataDir } : { type: 'postgres', url: databaseUrl },
  );
  if (found.type === 'new') return fine(check, `${name} will be created at the first start`);
  if (found.type === 'unusable') return unusable(check, name, found);
  if (found.newer)
    return wrong(
      check,
      `${name} was used by a newer version`,
      'Install the newer version again, or use another database.',
    );
  if (found.pending > 0)
    return warning(
      check,
      `${name} is not up to date (missing migrations: ${found.pending})`,
      'Run npm start to update it.',
    );
  return fine(check, `${name} is up to date and writable`);
}

function unusable(check: string, name: string, { during, code }: ExaminedStore & { type: 'unusable' }): Finding {
  const verb = during === 'connect' ? 'reached' : during === 'read' ? 'read' : 'written to';
  return wrong(check, `${name} cannot be ${verb} (${code})`, TODO[code] ?? TODO_FOR[during]);
}

const TODO_FOR = {
  connect: 'Check DATABASE_URL, and check that the database is running.',
  read: 'Allow its user to read the tables.',
  write: 'Allow its user to create tables and write to them. Check that its disk has space.',
} as const;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html and https://sqlite.org/rescode.html */
const TODO: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'Nothing is listening at the host and port in DATABASE_URL. Check that PostgreSQL is running and that the port is right.',
  ENOTFOUND: 'The host in DATABASE_URL does not exist. Correct its name.',
  ETIMEDOUT: 'The host in DATABASE_URL does not answer. Check for a firewall in between.',
  '28P01': 'Correct the user or the password in DATABASE_URL.',
  '28000':
    'PostgreSQL does not accept this user from this machine. Check pg_hba.conf, and whether it requires SSL (?sslmode=require).',
  '3D000': 'The database in DATABASE_URL does not exist. Create it with createdb.',
  '53300': 'PostgreSQL has no free connections. Raise max_connections, or stop other programs that use it.',
  '42501': 'Allow the user in DATABASE_URL to create tables: GRANT CREATE ON SCHEMA public TO …',
  'SQLite 5': 'Another program has locked it. Only one process can use a SQLite file. For several, set DATABASE_URL.',
  'SQLite 8': 'The file is read-only. Allow the user that runs Keymedic to write to it.',
  'SQLite 13': 'The disk is full.',
  'SQLite 26': 'The file keymedic.db is not a database, or is corrupt. Restore a backup, or move the file away.',
};
