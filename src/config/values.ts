import { z } from 'zod';

/** Which channels are answered in unasked. */
export type Watch = 'all' | ReadonlySet<string>;

/** The part of Discord's servers that this process serves: all, or some of so many shards. */
export type Shards = 'auto' | { readonly ids: readonly number[]; readonly count: number };

const MINUTE_MS = 60_000;

/** Any text that is not blank. */
export const text = z.string().trim().min(1, { error: 'a text' });

/** An address of the web. */
export const webAddress = text.pipe(z.url({ protocol: /^https?$/, error: 'an http or https address' }));

export const postgresAddress = text.regex(/^postgres(?:ql)?:\/\//, {
  error: 'an address that starts with postgres://',
});

export const yesOrNo = z
  .enum(['true', 'false', '1', '0'], { error: 'true or false' })
  .transform((value) => value === 'true' || value === '1');

/** One of some words. */
export function oneOf<const Words extends readonly [string, string, ...string[]]>(words: Words) {
  const last = words.at(-1) ?? '';
  return z.enum(words, { error: `${words.slice(0, -1).join(', ')} or ${last}` });
}

/** Names or ids of channels, `#` or not. */
export const channels = z.string().transform((value): Watch => {
  const names = itemsOf(value).map((name) => name.replace(/^#/, ''));
  return names.includes('all') ? 'all' : new Set(names);
});

/** `host:port` targets. */
export const targets = text.refine(
  (value) => itemsOf(value).every((item) => /^(?:\[[0-9a-f:.]+\]|[^\s/:@]+):\d{1,5}$/i.test(item)),
  { error: 'host:port, such as localhost:4000; several separated by commas' },
);

/** Names of hosts, as a set. */
export const hostNames = text
  .refine((value) => itemsOf(value).every((item) => /^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(item)), {
    error: 'host names, such as gateway.example.com; several separated by commas',
  })
  .transform((value): ReadonlySet<string> => new Set(itemsOf(value).map((item) => item.toLowerCase())));

/** Both bounds belong to it. */
export function wholeNumber(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return text
    .regex(/^-?\d+$/, { error })
    .transform(Number)
    .pipe(z.number().min(least, { error }).max(most, { error }));
}

/** Minutes in the settings, milliseconds in the program. */
export function minutes(least: number, most: number) {
  return wholeNumber(least, most).transform((value) => value * MINUTE_MS);
}

/** Hours in the settings, milliseconds in the program. */
export function hours(least: number, most: number) {
  return wholeNumber(least, most).transform((value) => value * 60 * MINUTE_MS);
}

/** A part of the whole. */
export const share = text
  .regex(/^(?:0|1|0?\.\d+|[01]\.0+)$/, { error: 'a number from 0 to 1, such as 0.8' })
  .transform(Number);

export const shards = text
  .regex(/^(?:auto|\d{1,4}(?:-\d{1,4})?\/\d{1,4})$/, { error: 'auto, or shard numbers and the total, such as 0-3/8' })
  .transform((value, context): Shards => {
    if (value === 'auto') return 'auto';
    const [range = '', count = ''] = value.split('/');
    const [from = 0, to = from] = range.split('-').map(Number);
    if (to >= from && to < Number(count))
      return { ids: Array.from({ length: to - from + 1 }, (_, index) => from + index), count: Number(count) };
    context.addIssue({ code: 'custom', message: 'shard numbers below the total, such as 0-3/8' });
    return z.NEVER;
  });

const LISTENER = /^(?:(?<host>[\w.-]+|\[[\da-f:.]+\]):)?(?<port>\d{1,5})$/i;

/** Where something is listened to: a port of this machine alone, an address with a port, or `off`. */
export const listener = text.transform((value, context): { readonly host: string; readonly port: number } | null => {
  if (value === 'off') return null;
  const { host = '127.0.0.1', port } = LISTENER.exec(value)?.groups ?? {};
  if (port !== undefined && Number(port) <= 65_535) return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) };
  context.addIssue({ code: 'custom', message: 'a port such as 9090, an address such as 0.0.0.0:9090, or off' });
  return z.NEVER;
});

/** The items of a list that is written as one text. */
export function itemsOf(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
