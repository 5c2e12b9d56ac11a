import type { Chat, Turn } from '#chat/port.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { drawPng } from '#ops/draw.ts';
import { withIds } from '#ops/log-context.ts';
import { NOTHING_SOLVED, openSolvedSteps } from '#support/answer/solved-steps.ts';
import type { Bot } from '#support/bot.ts';
import { startDeliverer } from '#support/delivery/deliver.ts';
import { tellOutcome } from '#support/delivery/tell-outcome.ts';
import { DEFAULT_KEY_LIMITS, type KeyLimits, keyAdmission } from '#support/key-check/limits.ts';
import { tellInterruptedChecks } from '#support/key-check/resume-checks.ts';
import { measured } from '#support/turns/measure-chat.ts';
import { type Meter, NO_METER } from '#support/turns/meter.ts';
import { pendingQuestions } from '#support/turns/pending-questions.ts';
import { recentWords } from '#support/turns/recent-words.ts';
import { takeTurns } from '#support/turns/take-turns.ts';
import { runDue, startTimers } from '#support/turns/timers.ts';

/** What a running bot is made of. */
export interface Parts
  extends Omit<Bot, 'chats' | 'solved' | 'meter' | 'wake' | 'recent' | 'questions' | 'limits' | 'admit'> {
  readonly chats: readonly Chat[];
  /** Do checklists learn from solved walks? */
  readonly learnOrder: boolean;
  /** The usual limits of key checks where it is left out. */
  readonly limits?: KeyLimits;
  /** Nothing is counted where it is left out. */
  readonly meter?: Meter;
}

/** A bot that is connected. */
export interface Running {
  /** Does what is due by the clock, without waiting for the next look; how much was done. */
  runDue(): Promise<number>;
  /** Counts solved walks now. */
  learn(): Promise<void>;
  /** No turn under way, nothing to deliver. */
  idle(): boolean;
  /** Takes no more turns, ends those under way, delivers what is leased, disconnects. */
  stop(): Promise<void>;
}

const FIRST_PASTE = 'Error code: 401 - Incorrect API key provided';

/**
 * Connects the chats to the use cases.
 *
 * @throws what a chat's start throws: a sentence for the operator
 */
export async function startBot(parts: Parts): Promise<Running> {
  const { store, clock, log, meter = NO_METER, limits = DEFAULT_KEY_LIMITS } = parts;
  const chats = new Map(parts.chats.map((chat) => [chat.name, measured(chat, meter)]));
  const started = new Set<string>();
  const deliverer = startDeliverer({
    store,
    chats,
    started: (name) => started.has(name),
    clock,
    log,
    draw: drawPng,
    onOutcome: (...what) => tellOutcome(...what, bot),
    around: ({ outgoing }, work) => withIds({ case: outgoing.caseId }, work),
  });
  const bot: Bot = {
    ...parts,
    solved: parts.learnOrder ? openSolvedSteps(store, clock, log) : NOTHING_SOLVED,
    meter,
    limits,
    admit: keyAdmission(limits, parts),
    chats,
    wake: () => deliverer.wake(),
    recent: recentWords(),
    questions: pendingQuestions(),
  };
  const turns = takeTurns(bot);
  const take = (turn: Turn) => withIds({ turn: turn.id }, () => turns.take(turn));
  // The first diagnosis of a process opens what was learned. Whoever writes first must not wait for that: another process
  // could take what they write next before it.
  diagnose(FIRST_PASTE, bot.catalogue());
  try {
    await startAll(chats, take, started);
  } catch (error) {
    await Promise.all(parts.chats.map((chat) => chat.stop()));
    await deliverer.stop();
    throw error;
  }
  await tellInterruptedChecks(bot);
  const timers = startTimers(bot);
  return {
    runDue: () => runDue(bot),
    learn: () => bot.solved.refresh(),
    idle: () => turns.idle() && deliverer.idle(),
    async stop() {
      turns.giveUp();
      await Promise.all(parts.chats.map((chat) => chat.stop()));
      await turns.done();
      await timers.stop();
      await deliverer.stop();
    },
  };
}

async function startAll(
  chats: ReadonlyMap<string, Chat>,
  take: (turn: Turn) => Promise<void>,
  started: Set<string>,
): Promise<void> {
  for (const chat of chats.values()) {
    await chat.start(take);
    started.add(chat.name);
  }
}
