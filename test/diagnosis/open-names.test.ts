import { expect, test } from 'vitest';
import { diagnose } from '#diagnosis/diagnose.ts';
import { readNames } from '#diagnosis/read/read-names.ts';
import { realCatalogue } from '#test/catalogue.ts';

const catalogue = realCatalogue();
const servicesIn = (text: string) => readNames(text).services.map(({ name }) => name);
const clientsIn = (text: string) => readNames(text).clients.map(({ name }) => name);

test.for([
  ['an address', 'GET https://api.quuxly.com/v2/items failed: 401 Unauthorized', 'quuxly'],
  ['a variable', 'QUUXLY_API_KEY is set, and still 401', 'quuxly'],
  ['a class', 'QuuxlyRestException: HTTP 401 error: Unable to create record', 'quuxly'],
  ['a package', 'quuxly.core.client.UnauthorizedException: (401)', 'quuxly'],
  ['a header', 'X-Quuxly-Server-Token: missing', 'quuxly'],
  ['a scope of npm', '    at post (/app/node_modules/@quuxly/sdk/dist/index.js:10:5)', 'quuxly'],
] as const)('a service that nobody knows is named by %s', ([, text, name]) => {
  expect(servicesIn(text)).toContain(name);
});

test('prose names nobody, and words of every program are no names', () => {
  expect(servicesIn('my Quuxly account says the key is invalid')).toEqual([]);
  expect(servicesIn('AuthenticationError: 401, API_KEY, SECRET_TOKEN, X-Api-Key, X-Auth-Token')).toEqual([]);
  expect(servicesIn('see https://github.com/a/b/issues/1 and https://example.com/x')).toEqual([]);
});

test('a client is named by its prompt or its package', () => {
  expect(clientsIn('$ quuxctl login\nerror: 401')).toContain('quuxctl');
  expect(clientsIn('File "/usr/lib/python3/site-packages/quuxly_cli/main.py", line 3')).toContain('quuxly-cli');
});

test('the answer says who refused: an id where there is a file, else the name and the host', () => {
  const open = diagnose('GET https://api.quuxly.com/v2/items\n401 {"error":"invalid api key"}', catalogue);
  expect(open).toMatchObject({ provider: 'quuxly', refusedBy: { name: 'quuxly', host: 'api.quuxly.com' } });
  const known = diagnose('POST https://api.openai.com/v1/chat/completions 401 Incorrect API key provided', catalogue);
  expect(known).toMatchObject({ provider: 'openai', refusedBy: { name: 'OpenAI', host: 'api.openai.com' } });
});
