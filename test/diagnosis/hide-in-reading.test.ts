import { expect, test } from 'vitest';
import { hideInReading } from '#diagnosis/text/hide-in-reading.ts';
import { realCatalogue } from '#test/catalogue.ts';

const { secrets } = realCatalogue();
const hide = (text: string) => hideInReading(text, secrets);

/** Made-up keys, as an engine reads them from pictures. */
test.for([
  [
    'a confused prefix',
    'OPENROUTER_API_KEY=sk-or-vl-',
    '5907acc0706502b7b397177d29b6062e0fdcd9f46e23ca086fb6e3642dbedd42',
  ],
  ['a sign for a digit', 'x-api-key: sk-ant-api®3-', 'WIUrKCVMUx6U0YiKMiWvemXo0lybUfoBU5Sgm7bSYRB'],
  [
    'a key in the next line',
    'OPENROUTER API KEY=sk-or-v1-\n\n',
    '5907acc0706502b7b3971b6062e0fdcd9f46e23ca086fb6e3642dbedd42',
  ],
  ['no prefix at all', 'the key is ', 'savHoxZ98kCZ1XsMgjFbjP9Lw61Isp3HidCHuYkRJuJjL'],
])('%s: nothing of the key is left', ([, before, key]) => {
  const { text } = hide(`curl failed\n${before}${key}\nError code: 401`);
  for (let at = 0; at + 12 <= (key as string).length; at += 1)
    expect(text).not.toContain((key as string).slice(at, at + 12));
  expect(text).toContain('Error code: 401');
});

test('the pieces of a key that blanks and line breaks stand in are hidden, too', () => {
  const { text, keyLike } = hide(
    'x-api-key: sk-ant-api@3-WIUrKCVMUX6U-\n__KNillvemXoOlybUfoBUSS gn7bSYRBGLYiTeI681LIB TXTORe5bZ7TnAB"',
  );
  expect(keyLike).toBe(true);
  for (const piece of ['WIUrKCVMUX6U', 'KNillvemXoOl', 'gn7bSYRBGLYi', 'TXTORe5bZ7Tn'])
    expect(text).not.toContain(piece);
});

test.for([
  'model claude-3-5-sonnet-20241022 is overloaded, gpt-4o-mini-2024-07-18 is not',
  '{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: 8192"}}',
  'Incorrect API key provided: sk-proj-...abcd. You can find it at https://platform.openai.com/account/api-keys',
  'ERROR: AADSTS7000222: The provided client secret keys are expired.',
])('words of an error stay: %s', (text) => {
  expect(hide(text)).toEqual({ text, keyLike: false });
});

test('an id alone is hidden, but raises no alarm', () => {
  expect(hide('request id: req011CYzHd8mQwKf4NtRb2XJsV').keyLike).toBe(false);
});
