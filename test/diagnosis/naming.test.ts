import { expect, test } from 'vitest';
import { diagnose } from '#diagnosis/diagnose.ts';
import { realCatalogue } from '#test/catalogue.ts';

const catalogue = realCatalogue();

test.for([
  {
    why: 'names and variables say nothing where requests go to a stranger',
    text: 'ANTHROPIC_BASE_URL=https://llm.intern.example/api\nANTHROPIC_AUTH_TOKEN=abc\n401 Unauthorized',
    provider: null,
  },
  {
    why: 'what the stranger forwards is still what the provider said',
    text: 'ANTHROPIC_BASE_URL=https://llm.intern.example/api\n529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    provider: 'anthropic',
  },
  {
    why: 'the longer host says whose door it is',
    text: 'POST https://models.inference.ai.azure.com/chat/completions answers 401 Unauthorized',
    provider: 'github-models',
  },
  {
    why: 'a model is served by many, the gateway that is named has refused',
    text: 'claude-sonnet-4 via openrouter: Error 401 Unauthorized',
    provider: 'openrouter',
  },
  {
    why: 'what the body proves comes before a gateway that is only mentioned',
    text: 'is it openrouter? 400 {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API"}}',
    provider: 'anthropic',
  },
  {
    why: 'a tool asks its own provider where nobody answered',
    text: 'API Error (Connection error.) · Retrying in 4 seconds… (attempt 3/10)',
    provider: 'anthropic',
  },
  {
    why: 'an answer that shows nothing of the default provider came from somebody else',
    text: 'Please run /login · API Error: 401 {"detail":"who are you"}',
    provider: null,
  },
  {
    why: 'compatible with OpenAI is what everybody is',
    text: 'my OpenAI-compatible server answers 403 Forbidden to the chat window',
    provider: null,
  },
])('names the provider: $why', ({ text, provider }) => {
  expect(diagnose(text, catalogue).provider).toBe(provider);
});
