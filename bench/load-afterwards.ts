import { setTimeout as wait } from 'node:timers/promises';
import { until } from '#test/crash/town.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import type { Person } from '#test/scenarios/driver.ts';
import type { Town } from './load-town.ts';

/** A paste whose author goes on after the answer. */
interface Followed {
  /** Index among the town's crowds. */
  readonly crowd: number;
  readonly channel: string;
  readonly person: Person;
  readonly paste: string;
}

/** What people do with their answers. */
export interface Afterwards {
  /** Every so many pastes the author walks the checklist or asks for a human. */
  follow(number: number, followed: Followed): void;
  /** Waits for those under way; what did not come to its end, and what came twice. */
  end(): Promise<string[]>;
}

/** Of 80 pastes, two are walked and two are handed over, one on each chat. */
const EVERY = 80;
const PATIENCE_MS = 30_000;
/** People read before they press. */
const READING_MS = 1000;

/** Presses buttons as people do, each a while after the answer. */
export function startAfterwards(town: Town, counts: { walks: number; cards: number }): Afterwards {
  const underWay: Promise<void>[] = [];
  const failed: string[] = [];
  const cards = new Map<string, number>();
  town.onStaff = (message) => {
    const [, number] = /load-(\d+)-/.exec(message) ?? [];
    if (number !== undefined && message.includes('Claim')) cards.set(number, (cards.get(number) ?? 0) + 1);
  };
  const begin = (what: string, work: Promise<void>) =>
    void underWay.push(work.catch(() => void failed.push(`${what} did not come to its end`)));
  return {
    follow(number, followed) {
      const turn = number % EVERY;
      if (turn === 10 || turn === 11) {
        counts.walks += 1;
        begin('a walk', walk(town, followed));
      }
      if (turn === 20 || turn === 21) {
        counts.cards += 1;
        begin('a handoff', handOver(town, followed, number));
      }
    },
    async end() {
      await Promise.all(underWay);
      const doubled = [...cards.values()].filter((count) => count > 1).length;
      const lost = counts.cards - cards.size;
      return [
        ...failed,
        ...(doubled === 0 ? [] : [`${doubled} cards came twice`]),
        ...(lost === 0 ? [] : [`${lost} cards did not come`]),
      ];
    },
  };
}

/** The answer's id, once it stands there. */
async function answerTo(town: Town, { crowd, channel, paste }: Followed): Promise<string> {
  const find = () =>
    crowd === 0
      ? town.slack.state.channels.get(channel)?.messages.find(({ thread, ofBot }) => ofBot && thread === paste)?.ts
      : town.discord.guild.messages.findLast(({ reference }) => reference === paste)?.id;
  await until(() => find() !== undefined, PATIENCE_MS);
  await wait(READING_MS);
  return find() ?? '';
}

async function walk(town: Town, followed: Followed): Promise<void> {
  const driver = town.crowds[followed.crowd]?.driver;
  const answer = await answerTo(town, followed);
  const says = (words: string) =>
    driver?.visible({ channel: followed.channel }).some(({ id, text }) => id === answer && text.includes(words)) ===
    true;
  await driver?.press(followed.person, answer, 'Walk me through it');
  await until(() => says('Step 1 of'), PATIENCE_MS);
  await wait(READING_MS);
  await driver?.press(followed.person, answer, 'That was it');
  await until(() => says('Great, it works again'), PATIENCE_MS);
}

async function handOver(town: Town, followed: Followed, number: number): Promise<void> {
  const driver = town.crowds[followed.crowd]?.driver;
  const answer = await answerTo(town, followed);
  await driver?.press(followed.person, answer, 'Get a human');
  await until(() => driver?.form(followed.person) !== null, PATIENCE_MS);
  await driver?.submit(followed.person, { 'Tool and version': `load-${number}-` });
  const card = () =>
    town.slack.state.channels
      .get(CHANNELS.staff)
      ?.messages.findLast(({ blocks }) => JSON.stringify(blocks).includes(`load-${number}-`));
  await until(() => card() !== undefined, PATIENCE_MS);
  await wait(READING_MS);
  await town.slack.driver().press({ id: 'U0SUE00001', name: 'Sue' }, card()?.ts ?? '', 'Claim');
}
