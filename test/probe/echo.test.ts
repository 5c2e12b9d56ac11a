import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { echoOf } from '#probe/echo.ts';
import { SecretKey } from '#secret-key.ts';

const KEY = 'sk-proj-Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa7Zx2Wm9Rt4Yp6abcd';
const echo = (text: string, key = KEY) => echoOf(text, new SecretKey(key));

describe('the key that was sent', () => {
  test.for([
    [
      'stars of the full length',
      'Incorrect API key provided: sk-proj-********************************************abcd.',
    ],
    ['three dots', '{"error":{"message":"Received API Key = sk-...abcd, Key Hash (Token) = 1f"}}'],
    ['an ellipsis', 'invalid api key: sk-proj-…abcd'],
    ['an escaped ellipsis', '{"message":"Invalid token: sk-\\u2026abcd"}'],
    ['the end alone', 'Authentication Fails, Your api key: ****abcd is invalid'],
    ['without its "sk-"', 'token: proj-Kq7***abcd'],
    ['JSON inside JSON', '{"error":"{\\"message\\":\\"Incorrect API key provided: sk-proj-****abcd.\\"}"}'],
    ['whole', `Incorrect API key provided: ${KEY}`],
    ['in quotes', 'The API key "sk-proj-***abcd" is not valid'],
    ['in Chinese', '密钥：sk-***abcd 无效'],
  ])('%s', ([, text]) => {
    expect(echo(text ?? '')).toBe('this');
  });
});

describe('another key', () => {
  test.for([
    ['another end', 'Incorrect API key provided: sk-proj-****************************wXyZ. You can find your API key'],
    ['another end of two', 'Incorrect API key provided: xa***Zz'],
    ['both', 'api key: sk-...wxyz (upstream), request token: none'],
  ])('%s', ([, text]) => {
    expect(echo(text ?? '')).toBe('other');
  });
});

describe('nothing that can be recognised', () => {
  test.for([
    ['no key at all', '{"error":{"message":"Invalid API key","code":"invalid_api_key"}}'],
    ['prose with dots', 'Invalid API key. Please wait...then try again'],
    ['a hidden e-mail address', 'The owner of this key is j***doe@example.com'],
    ['the same end of two, which thousands of keys have', 'Incorrect API key provided: sk***cd'],
    ['the same end behind another start', 'Incorrect API key provided: gsk_***abcd'],
    ['nothing behind the stars', 'Incorrect API key provided: sk-proj-********'],
    ['another whole key', 'Incorrect API key provided: none-of-yours-1234567890'],
  ])('%s', ([, text]) => {
    expect(echo(text ?? '')).toBeNull();
  });
});

test('no end of another key ever counts as this one, whatever is around it', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9]{4}$/).filter((tail) => tail !== 'abcd');
  fc.assert(fc.property(word, fc.string(), (tail, around) => echo(`${around} key: sk-***${tail} `) !== 'this'));
});

test('a long answer is read in a moment', () => {
  const began = performance.now();
  for (const text of ['*'.repeat(200_000), 'a'.repeat(200_000), 'key: a-'.repeat(30_000), '….'.repeat(90_000)])
    echo(text);
  expect(performance.now() - began).toBeLessThan(1500);
});
