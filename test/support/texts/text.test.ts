import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { EN } from '#support/texts/en.ts';
import { text } from '#support/texts/text.ts';

describe('the catalogue of texts', () => {
  test('counts are in the singular and the plural', () => {
    expect(text('note.forgotten_cases', { cases: 1 })).toContain('in 1 case is gone');
    expect(text('note.forgotten_cases', { cases: 2 })).toContain('in 2 cases is gone');
  });

  test('a value is shown as it is, also where it looks like a message or like mark-up', () => {
    const step = "{count, plural, other {#}} <b>it's</b> '{x}'";
    expect(text('end.fixed_by', { step })).toBe(`The step that fixed it: ${step}`);
  });

  test('a missing id and a missing value do not compile', () => {
    // @ts-expect-error there is no such text
    expect(text('no.such.text')).toBeUndefined();
    // @ts-expect-error the step is missing
    expect(() => text('end.fixed_by', {})).toThrow(/step/);
  });

  test.for(Object.entries(EN))('%s is an ICU message, and its type knows every name in it', ([, message]) => {
    const { ast } = format(message);
    // What `Names` in text.ts reads from the text itself, in words for the run time.
    const typed = [...message.matchAll(/\{([^{}\s#,]+)[,}]/g)].map(([, name]) => name);
    const named = ast.flatMap((part) => ('value' in part && part.type !== 0 ? [part.value] : []));
    expect(new Set(typed)).toEqual(new Set(named));
  });
});

function format(message: string): { readonly ast: readonly { readonly type: number; readonly value?: unknown }[] } {
  return { ast: new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst() };
}
