import { expect, test } from 'vitest';
import { makeChecklist } from '#diagnosis/checklist.ts';
import { realCatalogue } from '#test/catalogue.ts';

const { knowledge } = realCatalogue();
const NOBODY = { provider: null, tool: null, status: null, facts: [] };
const textsOf = (kind: string, about: { readonly provider?: string; readonly tool?: string }) =>
  JSON.stringify(makeChecklist({ ...NOBODY, ...about, kind }, knowledge));
/** As a text stands in JSON. */
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** What a tool says of itself, each of which some step speaks of. */
const OF_TOOLS = ['name', 'key_location', 'base_url_location', 'reenter_key', 'restart'] as const;
/** What a provider says of itself. */
const OF_PROVIDERS = ['name', 'dashboard', 'status_page', 'base_url'] as const;

/** The kinds whose steps speak of a variable, whatever the tool and provider. */
function kindsWith(variable: string): readonly string[] {
  return [...knowledge.failures]
    .filter(([, { steps }]) => steps.some((step) => step.when === undefined && JSON.stringify(step).includes(variable)))
    .map(([kind]) => kind);
}

test.for(OF_TOOLS)("a tool's own %s stands in the steps that speak of it", (field) => {
  const kinds = kindsWith(`{tool.${field}}`);
  expect(kinds.length).toBeGreaterThan(0);
  // Where a tool has steps of its own they may take the place of the general ones.
  const said = [...knowledge.tools.values()].filter((tool) => {
    const own = tool[field];
    return (
      own !== undefined &&
      own !== '' &&
      kinds.some((kind) => textsOf(kind, { tool: tool.id }).includes(inJson(own.slice(1))))
    );
  });
  expect(said.length).toBeGreaterThan(5);
});

test.for(OF_PROVIDERS)("a provider's own %s stands in the steps that speak of it", (field) => {
  const kinds = kindsWith(`{provider.${field}}`);
  expect(kinds.length).toBeGreaterThan(0);
  const said = [...knowledge.providers.values()].filter((provider) => {
    const own = provider[field];
    return (
      own !== undefined &&
      own !== '' &&
      kinds.some((kind) => textsOf(kind, { provider: provider.id }).includes(inJson(own.slice(1))))
    );
  });
  expect(said.length).toBeGreaterThan(5);
});

test('no step of any kind, provider or tool has a hole, and none is longer than seven', () => {
  for (const kind of knowledge.failures.keys())
    for (const about of [
      {},
      ...[...knowledge.providers.keys()].map((provider) => ({ provider })),
      ...[...knowledge.tools.keys()].map((tool) => ({ tool })),
    ]) {
      const text = textsOf(kind, about);
      expect(text).not.toMatch(/[^$]\{(?:tool|provider)\.|"(?:goal|check|good|bad|fix)":""/);
      expect(makeChecklist({ ...NOBODY, ...about, kind }, knowledge)?.steps.length).toBeLessThanOrEqual(7);
    }
});

test('what is not known makes no checklist', () => {
  expect(makeChecklist({ ...NOBODY, kind: null }, knowledge)).toBeNull();
  expect(makeChecklist({ ...NOBODY, kind: 'gone' }, knowledge)).toBeNull();
});

test('a sentence begins with a capital, also where what is not known stands first', () => {
  for (const kind of knowledge.failures.keys())
    for (const step of makeChecklist({ ...NOBODY, kind }, knowledge)?.steps ?? [])
      for (const text of [step.goal, step.check, step.good, step.bad, step.fix]) expect(text).not.toMatch(/^your /);
});
