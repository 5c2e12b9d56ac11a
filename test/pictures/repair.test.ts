import { expect, test } from 'vitest';
import { repaired } from '#pictures/repair.ts';

test.for([
  ['names', 'OpenAl refused, xAl too, and 0penAI', 'OpenAI refused, xAI too, and OpenAI'],
  ['variables', 'OPENAL_APLKEY: [hidden]', 'OPENAI_API_KEY: [hidden]'],
  ['a variable without its line', 'OPENROUTER API KEY=none', 'OPENROUTER_API_KEY=none'],
  ['the word API', 'Incorrect APT key provided. APl Error', 'Incorrect API key provided. API Error'],
  ['addresses', 'https: //api.openal.com/vl/models', 'https://api.openai.com/v1/models'],
  ['the beginning of words', 'lnvalid key, lnsufficient quota', 'Invalid key, Insufficient quota'],
  ['blanks between Chinese characters', '密 钥 无 效 ： key 已 过 期', '密钥无效： key 已过期'],
  ['a status with one reading', 'Error code: 481 and status: 4O3', 'Error code: 401 and status: 403'],
])('%s', ([, read, meant]) => {
  expect(repaired(read as string)).toBe(meant);
});

test.for([
  'Error code: 404, HTTP 418, status 429',
  'line 481 of main.py, 491 tokens',
  'AL is a state, and alarms are no AI',
  'Enter YOUR API KEY here',
])('what can be meant is left alone: %s', (text) => {
  expect(repaired(text)).toBe(text);
});
