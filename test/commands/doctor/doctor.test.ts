import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { doctorCommand } from '#commands/doctor/doctor.ts';
import { examineClock, examineNode, examinePort } from '#commands/doctor/examine-place.ts';
import { startListener } from '#ops/listener.ts';
import { openStore } from '#store/open.ts';
import { fakeIo } from '#test/commands/io.ts';
import { postgresPrograms, startPostgres } from '#test/fakes/postgres.ts';
import { about, closing, examine, place } from './examine.ts';

test('nothing is left behind, and no data folder is made', async () => {
  const { status, lines } = await examine({});
  expect(status).toBe(0);
  expect(about(lines, 'Data folder')).toContain('will be created at the first start');
  expect(readdirSync(place())).toEqual([]);
});

test('a data folder that is a file', async () => {
  writeFileSync(join(place(), 'taken'), '');
  const { status, lines } = await examine({ DATA_DIR: join(place(), 'taken', 'data') });
  expect(about(lines, 'Data folder')).toMatch(/^✗ Data folder: .* is not writable \(ENOTDIR\)/);
  expect(status).toBe(1);
});

test('a database that is up to date is left as it is', async () => {
  const data = join(place(), 'data');
  const store = await openStore({ type: 'file', folder: data });
  await store.close();
  const { status, lines } = await examine({});
  expect(about(lines, 'Database')).toMatch(/^✓ Database: .* is up to date and writable$/);
  expect(status).toBe(0);
  const db = new DatabaseSync(join(data, 'keymedic.db'));
  expect(db.prepare(`select name from sqlite_master where name like '%examined%'`).all()).toEqual([]);
  db.close();
  expect(readdirSync(data).filter((name) => name.includes('doctor'))).toEqual([]);
});

test.for<[string, (path: string) => void, string]>([
  [
    'is not a database',
    (path) => writeFileSync(path, 'not a database, but long enough to be read as one'.repeat(30)),
    '✗ Database: .* cannot be reached \\(SQLite 26\\)',
  ],
  ['has no tables yet', (path) => new DatabaseSync(path).close(), '! Database: .* is not up to date'],
  [
    'was used by a newer version',
    (path) => {
      const db = new DatabaseSync(path);
      db.exec(
        `create table kysely_migration (name varchar(255), timestamp varchar(255)); insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00Z')`,
      );
      db.close();
    },
    '✗ Database: .* was used by a newer version',
  ],
])('a database that %s', async ([, make, line]) => {
  const data = join(place(), 'data');
  mkdirSync(data);
  make(join(data, 'keymedic.db'));
  const { lines } = await examine({});
  expect(about(lines, 'Database')).toMatch(new RegExp(`^${line}`));
});

test('a PostgreSQL that is not there is told without its password', async () => {
  const { status, out, lines } = await examine({ DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:9/keymedic' });
  expect(about(lines, 'Database')).toContain(
    '✗ Database: PostgreSQL cannot be reached (ECONNREFUSED). → Nothing is listening',
  );
  expect(about(lines, 'Secret for fingerprints')).toContain(
    '! Secret for fingerprints: each process generates its own',
  );
  expect(out).not.toContain('hunter2');
  expect(status).toBe(1);
});

const programs = postgresPrograms();
test.skipIf(programs === null)('a PostgreSQL is examined like SQLite', async () => {
  const postgres = await startPostgres(programs ?? '');
  closing({ close: () => postgres.stop() });
  const env = { DATABASE_URL: postgres.url };
  expect(about((await examine(env)).lines, 'Database')).toContain('! Database: PostgreSQL is not up to date');
  await (await openStore({ type: 'postgres', url: postgres.url })).close();
  expect(about((await examine(env)).lines, 'Database')).toContain('✓ Database: PostgreSQL is up to date');
  const wrong = postgres.url.replace('/postgres', '/nothing');
  expect(about((await examine({ DATABASE_URL: wrong })).lines, 'Database')).toContain(
    '(3D000). → The database in DATABASE_URL does not exist',
  );
});

test('mistakes in the settings and in the knowledge are told with their places', async () => {
  writeFileSync(join(place(), 'keymedic.yaml'), 'slack:\n  chanels: [help]\n');
  const settings = await examine({});
  expect(about(settings.lines, 'Settings')).toContain('✗ Settings: keymedic.yaml:2:3 slack.chanels');
  expect(settings.status).toBe(1);
  rmSync(join(place(), 'keymedic.yaml'));
  mkdirSync(join(place(), 'own', 'providers'), { recursive: true });
  writeFileSync(join(place(), 'own', 'providers', 'acme.yaml'), 'id: acme\nnmae: Acme\n');
  const knowledge = await examine({ KNOWLEDGE_DIR: join(place(), 'own') });
  expect(about(knowledge.lines, 'Knowledge')).toMatch(/^✗ Knowledge: .*acme\.yaml:\d+/);
  expect(knowledge.status).toBe(1);
});

test('secrets that others may read are worth a look', async () => {
  writeFileSync(join(place(), '.env'), 'PORT=1');
  chmodSync(join(place(), '.env'), 0o644);
  expect(about((await examine({})).lines, '.env')).toContain('! .env: other users on this machine can read');
  chmodSync(join(place(), '.env'), 0o600);
  expect(about((await examine({})).lines, '.env')).toMatch(/^✓/);
  mkdirSync(join(place(), 'data'));
  writeFileSync(join(place(), 'data', 'secret-key'), 'x', { mode: 0o644 });
  expect(about((await examine({})).lines, 'Secret for fingerprints')).toContain(
    '! Secret for fingerprints: other users',
  );
});

test('a Node.js that is too old, a clock that is off, a port that may not be had', async () => {
  expect(examineNode('22.1.0')).toMatchObject({ state: 'wrong', says: '22.1.0 is too old' });
  const clocks = [10, 120, 4000].map(async (seconds) => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { date: new Date(Date.now() + seconds * 1000).toUTCString() }).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closing({ close: () => new Promise((done) => server.close(done)) });
    return examineClock(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  expect((await Promise.all(clocks)).map(({ state }) => state)).toEqual(['fine', 'warning', 'wrong']);
  expect((await Promise.all(clocks))[2]?.says).toMatch(/^is (?:3999|4000) s behind$/);
  expect(await examineClock('http://127.0.0.1:9')).toMatchObject({ state: 'warning' });
  expect(await examinePort({ variable: 'PORT', port: 0, host: null })).toMatchObject({ state: 'fine' });
  expect(await examinePort({ variable: 'PORT', port: 1, host: '192.0.2.1' })).toMatchObject({ state: 'wrong' });
});

test('a port that a running Keymedic has is fine, one that another program has is worth a look', async () => {
  const parts = {
    host: '127.0.0.1',
    port: 0,
    readiness: async () => ({ ready: true, not_ready: [], checks: {} }),
    metrics: async () => '',
  };
  const listener = await startListener(parts);
  closing({ close: () => listener.stop() });
  const taken = { variable: 'OPS_PORT', host: '127.0.0.1', port: Number(new URL(listener.address).port) };
  expect(await examinePort(taken)).toMatchObject({ state: 'fine', says: 'used by a running Keymedic' });
  const other = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  closing({ close: () => new Promise((done) => other.close(done)) });
  const port = (other.address() as AddressInfo).port;
  expect(await examinePort({ ...taken, port })).toMatchObject({ state: 'warning', says: 'is in use' });
});

test('--json says the same to a program, --help explains', async () => {
  const { io, out } = fakeIo({ DATA_DIR: join(place(), 'data'), PORT: 'x' });
  expect(await doctorCommand(['--json'], io, place())).toBe(1);
  expect(JSON.parse(out())).toMatchObject({
    ok: false,
    checks: [
      { check: 'Node.js', state: 'fine', todo: null },
      { check: 'Settings', state: 'wrong' },
    ],
  });
  const help = fakeIo();
  expect(await doctorCommand(['--help'], help.io, place())).toBe(0);
  expect(help.out()).toContain('npm run -s doctor');
  expect(existsSync(join(place(), 'data'))).toBe(false);
});
