import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Form, Reply } from '#chat/port.ts';
import { render, renderForm, renderHome } from '#chat/slack/render.ts';
import type { Loose } from '#test/fakes/slack/types.ts';
import { checkMessageBlocks, checkView } from '#test/fakes/slack/validate-blocks.ts';

const HOSTILE = [
  '<!channel> <!here> <@U123> <#C123> <https://evil.example|click>',
  '*bold* _it_ ~no~ `code` ```\nblock\n``` > quote :tada:',
  '\u202ereversed\u200b\u0007 \ud83d',
  '&lt;!channel&gt; &amp;',
  'https://evil.example/login',
];
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 4000 }), fc.constant(''));
const replies: fc.Arbitrary<Reply> = fc.record(
  {
    tone: fc.constantFrom('neutral', 'good', 'warning', 'bad'),
    title: text,
    text,
    fields: fc.array(fc.record({ name: text, value: text }), { maxLength: 12 }),
    steps: fc.array(fc.record({ title: text, text }), { maxLength: 9 }),
    code: fc.array(fc.record({ label: text, text }), { maxLength: 4 }),
    footer: text,
    buttons: fc.array(fc.record({ label: text, action: fc.string({ minLength: 1, maxLength: 100 }) }), {
      maxLength: 30,
    }),
  },
  { requiredKeys: ['tone', 'title', 'text'] },
);

test('whatever people wrote, Slack takes the message and nothing in it comes to life', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      const { blocks, text: fallback } = render(reply);
      checkMessageBlocks(JSON.parse(JSON.stringify(blocks)));
      const shown = JSON.stringify(blocks);
      expect(shown).not.toMatch(/"type":"(?:user|broadcast|channel|usergroup|mrkdwn)"/);
      expect(fallback).not.toMatch(/[<>]/);
      expect(fallback.length).toBeLessThanOrEqual(3000);
      expect(shown).not.toMatch(/[\u202a-\u202e\u200b]/);
    }),
  );
});

test('only our own link and the addresses in our own steps are links', () => {
  const url = 'https://evil.example/login';
  const { blocks } = render({
    tone: 'neutral',
    title: url,
    text: url,
    fields: [{ name: url, value: url }],
    code: [{ label: 'error', text: url }],
    steps: [{ title: 'Open the page', text: 'It is https://platform.openai.com/api-keys.' }],
    link: 'https://status.openai.com',
  });
  const links = [...JSON.stringify(blocks).matchAll(/"type":"link","url":"([^"]+)"/g)].map(([, found]) => found);
  expect(links.toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
    'https://platform.openai.com/api-keys',
    'https://status.openai.com',
  ]);
});

test('a message that is long everywhere is one that Slack takes', () => {
  const long = 'x'.repeat(9000);
  const buttons = Array.from({ length: 25 }, (_, index) => ({ label: long, action: `a${index}` }));
  const { blocks } = render({
    tone: 'neutral',
    title: 'T',
    text: long,
    steps: [1, 2, 3].map(() => ({ title: long, text: long })),
    buttons,
    footer: long,
  });
  checkMessageBlocks(JSON.parse(JSON.stringify(blocks)));
});

test('a reply without words is one that Slack takes', () => {
  checkMessageBlocks(JSON.parse(JSON.stringify(render({ tone: 'neutral', title: '', text: '' }).blocks)));
});

test('a link that does not fit is left out, not cut', () => {
  const long = `https://status.example/${'x'.repeat(3000)}`;
  const steps = [{ title: 'S', text: `See ${long} now` }];
  expect(JSON.stringify(render({ tone: 'neutral', title: 'T', text: '', link: long, steps }))).not.toContain('"link"');
});

test('what people wrote is no link in a list either', () => {
  const steps = [{ title: 'Case 1', text: 'Ann, https://evil.example/login', theirs: true }] as const;
  expect(JSON.stringify(render({ tone: 'neutral', title: 'T', text: '', steps }))).not.toContain('"link"');
});

test('a text that is too long is clipped between characters', () => {
  const { blocks } = render({ tone: 'neutral', title: 'T', text: '😀'.repeat(3000) });
  expect(JSON.stringify(blocks)).not.toMatch(/\\ud83d(?!\\ude00)/);
});

test('a form fits a modal whatever stands in it, and a secret is never filled in', () => {
  const field = fc.record({
    kind: fc.constantFrom('text', 'long', 'secret', 'select'),
    label: text,
    hint: text,
    value: text,
    options: fc.array(fc.record({ label: text, value: fc.string({ minLength: 1, maxLength: 100 }) }), {
      minLength: 2,
      maxLength: 25,
    }),
  });
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), text, (fields, words) => {
      const form: Form = {
        form: 'f',
        title: `x${words}`,
        submit: 'Send',
        text: words,
        fields: fields.map((one, index) => ({ ...one, id: `field-${index}` })),
      };
      const view = JSON.parse(JSON.stringify(renderForm(form, '{}'))) as Loose;
      checkView(view, 'modal');
      const secrets = (view['blocks'] as Loose[])
        .slice(-fields.length)
        .filter((_, index) => fields[index]?.kind === 'secret');
      expect(JSON.stringify(secrets)).not.toContain('initial');
    }),
  );
});

test('the home page is a view that Slack takes', () => {
  checkView(
    JSON.parse(
      JSON.stringify(renderHome({ tone: 'neutral', title: 'T', text: 'x', buttons: [{ label: 'b', action: 'a' }] })),
    ),
    'home',
  );
});

test('every tone has a mark of its own, and what is neutral has none', () => {
  const markOf = (tone: Reply['tone']) =>
    /"type":"emoji","name":"(\w+)"/.exec(JSON.stringify(render({ tone, title: 'T', text: '' }).blocks))?.[1];
  expect((['neutral', 'good', 'warning', 'bad'] as const).map(markOf)).toEqual([
    undefined,
    'large_green_circle',
    'large_yellow_circle',
    'red_circle',
  ]);
});
