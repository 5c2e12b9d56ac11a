import { describe, expect, test } from 'vitest';
import { checkProbes } from '#authoring/check-probes.ts';
import { answerSchema, genericAnswerSchema } from '#knowledge/probe-schema.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';

const { knowledge, defaults } = testKnowledge();

describe('the probes of the knowledge', () => {
  test('name only kinds, providers and requests that there are', () => {
    expect(checkProbes(knowledge)).toEqual([]);
  });

  test('name kinds in the words for every provider that there are', () => {
    const named = JSON.stringify(defaults).matchAll(/"(?:kind|now)":"([a-z_]+)"/g);
    const unknown = [...named].map(([, kind = '']) => kind).filter((kind) => !knowledge.failures.has(kind));
    expect(unknown).toEqual([]);
  });

  test('mistakes are found, with their place', () => {
    const groq = knowledge.providers.get('groq');
    if (groq?.probe === undefined || !('request' in groq.probe)) throw new Error('no probe');
    const [row] = groq.probe.answers;
    if (row === undefined) throw new Error('no row');
    const probe = {
      ...groq.probe,
      like: 'nobody',
      answers: [row, { ...row, kind: 'no_such_kind', ask_next: 'second' as const }],
    };
    const broken: Knowledge = { ...knowledge, providers: new Map([['groq', { ...groq, probe }]]) };
    expect(checkProbes(broken).map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['probe.answers.1.id', 'groq/probe "list" appears twice'],
      ['probe.answers.1.kind', 'groq/probe "list": there is no failure kind "no_such_kind"'],
      ['probe.answers.1.ask_next', 'groq/probe "list": there is no second request'],
      ['probe.like', 'groq/probe "nobody" is not a provider with a key check'],
    ]);
  });

  const row = { id: 'x', source: 'https://example.com' };

  test('a row that rejects without a status, or without words of the body, is no knowledge', () => {
    expect(answerSchema.safeParse({ ...row, says: 'rejected', status: 401 }).success).toBe(false);
    expect(answerSchema.safeParse({ ...row, says: 'rejected', text: 'invalid' }).success).toBe(false);
    expect(answerSchema.safeParse({ ...row, says: 'rejected', status: 401, text: 'invalid' }).success).toBe(true);
    expect(answerSchema.safeParse({ ...row, says: 'works', status: 200 }).success).toBe(false);
    expect(genericAnswerSchema.safeParse({ ...row, says: 'rejected', status: 401, text: 'invalid' }).success).toBe(
      false,
    );
  });
});
