import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SecretKey } from '#secret-key.ts';

const VALUE = 'sk-proj-Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa7Zx2Wm9Rt4';
const key = new SecretKey(VALUE);

describe('a secret key', () => {
  test('shows its first segment and its length, whichever way it is printed', () => {
    const shown = `sk-…(${VALUE.length} characters)`;
    expect(String(key)).toBe(shown);
    expect(JSON.stringify({ key })).toBe(`{"key":"${shown}"}`);
    expect(inspect(key)).toBe(shown);
    expect(inspect({ nested: { key } }, { depth: null, showHidden: true })).not.toContain('Kq7Z');
    expect('key: '.concat(String(key))).toBe(`key: ${shown}`);
    expect(Object.keys(key)).toEqual([]);
    expect(JSON.stringify(Object.getOwnPropertyDescriptors(key))).toBe('{}');
  });

  test('does not survive a structured clone', () => {
    expect(JSON.stringify(structuredClone(key))).toBe('{}');
  });

  test('shows nothing of a short one', () => {
    expect(String(new SecretKey('sk-12345'))).toBe('…(8 characters)');
  });

  test('is cut from foreign texts: whole, in pieces, escaped, encoded', () => {
    const odd = new SecretKey('ab/cd+ef"gh12345678');
    const base64 = Buffer.from('ab/cd+ef"gh12345678').toString('base64');
    expect(key.cutFrom(`Incorrect key ${VALUE}, sorry`)).toBe('Incorrect key [key], sorry');
    expect(key.cutFrom(`it begins with ${VALUE.slice(0, 12)} and ends`)).toBe('it begins with [key] and ends');
    expect(odd.cutFrom(JSON.stringify({ key: 'ab/cd+ef"gh12345678' }))).not.toMatch(/cd\+ef|gh1234/);
    expect(odd.cutFrom(`?key=${encodeURIComponent('ab/cd+ef"gh12345678')}`)).toBe('?key=[key]');
    expect(odd.cutFrom(`Basic ${base64}`)).not.toContain(base64.slice(0, 12));
  });

  test('leaves no stretch of 15 characters in any text, of any length', () => {
    const filler = fc.string({ maxLength: 800 });
    fc.assert(
      fc.property(filler, filler, fc.nat(VALUE.length - 15), (before, after, from) => {
        const piece = VALUE.slice(from, from + 15);
        expect(key.cutFrom(`${before}${piece}${after}`)).not.toContain(piece);
      }),
      { numRuns: 300 },
    );
  });

  test('leaves other texts as they are', () => {
    expect(key.cutFrom('nothing to see here')).toBe('nothing to see here');
  });

  test('has a fingerprint that depends on the secret', () => {
    expect(key.fingerprint('a')).toMatch(/^[0-9a-f]{32}$/);
    expect(key.fingerprint('a')).toBe(new SecretKey(VALUE).fingerprint('a'));
    expect(key.fingerprint('a')).not.toBe(key.fingerprint('b'));
  });
});
