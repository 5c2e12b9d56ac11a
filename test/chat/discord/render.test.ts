import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inert, render, renderForm } from '#chat/discord/render.ts';
import type { Form, Reply } from '#chat/port.ts';
import { readMarkdown } from '#test/fakes/discord-server/screen.ts';
import { type Json, V2 } from '#test/fakes/discord-server/state.ts';
import { validateMessage, validateModal } from '#test/fakes/discord-server/validate.ts';

const HOSTILE = [
  '@everyone @here <@100000000000000011> <@&100000000000000050> <#100000000000000021>',
  '**bold** _it_ ~~no~~ `code` ```\nblock\n``` > quote\n# heading\n- list\n||spoiler||',
  '[click](https://evil.example) <https://evil.example> https://evil.example/x discord.gg/abc www.evil.example',
  '\u202ereversed\u200b\u0007 \ud83d',
  '\\\\\\*',
];
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 3000 }), fc.constant(''));
const replies: fc.Arbitrary<Reply> = fc.record(
  {
    tone: fc.constantFrom('neutral', 'good', 'warning', 'bad'),
    title: text,
    text,
    fields: fc.array(fc.record({ name: text, value: text }), { maxLength: 12 }),
    steps: fc.array(fc.record({ title: text, text }), { maxLength: 9 }),
    code: fc.array(fc.record({ label: text, text }), { maxLength: 12 }),
    picture: fc.record({ png: fc.constant(new Uint8Array(1)), name: text, alt: text }),
    footer: text,
    buttons: fc.uniqueArray(fc.record({ label: text, action: fc.string({ minLength: 1, maxLength: 100 }) }), {
      maxLength: 30,
      selector: ({ action }) => action,
    }),
  },
  { requiredKeys: ['tone', 'title', 'text'] },
);
const wire = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json[];
const contents = (components: unknown): string[] =>
  [...JSON.stringify(components).matchAll(/"content":("(?:[^"\\]|\\.)*")/g)].map(
    ([, json = '""']) => JSON.parse(json) as string,
  );

test('whatever people wrote, Discord takes the message and nobody is mentioned', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      const components = wire(render(reply));
      validateMessage({ flags: V2, components });
      const shown = contents(components).map(readMarkdown).join('\n');
      expect(shown).not.toContain('!!');
      expect(JSON.stringify(components)).not.toMatch(/\\ud[89a-f]/i);
    }),
  );
});

test('a text of people is shown as they wrote it, without mark-up, mentions or links', () => {
  for (const hostile of HOSTILE.slice(0, 3)) expect(readMarkdown(inert(hostile))).toBe(hostile);
  expect(inert('see https://evil.example')).not.toContain('://');
  const bare = inert(HOSTILE.join(' ')).replaceAll(/\\[\s\S]/g, '');
  expect(bare).not.toMatch(/[*_~`|>#[\]()<@]/);
});

test('a line that begins with a number is no list', () => {
  expect(inert('1. one\n  2. two')).toBe('1\\. one\n  2\\. two');
});

test('a command is shown as it is to be typed', () => {
  const code = 'echo `date` "$(pwd)" | tee ``x``';
  const parts = contents(render({ tone: 'neutral', title: 'T', text: '', code: [{ label: 'bash', text: code }] }));
  expect(parts.join('\n')).toContain(code);
});

test('however long the text is, the steps, the link and the small print below it are shown', () => {
  const parts = contents(
    render({
      tone: 'neutral',
      title: 'T',
      text: 'x'.repeat(9000),
      steps: [{ title: 'Do this', text: 'now' }],
      link: 'https://status.openai.com',
      footer: 'Small print',
    }),
  );
  expect(parts).toHaveLength(4);
  expect(parts.at(-1)).toBe('-# Small print');
  expect(parts.join('').length).toBeLessThanOrEqual(4000);
});

test('a picture is shown, with words for who does not see it', () => {
  const picture = { png: new Uint8Array(1), name: 'where to click.png', alt: 'The page API keys' };
  const [container = {}] = wire(render({ tone: 'neutral', title: 'T', text: '', picture }));
  const items = [{ media: { url: 'attachment://where_to_click.png' }, description: 'The page API keys' }];
  expect(container['components']).toContainEqual({ type: 12, items });
});

test('a label that is too long goes on below it', () => {
  const label = 'The model that your program asks for, exactly as it stands in your code';
  const modal = renderForm({ form: 'f', title: 'T', submit: 'S', fields: [{ id: 'model', label, kind: 'text' }] });
  const part = modal.components[0] as unknown as { label: string; description: string };
  expect(part.label).toHaveLength(45);
  expect(`${part.label.slice(0, -1)}${part.description.slice(1)}`).toBe(label);
});

test('nothing breaks out of a block of code, not even when it is cut off', () => {
  for (const length of [10, 3000, 9000]) {
    const code = `\`\`\`\n@everyone ${'x'.repeat(length)}`;
    const parts = contents(render({ tone: 'neutral', title: 'T', text: '', code: [{ label: 'error', text: code }] }));
    for (const part of parts) expect(part.split('```').length % 2).toBe(1);
    expect(parts.join('').length).toBeLessThanOrEqual(4000);
  }
});

test('only our own link and the addresses in our own steps are links, without previews', () => {
  const url = 'https://evil.example/login';
  const [, ...rest] = contents(
    render({
      tone: 'neutral',
      title: url,
      text: url,
      fields: [{ name: url, value: url }],
      steps: [{ title: 'Open the page', text: 'It is https://platform.openai.com/api-keys.' }],
      link: 'https://status.openai.com',
    }),
  );
  const links = [...rest.join('\n').matchAll(/<(https:[^>]+)>/g)].map(([, found]) => found);
  expect(links).toEqual(['https://status.openai.com', 'https://platform.openai.com/api-keys']);
});

test('a block of code that does not fit leaves no half of its fence', () => {
  for (let length = 3600; length < 3900; length += 1) {
    const code = [
      { label: 'bash', text: 'x'.repeat(length) },
      { label: 'cmd', text: 'y' },
    ];
    const shown = contents(render({ tone: 'neutral', title: 'T', text: '', code })).join('\n');
    expect(shown.replaceAll(/^```\n[\s\S]*?\n```/gm, '')).not.toContain('`');
  }
});

test('a link that does not fit is left out, not cut', () => {
  const url = `https://status.example/${'x'.repeat(300)}`;
  for (let length = 3400; length < 3900; length += 1) {
    const shown = contents(
      render({ tone: 'neutral', title: 'T', text: '', steps: [{ title: 'S', text: `${'y'.repeat(length)} ${url}` }] }),
    ).join('');
    expect(shown.includes('<')).toBe(shown.includes(`<${url}>`));
  }
});

test('what people wrote is no link in a list either', () => {
  const steps = [{ title: 'Case 1', text: 'Ann, https://evil.example/login', theirs: true }] as const;
  expect(contents(render({ tone: 'neutral', title: 'T', text: '', steps })).join('')).not.toContain('://');
});

test('a form fits a modal whatever stands in it, and a secret is never filled in', () => {
  const field = fc.record({
    kind: fc.constantFrom('text', 'long', 'secret', 'select'),
    label: text,
    hint: text,
    value: text,
    options: fc.uniqueArray(fc.record({ label: text, value: fc.string({ minLength: 1, maxLength: 100 }) }), {
      minLength: 2,
      maxLength: 25,
      selector: ({ value }) => value,
    }),
  });
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), text, (fields, words) => {
      const form: Form = {
        form: 'f',
        title: words,
        submit: 'Send',
        text: words,
        fields: fields.map((one, index) => ({ ...one, id: `field-${index}` })),
      };
      const modal = JSON.parse(JSON.stringify(renderForm(form))) as Json;
      validateModal(modal);
      const secrets = (modal['components'] as Json[]).filter((part) => JSON.stringify(part).includes('secret:'));
      for (const part of secrets) expect((part['component'] as Json)['value']).toBeUndefined();
    }),
  );
});

test('every tone has a colour of its own, and what is neutral has none', () => {
  const colourOf = (tone: Reply['tone']) =>
    (wire(render({ tone, title: 'T', text: '' }))[0] as { accent_color?: number }).accent_color;
  expect(colourOf('neutral')).toBeUndefined();
  const [good = 0, warning = 0, bad = 0] = (['good', 'warning', 'bad'] as const).map(colourOf);
  const parts = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  const strongest = (colour: number) => parts(colour).indexOf(Math.max(...parts(colour)));
  // Green, yellow (red and green), red.
  expect([good, warning, bad].map(strongest)).toEqual([1, 0, 0]);
  expect(parts(warning)[1]).toBeGreaterThan(128);
  expect(parts(bad)[1]).toBeLessThan(64);
});
