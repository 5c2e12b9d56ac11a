import { randomInt } from 'node:crypto';
import type { Provider } from '#knowledge/types.ts';
import { SecretKey } from '#secret-key.ts';

const CHARACTERS = [
  '0123456789',
  '0123456789abcdef',
  'abcdefghijklmnopqrstuvwxyz',
  'abcdefghijklmnopqrstuvwxyz0123456789',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
] as const;
const USUAL_LENGTHS = [32, 40, 48, 51, 64, 84, 100, 24, 20, 120, 160, 16, 200, 36, 26, 44, 56];
/** Dots and dashes stand at fixed places in some forms. */
const SEPARATED = [
  [32, '.', 16],
  [8, '-', 4, '-', 4, '-', 4, '-', 12],
] as const;

/**
 * A key that nobody has, of a form that the provider's file describes: it is refused for being unknown, not for its shape.
 *
 * @returns a random word behind the usual prefix where no form could be met
 */
export function makeUpKey({ keys }: Pick<Provider, 'keys'>): SecretKey {
  const forms = [...keys].sort((a, b) => rank(a) - rank(b));
  for (const { prefix, pattern, length } of forms) {
    const whole = new RegExp(`^(?:${pattern})$`, 'u');
    const lengths = [...(length ?? []), ...USUAL_LENGTHS.map((count) => prefix.length + count)];
    const candidates = CHARACTERS.flatMap((characters) => [
      ...lengths.map((count) => `${prefix}${randomText(count - prefix.length, characters)}`),
      ...SEPARATED.map((parts) => prefix + separated(parts, characters)),
    ]);
    const fitting = candidates.find((candidate) => whole.test(candidate));
    if (fitting !== undefined) return new SecretKey(fitting);
  }
  return new SecretKey(`${forms[0]?.prefix ?? ''}${randomText(40, CHARACTERS[6])}`);
}

/** Ordinary keys first: others may be barred from the request. */
function rank({ class: keyClass }: Provider['keys'][number]): number {
  return keyClass === 'api' ? 0 : 1;
}

function separated(parts: readonly (number | string)[], characters: string): string {
  return parts.map((part) => (typeof part === 'number' ? randomText(part, characters) : part)).join('');
}

function randomText(length: number, characters: string): string {
  return Array.from({ length: Math.max(0, length) }, () => characters.charAt(randomInt(characters.length))).join('');
}
