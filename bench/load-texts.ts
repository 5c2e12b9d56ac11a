import type { Catalogue } from '#diagnosis/compile.ts';
import { diagnose } from '#diagnosis/diagnose.ts';

/** Errors that people post, each of another cause, so that no channel gets tired of one. */
export const PASTES: readonly string[] = [
  "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: sk-abc***xyz.', 'type': 'invalid_request_error', 'code': 'invalid_api_key'}}",
  'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing."}}',
  'openai.RateLimitError: Error code: 429 - {"error":{"message":"Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM)","type":"tokens","code":"rate_limit_exceeded"}}',
  'API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} since an hour, anyone else?',
  "404 - {'error': {'message': 'The model `gpt-9` does not exist or you do not have access to it.', 'code': 'model_not_found'}}",
  '403 {"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported"}}',
  'botocore.exceptions.NoCredentialsError: Unable to locate credentials, calling Claude on Bedrock',
  'API Error: 401 OAuth token has expired. Please obtain a new token or refresh your existing token. Please run /login',
  'openai.OpenAIError: The api_key client option must be set either by passing api_key or by setting the OPENAI_API_KEY environment variable',
  '{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}} with a brand new key',
  'Auth conflict: Both a token (ANTHROPIC_AUTH_TOKEN) and an API key (/login managed key) are set. This may lead to unexpected behavior',
  "401 - {'error': {'message': 'No such organization: org-123. The OpenAI-Organization header does not fit this API key', 'code': 'invalid_organization'}}",
];

/** What people say besides. */
export const TALK: readonly string[] = [
  'lunch at noon?',
  'thanks, that helped',
  'the release is planned for thursday, please merge by then',
  'who is on call this week?',
  'how do i get a key for the test system?',
  'we rotated all keys yesterday, went smooth',
  'I moved the button to the left, what do you think?',
  'the docs say 60 requests a minute on the free plan',
  'good morning everybody',
  'can somebody review my pull request? it is only docs',
  'see you on monday',
  'that meeting could have been an e-mail',
];

/** @throws where the bot would be silent on an error or speak on talk: then the load would count nonsense */
export function proveTexts(catalogue: Catalogue): void {
  for (const text of PASTES) if (!diagnose(text, catalogue).speak) throw new Error(`would not be answered: ${text}`);
  for (const text of TALK) if (diagnose(text, catalogue).speak) throw new Error(`would be answered: ${text}`);
}
