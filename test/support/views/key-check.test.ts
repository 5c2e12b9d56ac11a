import { expect, test } from 'vitest';
import type { Case } from '#store/types.ts';
import type { KeyCheck } from '#support/key-check/check-key.ts';
import { parseAction } from '#support/turns/actions.ts';
import { checkNote, keyCheckActions, keyCheckReply } from '#support/views/key-check.ts';
import { faultsOfReply } from '#test/fakes/memory/strict.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';

const { knowledge, defaults } = testKnowledge();
const VERDICT: KeyCheck['verdict'] = {
  verdict: 'works',
  kind: null,
  provider: 'openai',
  host: 'api.openai.com',
  http_status: 200,
  latency_ms: 412,
  request_id: 'req_7',
  findings: [],
  next: [],
};
const shown = (verdict: Partial<KeyCheck['verdict']>, more: Partial<KeyCheck> = {}) => {
  const check = { verdict: { ...VERDICT, ...verdict }, asked: 'OpenAI', refusal: null, note: '', ...more } as KeyCheck;
  const reply = keyCheckReply(check, knowledge, defaults);
  expect(faultsOfReply(reply)).toEqual([]);
  return reply;
};
const values = (verdict: Partial<KeyCheck['verdict']>) => shown(verdict).fields?.map(({ value }) => value);

test('every fact of a check is told once, and none that is not known', () => {
  expect(values({})).toEqual(['OpenAI', 'api.openai.com', '200', '412 ms', 'req_7']);
  expect(values({ latency_ms: 0 })).toContain('0 ms');
  expect(values({ provider: null })).not.toContain('OpenAI');
  const unknown = { provider: null, host: null, http_status: null, latency_ms: null, request_id: null } as const;
  expect(values(unknown)).toEqual([]);
});

test('whether the model is there and whether there is credit reads differently each way', () => {
  const of = (verdict: Partial<KeyCheck['verdict']>) => values(verdict)?.slice(5).join();
  const models = [of({ model_available: true }), of({ model_available: false })];
  const credits = (['available', 'used_up', 'not_tested'] as const).map((credit) => of({ credits: credit }));
  expect(new Set([...models, ...credits, '']).size).toBe(6);
  expect(models[1]).toContain('not');
});

test.for([
  ['works', 'good'],
  ['limited', 'warning'],
  ['rejected', 'bad'],
  ['undecided', 'neutral'],
] as const)('%s feels %s and names the provider, or the host that runs its software', ([verdict, tone]) => {
  const reply = shown({ verdict });
  expect(reply.tone).toBe(tone);
  if (!defaults.sentences[verdict].includes('{provider}')) return;
  expect(reply.title).toContain('OpenAI');
  const elsewhere = shown({ verdict, host: 'relay.example' }, { asked: null });
  expect(elsewhere.title).toContain('relay.example');
  // Whose key it is says nothing of who runs that host.
  expect(elsewhere.fields?.map(({ value }) => value)).not.toContain('OpenAI');
});

test('a key that is not sent says so, why, and nothing twice', () => {
  const refusal = { id: 'masked', says: 'It is masked.', kind: null };
  const other = { id: 'blank-around', says: 'There is a blank around it.', kind: null };
  const reply = shown({ verdict: 'undecided', findings: [refusal, other] }, { refusal, note: 'not told' });
  expect(reply.text).toBe(`${refusal.says}\n${other.says}`);
  expect(reply.title).not.toBe(shown({ verdict: 'undecided' }).title);
});

test('what a request cannot see is said of a key that works, and of no other', () => {
  const notTested = [...knowledge.providers.values()].find(
    ({ probe }) => probe !== undefined && 'request' in probe && probe.not_tested,
  );
  const probe = notTested?.probe;
  const sentence = probe !== undefined && 'request' in probe ? (probe.not_tested ?? '') : '';
  expect(sentence).not.toBe('');
  const provider = notTested?.id ?? '';
  expect(shown({ provider }, { note: 'A note.' }).text).toBe(`A note.\n${sentence}`);
  expect(shown({ provider, verdict: 'limited' }, { note: 'A note.' }).text).toBe('A note.');
});

test('one next step with commands shows them for every shell; of several none do', () => {
  const commands = { bash: 'b', powershell: 'p', cmd: 'c' };
  const step = { id: 's', goal: 'Goal', check: 'x', good: 'x', bad: 'x', fix: 'Fix', commands };
  const reply = shown({ next: [step] });
  expect(reply.code?.map(({ text }) => text)).toEqual(['b', 'p', 'c']);
  expect(reply.steps).toEqual([{ title: 'Goal', text: 'Fix' }]);
  expect(shown({ next: [step, { ...step, id: 't' }] }).code).toBeUndefined();
  expect(shown({ next: [step, { ...step, id: 't' }] }).steps).toHaveLength(2);
});

const CASE = {
  id: 7,
  owner: 'bot',
  person: { chat: 'memory', tenant: 'T', id: 'U', name: 'Ann' },
  diagnosis: { kind: 'key_invalid', provider: 'openai', tool: null, status: 401, facts: [] },
  verdict: null,
} as unknown as Case;
const actions = (it: Partial<Case>, staff: boolean) =>
  keyCheckActions({ ...CASE, ...it }, knowledge, staff).map(({ action }) => parseAction(action));

test('after a check: walk on, check another, get a human; each only where it leads somewhere', () => {
  const [walk, key, human] = (['walk', 'key', 'human'] as const).map((verb) => ({ do: verb, caseId: 7, details: [] }));
  expect(actions({}, true)).toEqual([walk, key, human]);
  expect(actions({}, false)).toEqual([walk, key]);
  expect(actions({ diagnosis: { ...CASE.diagnosis, kind: null } }, true)).toEqual([key, human]);
  expect(actions({ owner: 'human' }, true)).toEqual([key]);
});

test.for([
  ['works', 'good'],
  ['rejected', 'bad'],
  ['limited', 'neutral'],
  ['undecided', 'neutral'],
] as const)('the staff sees whose key was checked, and that it %s', ([verdict, tone]) => {
  const told = {
    verdict,
    kind: null,
    provider: 'openai',
    host: 'api.openai.com',
    status: 200,
    fingerprint: null,
    at: Date.parse('2025-11-21T23:14:00Z'),
  };
  const note = checkNote(CASE, told, 'UTC');
  expect(note.tone).toBe(tone);
  expect(note.title).toContain('Ann');
  expect(note.text).toContain('23:14');
  expect(faultsOfReply(note)).toEqual([]);
  expect(faultsOfReply(checkNote({ ...CASE, person: { ...CASE.person, name: '' } }, told, 'UTC'))).toEqual([]);
});
