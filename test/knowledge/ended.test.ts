import { describe, expect, test } from 'vitest';
import { makeChecklist } from '#diagnosis/checklist.ts';
import { endedNotices } from '#diagnosis/ended.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { SecretKey } from '#secret-key.ts';
import { answerPaste } from '#support/answer/answer-paste.ts';
import { keyCheckReply } from '#support/views/key-check.ts';
import { keyForm } from '#support/views/key-form.ts';
import { stepReply } from '#support/views/step.ts';
import { realCatalogue } from '#test/catalogue.ts';
import { openBench, testKnowledge } from '#test/fakes/providers/check.ts';

const catalogue = realCatalogue();
const { knowledge } = catalogue;

describe('a product that has ended', () => {
  test.for([
    ['Roo Code 3.25: 401 Invalid API key', 'Roo Code was shut down on 15 May 2026', 'Use Zoo Code'],
    [
      '401 The `models` permission is required to access this endpoint',
      'GitHub Models was shut down',
      'Use another provider',
    ],
    ['Windsurf: 403 permission_denied from the model', 'Windsurf was renamed Devin Desktop', ''],
    ['HTTP 401 Unauthorized from api.mistral.ai (Continue extension)', 'Continue is no longer maintained', ''],
    [
      'Gemini CLI: [API Error: 403 PERMISSION_DENIED]',
      'no longer accepts personal Google accounts',
      'Use Antigravity CLI',
    ],
  ] as const)('is said first: %s', ([paste, says, instead]) => {
    const { reply } = answerPaste(paste, catalogue);
    const [first = ''] = (reply.text ?? '').split('\n');
    expect(first).toContain(says);
    expect(first).toContain(instead);
  });

  test('is said even where nothing in the text failed', () => {
    expect(answerPaste('which key does Roo Code use?', catalogue).reply.text).toContain('Roo Code was shut down');
  });

  test('is not mentioned for products that live on', () => {
    expect(endedNotices({ provider: 'openai', tool: 'cursor' }, knowledge)).toEqual([]);
    expect(answerPaste('Cursor settings: 401 Incorrect API key provided', catalogue).reply.text).not.toContain('Use ');
  });
});

describe('the key check of a provider that has ended', () => {
  async function check() {
    const known = testKnowledge();
    const bench = openBench(known.knowledge, known.defaults);
    try {
      const key = new SecretKey(`ghp_${'a1B2c3D4e5F6'.repeat(3)}`);
      return { ...known, check: await bench.check(key.reveal(), { provider: 'github-models' }) };
    } finally {
      await bench.prober.close();
    }
  }

  test('asks nobody, says so first, and offers no steps that cannot help', async () => {
    const { check: result, knowledge: known, defaults } = await check();
    expect(result.refusal?.id).toBe('ended-with-successor');
    expect(result.verdict).toMatchObject({ verdict: 'undecided', host: null, next: [] });
    const reply = keyCheckReply(result, known, defaults);
    expect(reply.text?.split('\n')[0]).toMatch(/^GitHub Models was shut down on 30 July 2026.* Use another provider/);
  });

  test('is not offered in the form', () => {
    const labels = JSON.stringify(
      keyForm(1, { provider: 'github-models', knowledge, first: ['openai', 'github-models'] }),
    );
    expect(labels).not.toContain('GitHub Models');
  });
});

describe('advice whose source nobody has opened', () => {
  /** The real knowledge, with this state for every step that Groq adds. */
  function withGroqSteps(state: { readonly unverified: true } | { readonly last_verified: string }): Knowledge {
    const groq = knowledge.providers.get('groq');
    if (groq === undefined) throw new Error('no groq');
    const steps = groq.steps.map((step) => {
      const { id, rank, goal, check, good, bad, fix, source } = step;
      return { id, rank, goal, check, good, bad, fix, source, for: step.for, ...state };
    });
    return { ...knowledge, providers: new Map([...knowledge.providers, ['groq', { ...groq, steps }]]) };
  }
  const subject = { kind: 'key_invalid', provider: 'groq', tool: null, status: 401, facts: [] };
  const HEDGE = 'Not verified: names and menus may differ.';

  test('is worded with less certainty, step by step', () => {
    const checklist = makeChecklist(subject, withGroqSteps({ unverified: true }));
    const own = checklist?.steps.filter(({ id }) => id.startsWith('groq-')) ?? [];
    expect(own.length).toBeGreaterThan(0);
    for (const step of own) expect(stepReply(step, { number: 1, of: 2 }, []).text).toContain(HEDGE);
  });

  test('reads as it is where the source was opened', () => {
    const checklist = makeChecklist(subject, withGroqSteps({ last_verified: '2026-12-01' }));
    for (const step of checklist?.steps ?? [])
      expect(stepReply(step, { number: 1, of: 2 }, []).text).not.toContain(HEDGE);
  });

  test('general steps name no menu or page, so they carry no such note', () => {
    const checklist = makeChecklist({ ...subject, provider: null }, knowledge);
    expect(checklist?.steps.filter(({ unverified }) => unverified)).toEqual([]);
  });
});
