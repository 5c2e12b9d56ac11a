import { describe, expect, test } from 'vitest';
import { refine } from '#support/answer/refine.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';

const { defaults } = testKnowledge();

describe('a diagnosis', () => {
  const before = (kind: string | null) => ({ kind, provider: 'groq', tool: 'aider' });
  const verdict = (says: 'works' | 'limited' | 'rejected' | 'undecided', kind: string | null) => ({
    verdict: says,
    kind,
    provider: 'groq',
  });

  test.for([
    ['key_invalid', 'works', null, 'config_conflict'],
    ['key_revoked', 'works', null, 'config_conflict'],
    ['rate_limited', 'works', null, 'rate_limited'],
    ['key_invalid', 'works', 'wrong_endpoint', 'wrong_endpoint'],
    ['key_invalid', 'limited', 'credits_exhausted', 'credits_exhausted'],
    ['permission_denied', 'rejected', 'key_expired', 'key_expired'],
    ['permission_denied', 'undecided', 'network', 'permission_denied'],
    [null, 'undecided', 'network', 'network'],
    [null, 'works', null, null],
  ] as const)('of %s becomes, after %s (%s), %s', ([was, says, kind, now]) => {
    expect(refine(was === null ? null : before(was), verdict(says, kind), defaults.refine).kind).toBe(now);
  });

  test('keeps its tool, and its provider where the check names none', () => {
    expect(refine(before('network'), { verdict: 'undecided', kind: null, provider: null }, defaults.refine)).toEqual(
      before('network'),
    );
  });

  test.for([
    ['another provider was asked', 'rejected', 'key_invalid', 'openai'],
    ['a host was asked that nobody knows', 'works', null, 'relay.acme.example'],
    ['the answer was not explicit', 'undecided', 'network', 'groq'],
  ] as const)('stays as it was where %s', ([, says, kind, provider]) => {
    const known = before('rate_limited');
    expect(refine(known, { verdict: says, kind, provider }, defaults.refine)).toEqual(known);
  });
});
