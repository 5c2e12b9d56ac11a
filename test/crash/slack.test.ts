import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';

const KILLS = 50;
const MESSAGES_A_LIFE = 6;
/** The same run for the same number; CRASH_SEED tries another one. */
const SEED = Number(process.env['CRASH_SEED'] ?? 1);

/** Numbers below 1 that look random: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function start(slack: FakeSlack, folder: string): Promise<ChildProcess> {
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const env = {
    PATH: process.env['PATH'] ?? '',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    SLACK_CHANNELS: 'all',
    DATA_DIR: folder,
  };
  const child = spawn(process.execPath, [main], { env, cwd: folder });
  await new Promise<void>((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('keymedic runs')) resolve();
      });
    child.once('exit', () => reject(new Error(`it ended before it ran:\n${output}`)));
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** Everybody writes in a channel of their own: manners would else silence the bot. */
function paste(slack: FakeSlack, number: number): Promise<string> {
  const { state } = slack;
  const person = { id: `UC${number}`, name: `Person ${number}` };
  const channel = `CC${number}`;
  state.users.set(person.id, { ...person, handle: person.id, bot: false, deactivated: false });
  const members = new Set([state.bot.id, person.id]);
  const empty = { archived: false, messages: [], whispers: [] };
  state.channels.set(channel, { id: channel, name: channel, kind: 'public', members, ...empty });
  return slack.driver().say(person, { channel }, PASTE);
}

function answers(slack: FakeSlack, number: number): number {
  const channel = slack.state.channels.get(`CC${number}`);
  return channel?.messages.filter(({ ofBot }) => ofBot).length ?? 0;
}

test(`after ${KILLS} kills every paste has its answer, and none has two`, async () => {
  const random = dice(SEED);
  const slack = await startFakeSlack({ transport: 'socket' });
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-crash-'));
  let sent = 0;
  for (let life = 0; life < KILLS; life += 1) {
    const child = await start(slack, folder);
    for (let message = 0; message < MESSAGES_A_LIFE; message += 1) {
      await paste(slack, (sent += 1));
      await wait(random() * 12);
    }
    await wait(random() * 40);
    await kill(child);
  }
  const last = await start(slack, folder);
  const numbers = Array.from({ length: sent }, (_, index) => index + 1);
  const until = Date.now() + 120_000;
  while (numbers.some((number) => answers(slack, number) === 0) && Date.now() < until) await wait(200);
  await wait(2000);
  await kill(last);
  const wrong = numbers.map((number) => [number, answers(slack, number)]).filter(([, count]) => count !== 1);
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
  expect(wrong).toEqual([]);
});
