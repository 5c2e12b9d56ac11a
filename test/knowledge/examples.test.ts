import { expect, test } from 'vitest';
import { checkKnowledge } from '#authoring/check-knowledge.ts';
import { realCatalogue } from '#test/catalogue.ts';

const catalogue = realCatalogue();
const { knowledge } = catalogue;

test('the whole catalogue gives on every example and counter example what its file expects', () => {
  const { faults } = checkKnowledge(knowledge, catalogue);
  expect(faults.map(({ part, id, message }) => `${part}/${id}.yaml ${message}`)).toEqual([]);
});

test('every failure kind of the design is known, each with a checklist', () => {
  const kinds = `key_missing key_malformed key_invalid key_revoked key_expired oauth_expired auth_scheme wrong_endpoint
    config_conflict wrong_environment org_project_mismatch permission_denied ip_restricted account_disabled
    credits_exhausted rate_limited overloaded model_unavailable region_unsupported content_blocked bad_request
    network cloud_credentials server_error`.split(/\s+/);
  expect([...knowledge.failures.keys()].sort()).toEqual(kinds.sort());
  expect([...knowledge.failures.values()].filter(({ steps }) => steps.length < 2).map(({ id }) => id)).toEqual([]);
});

test.for([...knowledge.failures.values()])('$id has three examples and three near misses', (failure) => {
  const near = failure.signatures.flatMap(({ counter_examples }) => counter_examples);
  expect(failure.signatures.flatMap(({ examples }) => examples).length).toBeGreaterThanOrEqual(3);
  expect(near.length).toBeGreaterThanOrEqual(3);
});

test('the providers and tools of the first day are known', () => {
  const providers =
    `anthropic openai azure-openai bedrock vertex gemini unbound apimaster relay litellm openrouter unkey mistral
    groq deepseek xai together fireworks cohere perplexity huggingface github-models moonshot zhipu dashscope siliconflow ollama
    stripe supabase`.split(/\s+/);
  const tools =
    `claude-code roo-code cline kilo-code cursor continue windsurf zed aider codex-cli gemini-cli opencode copilot
    openai-python openai-node anthropic-python anthropic-node langchain llamaindex litellm vercel-ai-sdk autogen crewai n8n dify
    open-webui librechat curl boto3 aws-cli`.split(/\s+/);
  expect(providers.filter((id) => !knowledge.providers.has(id))).toEqual([]);
  expect(tools.filter((id) => !knowledge.tools.has(id))).toEqual([]);
});

const SHOWS_A_SECRET =
  /\becho +["']?\$\{?\w*(?:KEY|TOKEN|SECRET)|\becho +%\w*(?:KEY|TOKEN|SECRET)\w*%|\$env:\w*(?:KEY|TOKEN|SECRET)\w*\s*$|^\s*(?:env|set|printenv|Get-ChildItem env:|gci env:)\s*$|\bcat +\S*(?:credential|auth\.json|\.env|settings)|\btype +\S*(?:credential|\.env)|\brm +-|\bdel +|Remove-Item/im;

test('no command prints a secret, and none deletes anything', () => {
  const commands = [
    ...knowledge.failures.values(),
    ...knowledge.providers.values(),
    ...knowledge.tools.values(),
  ].flatMap(({ id, steps }) =>
    steps.flatMap((step) =>
      (typeof step.commands === 'object' ? Object.values(step.commands) : []).map(
        (text) => `${id}/${step.id}: ${text}`,
      ),
    ),
  );
  const shared = Object.values(knowledge.defaults.commands).flatMap((command) => Object.values(command));
  expect([...commands, ...shared].filter((text) => SHOWS_A_SECRET.test(text))).toEqual([]);
  expect(SHOWS_A_SECRET.test('echo $ANTHROPIC_API_KEY')).toBe(true);
  expect(SHOWS_A_SECRET.test('cat ~/.claude/credentials.json')).toBe(true);
});

test('failures that are not the fault of the key say so', () => {
  const fine = [
    'credits_exhausted',
    'rate_limited',
    'overloaded',
    'content_blocked',
    'region_unsupported',
    'model_unavailable',
    'network',
    'server_error',
  ];
  expect(fine.filter((id) => knowledge.failures.get(id)?.key_is_fine !== true)).toEqual([]);
});
