import { randomInt } from 'node:crypto';
import type { ProbeDefaults } from '#knowledge/types.ts';
import { SecretKey } from '#secret-key.ts';
import { judge } from './judge.ts';
import { readAnswer } from './read-answer.ts';
import type { Ask, Send, Target } from './types.ts';

/** Does a request tell a right key from a made-up one? `unknown` where the host gave no clear answer. */
export type Calibration = 'keyed' | 'public' | 'unknown';

/** What calibrating needs. The defaults are looked up at every use. */
export interface CalibrateOptions {
  readonly send: Send;
  readonly defaults: ProbeDefaults;
  /** Milliseconds of a steady clock. */
  readonly clock: () => number;
}

/** Tells whether an address is keyed, and whether it had to ask for it. */
export type Calibrate = (
  ask: Ask,
  target: Target,
  key: SecretKey,
) => Promise<{ readonly result: Calibration; readonly asked: boolean }>;

const EVERY_MS = 60 * 60 * 1000;
const MOST_REMEMBERED = 1000;
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A calibration that asks an address with a made-up key, at most once an hour. */
export function makeCalibration(options: CalibrateOptions): Calibrate {
  const { send, clock } = options;
  const known = new Map<string, { readonly result: Calibration; readonly at: number }>();
  return async (ask, target, key) => {
    const address = `${ask.method} ${ask.url.href} ${ask.key.in === 'header' ? ask.key.name : ''}`;
    const before = known.get(address);
    if (before !== undefined && clock() - before.at < EVERY_MS) return { result: before.result, asked: false };
    const reply = await send(ask, madeUpKey(key));
    const result = reply.type === 'failed' ? 'unknown' : resultOf(readAnswer(reply), target, options.defaults);
    if (known.size >= MOST_REMEMBERED) known.clear();
    if (result !== 'unknown') known.set(address, { result, at: clock() });
    return { result, asked: true };
  };
}

function resultOf(answer: ReturnType<typeof readAnswer>, target: Target, defaults: ProbeDefaults): Calibration {
  const { says } = judge(answer, target.rows, defaults);
  if (says === 'works' || says === 'limited') return 'public';
  if (says === 'rejected') return 'keyed';
  return (answer.status === 401 || answer.status === 403) && answer.form !== 'html' ? 'keyed' : 'unknown';
}

/** As long as the real one and with its visible first segment, so that it is refused for being wrong, not for its shape. */
export function madeUpKey(like: SecretKey): SecretKey {
  const segment = /^[^…]*/.exec(like.toString())?.[0] ?? '';
  const length = Math.max(24, like.length) - segment.length;
  const rest = Array.from({ length }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  return new SecretKey(`${segment}${rest}`);
}
