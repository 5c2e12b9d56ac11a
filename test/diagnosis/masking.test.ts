import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnose } from '#diagnosis/diagnose.ts';
import { findSecrets, keysIn, masked } from '#diagnosis/text/mask.ts';
import { realCatalogue } from '#test/catalogue.ts';
import { KEPT, PLACES, SPECIMENS } from './specimens.ts';

const catalogue = realCatalogue();
const maskedText = (text: string) => masked(text, findSecrets(text, catalogue.secrets));

/** The longest piece of a secret beyond its beginning that a text shows, up to 12 characters. */
function leftOf(secret: string, text: string): string | undefined {
  for (let at = KEPT; at + 12 <= secret.length; at += 1)
    if (text.includes(secret.slice(at, at + 12))) return secret.slice(at, at + 12);
  return undefined;
}

test.for(SPECIMENS)('a secret is masked in every place: %s', ([, secret]) => {
  for (const [place, write] of PLACES) {
    const text = write(secret);
    expect({ place, left: leftOf(secret, maskedText(text)) }).toEqual({ place, left: undefined });
  }
});

test.for(SPECIMENS)('a secret is masked, whatever escape or mark touches it: %s', ([, secret]) => {
  const half = Math.floor(secret.length / 2);
  const [head, tail] = [secret.slice(0, half), secret.slice(half)];
  for (const text of [
    `{"stderr":"key:\\n${secret}\\nfailed"}`,
    `key\\t${secret}\\t401`,
    `?api_key%3D${secret}%26x=1`,
    `{"apiKey":"\\u0022${secret}\\u0022"}`,
    `api_key = ${head}\u200b${tail}`,
    `api_key = ${head}**${tail}`,
    `api_key = \u001b[31m${head}\u001b[1m${tail}\u001b[0m`,
    `api_key = &quot;${secret}&quot;`,
    `api_key = ${secret.replaceAll('-', '\\-').replaceAll('_', '\\_')}`,
    `api_key = ${secret.replaceAll('-', '\u2011')}`,
    `my key <https://example.org/|${secret}> gives 401`,
  ]) {
    const shown = maskedText(text);
    expect({ text, left: leftOf(secret, shown) ?? leftOf(tail, shown) }).toEqual({ text, left: undefined });
  }
});

/** Letters on one side, and on the other a sign that is neither letter nor ASCII. */
const TOUCHED: [string, [string, string], string][] = [
  ['AA', ['Hugging Face', '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'], '¡'],
  ['\u0000AA', ['Hugging Face', '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'], ''],
];

test('any format is masked between any characters', () => {
  const around = fc.string({ unit: 'binary', maxLength: 3 });
  fc.assert(
    fc.property(around, fc.constantFrom(...SPECIMENS), around, (before, [, secret], after) => {
      // Behind a name that says so it is a secret, whatever touches it.
      expect(
        leftOf(secret, maskedText(`api_key="${before.replaceAll(/["\s]/g, '')}${secret}${after}"`)),
      ).toBeUndefined();
    }),
    { numRuns: 2000, examples: TOUCHED },
  );
});

describe('what is no secret is not masked', () => {
  test.for([
    'https://proxy:****@gw.example.com/v1',
    'postgres://app:${DB_PASSWORD}@db/app',
    'https://user:password@localhost:3000/',
    'sk-video-classification-1.10.2-py3',
    'git checkout sk-2024-11-fix-login-page-v2',
    'const token = getTokenFromSession2Storage1();',
    'token: openai-credentials-prod-2024-v12',
    'csrf_token: VIgwIzRdhNQC1B5782lMAKWRe15xOVbu',
    '"nextPageToken": "BbfZme762S8B82m3k06gM5ZpJkuE"',
    'max_tokens=2744, total_tokens=16237',
    'request-id: req_ZReFUk2bsRrr9BfobwsiTaDm',
    'commit cf59fcbfdb244f824208f038dfda28a23a4354dd',
    'fix: rotate the api key (commit cf59fcbfdb244f824208f038dfda28a23a4354dd)',
    '"integrity": "sha512-A2GO8QPNnZ7K+jbe3sJcgiFARscRdh9NIw8e9yVHBzN2QyU4gjN5hwSW/S+pQfca2iur+bTzXaILB/C1PkUIo1=="',
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI6Y4e7vaWSRSqUSjuNkX9ryHEPgcsdhq0kqETHd5PI1v user@host',
    'b11f71b4-6513-4b87-9adc-039cf9723e21',
    'Authorization: Bearer <your token here>',
    'password: ${DB_PASSWORD}',
    'password: string;',
    'OPENAI_API_KEY=your-api-key-here',
    'apiKey: process.env.OPENAI_API_KEY',
    'keyboard layout: de-latin1-nodeadkeys, monkey=business',
    'task-8b40d40e360a45196f164736e91c328b is done',
    '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEt8b0Z1sQ9v4mXl2k\n-----END PUBLIC KEY-----',
  ])('%s', (text) => {
    expect(diagnose(text, catalogue)).toMatchObject({ secrets: [], masked: text });
  });
});

describe('deleting needs proof', () => {
  const proved = (text: string) => diagnose(text, catalogue).secrets.map((secret) => secret.proved);

  test('a whole key of a known format and length is proof', () => {
    const half = 'Zq7Kx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEaZq7Kx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEaZq7Kx2';
    expect(proved(`my key sk-proj-${half.slice(0, 74)}T3BlbkFJ${half.slice(0, 74)} fails`)).toEqual([true]);
    expect(proved('AKIAVRVGADXBIIQNYEMI')).toEqual([true]);
  });

  test('of a format with a checksum only the right checksum is', () => {
    expect(proved('token 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')).toEqual([true]);
    expect(proved('token ghp_5Yp8yIB2Enus0HMI4fS9z6yKryu7OE45fcL1')).toEqual([false]);
  });

  test.for([
    'deploy token: cf59fcbfdb244f824208f038dfda28a23a4354dd',
    'DB_PASSWORD=aP4BPJsmPnNL',
    'curl -u admin:aP4BPJsmPnNL https://api.example.org',
    'sk-3F2vOsehzFhv69OVpeukDMVFxaQpnhgILyshKVPetA5xUMHh',
  ])('what only looks like one is masked, and proves nothing: %s', (text) => {
    expect(proved(text)).toEqual([false]);
  });
});

describe('frames', () => {
  const BODY = Array.from(
    { length: 30 },
    (_, line) => `MIIEpAIBAAKCAQEA${'x7Kq2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuE'.slice(line)}${line}aZq7Kx2Wm9`,
  );
  const KEY = ['-----BEGIN RSA PRIVATE KEY-----', 'Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-128-CBC,0A1B', '', ...BODY];

  test.for([
    ['as it is', (lines: readonly string[]) => lines.join('\n')],
    ['in a log', (lines: readonly string[]) => lines.map((line) => `2026-11-30T10:00:01Z INFO ${line}`).join('\n')],
    ['in a diff', (lines: readonly string[]) => lines.map((line) => `+ ${line}`).join('\n')],
    ['as a list', (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n')],
    ['in JSON', (lines: readonly string[]) => JSON.stringify({ private_key: lines.join('\n') })],
  ] as const)('a private key is masked %s', ([, write]) => {
    const shown = maskedText(`before\n${write([...KEY, '-----END RSA PRIVATE KEY-----'])}\nafter 401`);
    for (const line of BODY) expect(leftOf(line, shown)).toBeUndefined();
    expect(shown).toContain('after 401');
  });

  test('a private key that lies over the end of a piece of a long log is masked', () => {
    const filler = 'INFO all is well with the worker\n'.repeat(1450);
    const long = Array.from({ length: 60 }, () => BODY).flat();
    const text = `${filler}-----BEGIN PRIVATE KEY-----\n${long.join('\n')}\n-----END PRIVATE KEY-----\n${filler}`;
    const { masked: shown } = diagnose(text, catalogue);
    for (const line of BODY) expect(leftOf(line, shown)).toBeUndefined();
  });

  test('a PuTTY key is masked', () => {
    const text = `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 1\nAAAAB3NzaC1yc2EAAAADAQABAAABAQ\nPrivate-Lines: 2\n${BODY[0]}\n${BODY[1]}\nPrivate-MAC: 0123456789abcdef0123456789abcdef`;
    expect(leftOf(BODY[1] as string, maskedText(text))).toBeUndefined();
  });
});

test.for([
  'пароль: Zq7Kx2Wm9Rt4',
  '密码：Zq7Kx2Wm9Rt4',
  'contraseña: Zq7Kx2Wm9Rt4',
  'パスワード：Zq7Kx2Wm9Rt4',
  '비밀번호: Zq7Kx2Wm9Rt4',
  'mot de passe : Zq7Kx2Wm9Rt4',
  'Kennwort=Zq7Kx2Wm9Rt4',
  'hasło: Zq7Kx2Wm9Rt4',
])('a password behind its name in another language is masked: %s', (text) => {
  expect(maskedText(text)).not.toContain('Kx2Wm9');
});

test('the same key has one form in common, however it is written', () => {
  const [, key] = SPECIMENS[0] as (typeof SPECIMENS)[number];
  for (const text of [
    key,
    ` ${key}\n`,
    `"${key}"`,
    `Bearer ${key}`,
    `API_KEY=${key}`,
    `${key.slice(0, 60)}\u200b${key.slice(60)}`,
    `API_KEY=${key.slice(0, 60)}\n${key.slice(60)}`,
    `${key}${key}`,
    `||${key}||`,
  ])
    expect({ text, keys: keysIn(text, catalogue.secrets) }).toEqual({ text, keys: expect.arrayContaining([key]) });
});

test.for([
  'sk-',
  'key=',
  'eyJ',
  ':AA1',
  'a_mmk',
  '://a:',
  '%25',
  '-----BEGIN PRIVATE KEY-----\n',
  'PuTTY-User-Key-File-3',
  'password "',
  'token 9f8e7d6c5b4a39281706 ',
  'curl -u a:',
])('hostile text takes linear time: %s', (unit) => {
  const took = (characters: number) => {
    const text = unit.repeat(characters / unit.length);
    const from = performance.now();
    findSecrets(text, catalogue.secrets);
    return performance.now() - from;
  };
  took(4000);
  expect(took(64_000)).toBeLessThan(Math.max(1500, 60 * took(8000)));
});
