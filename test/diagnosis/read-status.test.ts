import { expect, test } from 'vitest';
import { readStatuses } from '#diagnosis/read/read-status.ts';
import { normalise } from '#diagnosis/text/normalise.ts';

const statusesOf = (text: string) => readStatuses(normalise(text)).map(({ status }) => status);

test.for([
  ['HTTP/1.1 401 Unauthorized', 401],
  ['every call 401 since noon', 401],
  ['each request: 403', 403],
  ['it keeps returning 429', 429],
  ['failed with satus 403', 403],
  ['`401 Bad credentials`, whatever the model', 401],
  ['403 on every request, 200 in the browser', 403],
  ['403 на любой запрос', 403],
  ['immer 401, egal welcher Schlüssel', 401],
  ['一直 401', 401],
  ['getting 429 all day', 429],
  ['it is 403 again', 403],
  ['ключ не принимает, 401 ошибка', 401],
  ['Schlüssel wird abgelehnt, 401', 401],
] as const)('%s: a status', ([text, status]) => {
  expect(statusesOf(text)).toEqual([status]);
});

test.for([
  'the ticket was 402 euro',
  'line 401 of keys.ts',
  'see #429 for the plan',
  'listening on :5004 and port 404',
  'v4.01 and 1.429 seconds',
  'model gpt-403x',
])('%s: no status', (text) => {
  expect(statusesOf(text)).toEqual([]);
});
