import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '#test/fakes/free-port.ts';

const run = promisify(execFile);
const INSTALLED = '/usr/lib/postgresql';

/** A PostgreSQL of this test run alone. */
export interface RunningPostgres {
  readonly url: string;
  /** Takes all tables away. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder of PostgreSQL's programs; null where there are none on this machine. */
export function postgresPrograms(): string | null {
  if (!existsSync(INSTALLED)) return null;
  const [newest] = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a));
  const folder = newest === undefined ? '' : join(INSTALLED, newest, 'bin');
  return existsSync(join(folder, 'initdb')) ? folder : null;
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package has made. */
function ids(): { readonly uid?: number; readonly gid?: number } {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Starts a PostgreSQL on a free port, with its data in a folder that goes with it. `durable`: does it wait for the disk? */
export async function startPostgres(programs: string, durable = false): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-postgres-'));
  const user = ids();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder };
  const data = join(folder, 'data');
  const port = await freePort();
  await run(join(programs, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'keymedic', '--no-sync'], options);
  const settings = `-p ${port} -k ${folder} -c fsync=${durable ? 'on' : 'off'} -c listen_addresses=127.0.0.1`;
  await run(join(programs, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start'], options);
  const url = `postgres://keymedic@127.0.0.1:${port}/postgres`;
  return {
    url,
    async empty() {
      const client = new pg.Client(url);
      await client.connect();
      await client.query('drop schema public cascade; create schema public');
      await client.end();
    },
    async stop() {
      await run(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], options);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
