import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeLimits } from '#probe/limits.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';

const { defaults } = testKnowledge();

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the limits', () => {
  test('five checks a person in ten minutes, then a sentence that says how long to wait', async () => {
    const admit = makeLimits({ defaults });
    for (let count = 0; count < 5; count += 1) {
      const admission = await admit('U1', 'api.openai.com');
      expect(admission.ok).toBe(true);
      if (admission.ok) admission.leave();
    }
    expect(await admit('U1', 'api.openai.com')).toEqual({
      ok: false,
      refusal: { id: 'person-limit', says: "You've used all your checks (5). Try again in 10 minutes." },
    });
    expect((await admit('U2', 'api.openai.com')).ok).toBe(true);
    vi.advanceTimersByTime(600_000);
    expect((await admit('U1', 'api.openai.com')).ok).toBe(true);
  });

  test('sixty checks a host in a minute; who is turned away there has lost nothing', async () => {
    const admit = makeLimits({ defaults, underWay: 1000 });
    for (let count = 0; count < 60; count += 1) expect((await admit(`U${count}`, 'api.groq.com')).ok).toBe(true);
    for (let count = 0; count < 8; count += 1)
      expect(await admit('late', 'api.groq.com')).toMatchObject({ ok: false, refusal: { id: 'host-limit' } });
    expect((await admit('late', 'api.openai.com')).ok).toBe(true);
  });

  test('twenty under way; who leaves makes room, once', async () => {
    const admit = makeLimits({ defaults });
    const open = [];
    for (let count = 0; count < 20; count += 1) open.push(await admit(`U${count}`, `h${count}.example.com`));
    expect(await admit('next', 'h.example.com')).toMatchObject({ ok: false, refusal: { id: 'busy' } });
    const first = open[0];
    if (first?.ok === true) {
      first.leave();
      first.leave();
    }
    expect((await admit('next', 'h.example.com')).ok).toBe(true);
    expect((await admit('another', 'h.example.com')).ok).toBe(false);
  });

  test('a refusal leaves nothing under way', async () => {
    const admit = makeLimits({ defaults, perPerson: 0, underWay: 1 });
    for (let count = 0; count < 3; count += 1)
      expect(await admit('U1', 'h.example.com')).toMatchObject({ refusal: { id: 'person-limit' } });
  });
});
