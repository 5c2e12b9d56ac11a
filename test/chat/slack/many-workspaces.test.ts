import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoreAddress } from '#store/open.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';
import type { Town } from '#test/fakes/slack/city.ts';
import type { SlackDriver } from '#test/fakes/slack/driver.ts';
import { handedOver, staffSees } from '#test/scenarios/stories/handing-over.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { type Many, openMany, setUp } from './many-bots.ts';

const PROGRAMS = postgresPrograms();
let postgres: RunningPostgres | null = null;
const folder = mkdtempSync(join(tmpdir(), 'keymedic-many-'));
beforeAll(async () => {
  if (PROGRAMS !== null) postgres = await startPostgres(PROGRAMS);
}, 60_000);
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Setting {
  readonly name: string;
  readonly processes: number;
  readonly address: () => StoreAddress;
}

/** Behind the balancer every second event goes to the other process. */
const SETTINGS: readonly Setting[] = [
  { name: 'one process on SQLite', processes: 1, address: () => ({ type: 'file', folder: join(folder, 'db') }) },
  ...(PROGRAMS === null
    ? []
    : [
        {
          name: 'two processes on PostgreSQL, behind a balancer',
          processes: 2,
          address: (): StoreAddress => ({ type: 'postgres', url: postgres?.url ?? '' }),
        },
      ]),
];

describe.for(SETTINGS)('$name', ({ processes, address }) => {
  let many: Many;
  let acme: Town;
  let bolt: Town;
  let inAcme: SlackDriver;
  let inBolt: SlackDriver;
  beforeEach(async () => {
    many = await openMany(address(), { processes });
    acme = many.city.open({ id: 'T0ACME', name: 'Acme', domain: 'acme' });
    bolt = many.city.open({ id: 'T0BOLT', name: 'Bolt', domain: 'bolt' });
    [inAcme, inBolt] = [many.driverOf(acme), many.driverOf(bolt)];
    for (const [town, driver] of [
      [acme, inAcme],
      [bolt, inBolt],
    ] as const) {
      await many.install(town);
      await setUp(driver);
    }
  }, 30_000);
  afterEach(async () => {
    await many.close();
    await postgres?.empty();
    rmSync(join(folder, 'db'), { recursive: true, force: true });
  });
  const store = () => {
    const found = many.bots[0]?.store;
    if (found === undefined) throw new Error('no bot runs');
    return found;
  };
  const casesOf = async (tenant: string) => {
    const cases = await store().write((trx) => trx.findCases({ limit: 50 }));
    return cases.filter(({ person, place }) => person.tenant === tenant && place.tenant === tenant).length;
  };

  test('two workspaces each have their answers, cards and lists, and nothing of the other', async () => {
    const { ann, sue } = inAcme.people;
    const cardInAcme = await handedOver({ driver: inAcme });
    expect(staffSees(inAcme, /Ann/)).toHaveLength(1);
    expect(staffSees(inBolt, /./)).toHaveLength(0);
    const cardInBolt = await handedOver({ driver: inBolt });
    expect(staffSees(inBolt, /Ann/)).toHaveLength(1);
    expect(staffSees(inAcme, /Ann/)).toHaveLength(1);
    await inAcme.press(sue, cardInAcme, 'Claim');
    await inAcme.settled();
    await inBolt.command(sue, 'cases', '', { channel: inBolt.channels.staff });
    await inBolt.settled();
    expect(inBolt.whispers(sue).at(-1)?.text).toContain('Case 2:');
    expect(inBolt.whispers(sue).at(-1)?.text).not.toContain('Case 1:');
    await inBolt.command(sue, 'cases', '1', { channel: inBolt.channels.staff });
    await inBolt.settled();
    expect(inBolt.whispers(sue).at(-1)?.text).toContain('The support team has no such case');
    await inAcme.command(sue, 'cases', '1', { channel: inAcme.channels.staff });
    await inAcme.settled();
    expect(inAcme.whispers(sue).at(-1)?.text).toContain('Ann');
    await inBolt.press(sue, cardInBolt, 'Claim');
    await inBolt.settled();
    expect(inBolt.direct(ann).some(({ text }) => text.includes('Sue'))).toBe(true);
    await inAcme.command(sue, 'cases', 'stats 7', { channel: inAcme.channels.staff });
    await inAcme.settled();
    const numbers = await store().within({ chat: 'slack', tenant: 'T0ACME' }).statistics(0);
    expect(numbers).toMatchObject({ pastes: 1, handed: 1 });
    expect(staffSees(inAcme, /The last 7 days/)).not.toHaveLength(0);
    expect(staffSees(inBolt, /The last 7 days/)).toHaveLength(0);
  }, 30_000);

  test('a workspace that takes the app out leaves nothing, also when that is told again; the other one goes on', async () => {
    await handedOver({ driver: inAcme });
    await handedOver({ driver: inBolt });
    inAcme.uninstall();
    await inAcme.settled();
    expect(await store().installations.find({ chat: 'slack', tenant: 'T0ACME' })).toBeNull();
    expect([await casesOf('T0ACME'), await casesOf('T0BOLT')]).toEqual([0, 1]);
    await inAcme.redeliver();
    await inAcme.settled();
    expect([await casesOf('T0ACME'), await casesOf('T0BOLT')]).toEqual([0, 1]);
    const { ben } = inBolt.people;
    await inBolt.tell(ben, PASTE);
    await inBolt.settled();
    expect(inBolt.direct(ben).at(-1)?.author).toBe('bot');
  }, 30_000);

  test('revoked tokens of the bot delete as well, and the app can be installed anew', async () => {
    await handedOver({ driver: inAcme });
    acme.revoke();
    await inAcme.settled();
    expect(await casesOf('T0ACME')).toBe(0);
    expect(await store().installations.find({ chat: 'slack', tenant: 'T0ACME' })).toBeNull();
    await inAcme.tell(inAcme.people.ben, PASTE);
    await inAcme.settled();
    expect(inAcme.direct(inAcme.people.ben).at(-1)?.author).not.toBe('bot');
    expect((await many.install(acme)).status).toBe(200);
    await inAcme.tell(inAcme.people.ben, PASTE);
    await inAcme.settled();
    expect(inAcme.direct(inAcme.people.ben).at(-1)?.author).toBe('bot');
  }, 30_000);

  test('no token is in a log line, a number, a message or the database', async () => {
    await handedOver({ driver: inAcme });
    acme.revoke();
    await inAcme.settled();
    await many.install(acme);
    const kept = await store().installations.find({ chat: 'slack', tenant: 'T0ACME' });
    const numbers = await Promise.all(many.bots.map(({ metrics }) => metrics.text()));
    const files = address().type === 'file' ? readdirSync(join(folder, 'db')) : [];
    const written = files.map((name) => readFileSync(join(folder, 'db', name), 'latin1'));
    expect(files.length > 0 || processes === 2).toBe(true);
    const everywhere = [...many.log, ...numbers, ...written, JSON.stringify(kept), inAcme.everything()].join('\n');
    const secrets = [...acme.tokens, ...bolt.tokens, many.city.clientSecret, many.city.signingSecret];
    const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64').slice(4, -4)]);
    expect(forms.filter((form) => everywhere.includes(form))).toEqual([]);
    expect(acme.tokens).toHaveLength(2);
  }, 30_000);
});
