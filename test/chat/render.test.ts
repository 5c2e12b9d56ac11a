import fc from 'fast-check';
import { expect, test } from 'vitest';
import { render } from '#chat/console/render.ts';

const SCREEN = { columns: 80, colour: false };

test('long texts are wrapped, commands are not', () => {
  const command = 'x'.repeat(120);
  const shown = render(
    { tone: 'neutral', title: 'T', text: 'word '.repeat(60), code: [{ label: 'bash', text: command }] },
    SCREEN,
  );
  expect(shown).toContain(command);
  expect(shown.split('\n').filter((line) => line.length > 80)).toEqual([`    ${command}`]);
});

test('without colour there is no escape; with it there is', () => {
  const reply = { tone: 'bad', title: 'Title', text: 'text' } as const;
  expect(render(reply, SCREEN)).not.toContain('\u001b');
  expect(render(reply, { ...SCREEN, colour: true })).toContain('\u001b[');
});

test('nothing that a person pasted can steer the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const shown = render(
        { tone: 'neutral', title: text, text, fields: [{ name: 'Why', value: text }], code: [{ label: 'bash', text }] },
        SCREEN,
      );
      expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    }),
  );
});

test('every tone has a colour of its own', () => {
  const colours = (['neutral', 'good', 'warning', 'bad'] as const).map(
    (tone) => /\u001b\[(3\d)m/.exec(render({ tone, title: 'T', text: '' }, { ...SCREEN, colour: true }))?.[1],
  );
  // Cyan, green, yellow, red: https://en.wikipedia.org/wiki/ANSI_escape_code#Colors
  expect(colours).toEqual(['36', '32', '33', '31']);
});
