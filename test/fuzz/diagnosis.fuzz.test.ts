import fc from 'fast-check';
import { expect, test } from 'vitest';
import { render } from '#chat/console/render.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { actionId, parseAction, readMove } from '#support/turns/actions.ts';
import { BUTTONS } from '#support/turns/buttons.ts';
import { realCatalogue } from '#test/catalogue.ts';
import { hostileText, RUN } from './hostile.ts';

const catalogue = realCatalogue();
const BODY = 'Q7wE9rT2yU4iO6pA8sD1fG3hJ5kL7zX9cV2bN4mQ6wE8rT1yU3iO5pA7sD9fG2hJ4kL6zX8cV1bN3mQ5wE7rT9yU';
const KEYS = [
  `sk-proj-${BODY}`,
  `sk-ant-api03-${BODY}abAA`,
  `sk-or-v1-${'8f3a1c07e5d94b62'.repeat(4)}`,
  `gsk_${BODY.slice(0, 52)}`,
  `AIzaSy${BODY.slice(0, 33)}`,
  `xai-${BODY.slice(0, 80)}`,
];

test('any text is diagnosed, and every place that is named lies within it', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const { confidence, evidence, secrets } = diagnose(text, catalogue);
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(1);
      for (const { start, end } of [...evidence, ...secrets]) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
    RUN,
  );
});

test('a key is masked whatever stands around it', () => {
  const apart = fc.constantFrom(' ', '\n', '"', "'", '`', ': ', '=', ' \u001b[31m', '<', '(', ',');
  fc.assert(
    fc.property(hostileText, apart, fc.constantFrom(...KEYS), apart, hostileText, (before, left, key, right, after) => {
      const diagnosis = diagnose(`${before}${left}${key}${right}${after}`, catalogue);
      const inside = key.slice(20, 36);
      expect(diagnosis.masked).not.toContain(inside);
      expect(JSON.stringify(diagnosis)).not.toContain(inside);
    }),
    RUN,
  );
});

test('nothing that people wrote commands a terminal', () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (title, text, more) => {
      const reply = { tone: 'neutral', title, text, fields: [{ name: more, value: text }], footer: more } as const;
      const code = [{ label: title, text: more }];
      const shown = render({ ...reply, code, steps: [{ title: more, text }] }, { columns: 80, colour: false });
      expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
    RUN,
  );
});

test('what a button says is one of ours or nothing', () => {
  const almost = fc
    .tuple(
      fc.constantFrom('claim', 'step', 'did', 'choose', 'list', 'answer', 'x'),
      fc.array(fc.string(), { maxLength: 4 }),
    )
    .map(([verb, rest]) => [verb, ...rest].join(':'));
  fc.assert(
    fc.property(fc.oneof(hostileText, almost), (text) => {
      const action = parseAction(text);
      if (action === null) return;
      expect(Number.isSafeInteger(action.caseId)).toBe(true);
      const move = action.do === 'step' ? readMove(action.details) : null;
      if (move === null) return;
      expect(BUTTONS.get('step')?.accepts?.(action.details)).toBe(true);
      const again = parseAction(actionId({ do: 'step', caseId: action.caseId, ...move }));
      expect(readMove(again?.details ?? [])).toEqual(move);
    }),
    RUN,
  );
});
