import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '#store/open.ts';
import { memoryChat, NAME, TENANT } from '#test/fakes/memory/chat.ts';
import { memoryDriver } from '#test/fakes/memory/driver.ts';
import { postgresPrograms, startPostgres } from '#test/fakes/postgres.ts';
import type { Driver, Person } from '#test/scenarios/driver.ts';
import { openTheatre, type Theatre } from '#test/scenarios/harness.ts';
import { pressAndSubmit } from '#test/scenarios/stories/handing-over.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';

/*
 * Makes the database that version 0.1 leaves behind, with cases in every state and the messages that stand in the chat.
 * What lies beside this file was made by the code of commit 828a2e9, the last before the names and columns of the store
 * changed. Later code makes another database: never run this again, it is here to say what the files hold.
 */

const HOUR_MS = 3_600_000;
const HELP = { channel: 'C-help' };
const [SUE, TOM] = [person('sue'), person('tom')];

function person(name: string): Person {
  return { id: `U-${name}`, name: name.charAt(0).toUpperCase() + name.slice(1) };
}

/** One person of the story after the other. */
interface Around {
  readonly theatre: Theatre;
  readonly driver: Driver;
}

async function answered(name: string, { driver, theatre }: Around): Promise<string> {
  await driver.say(person(name), HELP, PASTE);
  await driver.settled();
  // So many answers at once would be too many.
  theatre.later(150_000);
  return driver.visible(HELP).at(-1)?.id ?? '';
}

async function press(name: string, message: string, label: string, { driver }: Around): Promise<void> {
  await driver.press(person(name), message, label);
  await driver.settled();
}

async function handedOver(name: string, around: Around): Promise<string> {
  const { driver } = around;
  const answer = await answered(name, around);
  const values = { 'Tool and version': 'curl 8', 'How urgent is it?': 'I need it today' };
  await pressAndSubmit(driver, [person(name), answer, 'Get a human'], values);
  return driver.visible({ channel: 'C-staff' }).findLast(({ text }) => text.includes('Handed over'))?.id ?? '';
}

async function claimed(name: string, around: Around): Promise<string> {
  const card = await handedOver(name, around);
  await press('sue', card, 'Claim', around);
  return card;
}

function lastOf(name: string, { driver }: Around): string {
  return driver.direct(person(name)).at(-1)?.id ?? '';
}

async function casesOfTheBot(around: Around): Promise<void> {
  const { driver } = around;
  await answered('open', around);
  const walk = await answered('walker', around);
  await press('walker', walk, 'Walk me through it', around);
  await press('walker', walk, 'Looks fine, next', around);
  const solved = await answered('solver', around);
  await press('solver', solved, 'Walk me through it', around);
  await press('solver', solved, 'That was it', around);
  const end = await answered('ender', around);
  await press('ender', end, 'Walk me through it', around);
  while (
    driver
      .visible(HELP)
      .find(({ id }) => id === end)
      ?.buttons.includes('Skip') === true
  )
    await press('ender', end, 'Skip', around);
  await press('chooser', await answered('chooser', around), 'Not this', around);
  await press('dismisser', await answered('dismisser', around), 'Dismiss', around);
  await driver.tell(person('vague'), 'my frobnicator says E_NOPE since noon');
  await driver.settled();
  await driver.command(person('whispered'), 'diagnose', PASTE, HELP);
  await driver.settled();
  const said = await driver.say(person('quiet'), { channel: 'C-other' }, PASTE);
  await driver.menu(person('sharer'), { channel: 'C-other' }, said);
  await driver.settled();
  await driver.command(person('checker'), 'keycheck', 'openai', HELP);
  await driver.settled();
  const check = { 'API key': around.theatre.goodKey, Provider: 'OpenAI' };
  await pressAndSubmit(driver, [person('checker'), lastOf('checker', around), 'Enter the key'], check);
  await driver.command(person('open'), 'mydata', '', HELP);
  await driver.command(person('hushed'), 'mydata', '', HELP);
  await driver.settled();
  await press('hushed', driver.whispers(person('hushed')).at(-1)?.id ?? '', 'Only answer when asked', around);
}

async function casesOfTheStaff(around: Around): Promise<void> {
  const { driver, theatre } = around;
  const limbo = await claimed('limbo', around);
  await pressAndSubmit(driver, [SUE, limbo, 'Reply'], { 'To the person': 'Did a new key help?' });
  const slept = await handedOver('sleeper', around);
  await pressAndSubmit(driver, [TOM, slept, 'Snooze'], { 'For how long?': 'A week' });
  const lost = await handedOver('lost', around);
  await pressAndSubmit(driver, [TOM, lost, 'Snooze'], { 'For how long?': 'A week' });
  const asked = await claimed('asked', around);
  await pressAndSubmit(driver, [SUE, asked, 'Reply'], { 'To the person': 'Which project is it?' });
  const quiet = await claimed('silent', around);
  await pressAndSubmit(driver, [SUE, quiet, 'Reply'], { 'To the person': 'Is it still so?' });
  theatre.later(25 * HOUR_MS);
  await theatre.due();
  await driver.tell(person('lost'), 'any news?');
  await driver.settled();
  await pressAndSubmit(driver, [SUE, limbo, 'Hand over'], { 'Who takes it?': 'Back to the queue' });
  await press('limbo', lastOf('limbo', around), 'It still fails', around);
  theatre.later(24 * HOUR_MS);
  await driver.tell(person('asked'), 'the one of the team');
  await driver.settled();
  await pressAndSubmit(driver, [SUE, asked, 'Reply'], { 'To the person': 'Make a key in it, please.' });
  theatre.later(25 * HOUR_MS);
  await theatre.due();
}

async function recentCasesOfTheStaff(around: Around): Promise<void> {
  const { driver, theatre } = around;
  const walk = await answered('stuck', around);
  await press('stuck', walk, 'Walk me through it', around);
  await press('stuck', walk, 'Looks fine, next', around);
  await pressAndSubmit(driver, [person('stuck'), walk, 'Get a human'], { 'Tool and version': 'Cline 3' });
  theatre.later(HOUR_MS);
  await theatre.due();
  await handedOver('waiting', around);
  await claimed('claimed', around);
  const snoozed = await claimed('snoozed', around);
  await pressAndSubmit(driver, [SUE, snoozed, 'Snooze'], { 'For how long?': 'A day' });
  const step = await claimed('stepper', around);
  await driver.press(SUE, step, 'Ask for a step');
  await driver.settled();
  await driver.submit(SUE, { 'Which step?': driver.form(SUE)?.fields[0]?.options[1] ?? '' });
  await driver.settled();
  const check = await claimed('asked-to-check', around);
  await press('sue', check, 'Ask for a key check', around);
  for (const name of ['resolved', 'reopened']) {
    const card = await claimed(name, around);
    await pressAndSubmit(driver, [SUE, card, 'Resolve'], { 'Message to the person': 'Make a new key.' });
  }
  await press('reopened', lastOf('reopened', around), 'It still fails', around);
  const answer = driver.visible(HELP).find(({ text }) => text.includes('resolved'));
  if (answer !== undefined) throw new Error('nobody should have spoken in the channel');
  const closed = await claimed('closed-to-us', around);
  driver.fail('dm-closed');
  await pressAndSubmit(driver, [SUE, closed, 'Reply'], { 'To the person': 'Look at the project.' });
  for (const text of ['', 'mine', 'unclaimed', 'search curl', '20']) {
    await driver.command(SUE, 'cases', text, { channel: 'C-staff' });
    await driver.settled();
  }
}

type Rows = Record<string, readonly Record<string, unknown>[]>;

function rowsOf(file: string): { readonly schema: string; readonly rows: Rows } {
  const db = new DatabaseSync(file, { readOnly: true });
  const made = db.prepare(
    "select name, type, sql from sqlite_master where sql is not null and name not like 'sqlite_%'",
  );
  const all = made.all();
  const rows: Rows = {};
  for (const { name, type } of all)
    if (type === 'table')
      rows[String(name)] = db
        .prepare(`select * from ${String(name)}`)
        .all()
        .map((row) => ({ ...row }));
  db.close();
  // What was sent is of no use any more, and long.
  rows['outbox'] = (rows['outbox'] ?? []).filter(({ state }) => state !== 'sent');
  return { schema: `${all.map(({ sql }) => String(sql)).join(';\n')};\n`, rows };
}

/** The tables as PostgreSQL has them; the rows are the same. */
async function postgresSchema(): Promise<string> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('there is no PostgreSQL here');
  const postgres = await startPostgres(programs);
  await (await openStore({ type: 'postgres', url: postgres.url })).close();
  const sql = execFileSync(join(programs, 'pg_dump'), ['--schema-only', '--no-owner', postgres.url], {
    encoding: 'utf8',
  });
  await postgres.stop();
  const plain = sql.split('\n').filter((line) => line !== '' && !/^(?:--|SET|SELECT|\\)/.test(line));
  return `${plain.join('\n')}\n`;
}

function write(name: string, text: string): void {
  writeFileSync(new URL(name, import.meta.url), text);
}

function jsonLines(rows: Rows): string {
  const tables = Object.entries(rows).map(
    ([name, all]) => `${JSON.stringify(name)}: [\n${all.map((row) => JSON.stringify(row)).join(',\n')}\n]`,
  );
  return `{\n${tables.join(',\n')}\n}\n`;
}

const folder = mkdtempSync(join(tmpdir(), 'keymedic-0-1-'));
const chat = memoryChat();
const theatre = await openTheatre(
  async () => ({
    connect: async () => [chat],
    staff: { chat: NAME, tenant: TENANT, channel: 'C-staff', thread: null, direct: false },
    driver: (bot) => memoryDriver(chat, bot),
    close: async () => undefined,
  }),
  { type: 'file', folder },
);
const { driver } = theatre;
await casesOfTheBot({ theatre, driver });
await casesOfTheStaff({ theatre, driver });
await recentCasesOfTheStaff({ theatre, driver });
// What was not sent yet when the bot stopped.
for (let left = 4; left > 0; left -= 1) chat.next.push({ type: 'later', afterMs: 60_000, why: 'trouble' });
await driver.say(person('late'), HELP, PASTE);
await driver.settled();
await theatre.store.write((trx) => trx.mark('check:1:check:1', Number.POSITIVE_INFINITY));
await theatre.close();
const { schema, rows } = rowsOf(join(folder, 'keymedic.db'));
rmSync(folder, { recursive: true, force: true });
write('sqlite.sql', schema);
write('postgres.sql', await postgresSchema());
write('rows.json', jsonLines(rows));
write(
  'screen.json',
  jsonLines({
    messages: chat.messages.map((one) => ({ ...one })),
    whispered: chat.whispered.map((one) => ({ ...one })),
  }),
);
