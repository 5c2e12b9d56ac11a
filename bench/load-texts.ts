import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { diagnose } from '#diagnosis/diagnose.ts';

/** Ordinary talk, about keys and errors too. */
export const TALK = [
  'good morning, is the build green again?',
  'lunch at noon, who is in?',
  'I have put the slides into the folder',
  'thanks, that helped a lot',
  'can somebody review my branch this afternoon?',
  'the new keyboard has no key for the euro sign',
  'our API docs need a better introduction, I think',
  'haha yes',
  'we rotate all keys on the first Monday of the month, nothing to do today',
  'which model do you use for summaries?',
];

/** What people paste when something failed: one a cause, so that one channel does not see the same twice in a row. */
export const PASTES = [
  'openai.AuthenticationError: Error code: 401 - {"error": {"message": "Incorrect API key provided: sk-proj-****wxyz. You can find your API key at https://platform.openai.com/account/api-keys.", "type": "invalid_request_error", "code": "invalid_api_key"}}',
  'openai.RateLimitError: Error code: 429 - {"error": {"message": "You exceeded your current quota, please check your plan and billing details.", "type": "insufficient_quota", "code": "insufficient_quota"}}',
  'since lunch: anthropic.AuthenticationError: Error code: 401 - {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
  'HTTP/1.1 400 Bad Request {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."}}',
  'google.api_core.exceptions.InvalidArgument: 400 API key not valid. Please pass a valid API key. [reason: "API_KEY_INVALID" domain: "googleapis.com"]',
  'openai.OpenAIError: The api_key client option must be set either by passing api_key to the client or by setting the OPENAI_API_KEY environment variable',
  'curl https://openrouter.ai/api/v1/chat/completions says {"error":{"message":"No auth credentials found","code":401}}',
  '{"error":{"message":"Insufficient credits. Add more using https://openrouter.ai/settings/credits","code":402}} from https://openrouter.ai/api/v1/chat/completions',
  'anthropic.OverloadedError: Error code: 529 - {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
  'openai.NotFoundError: Error code: 404 - {"error": {"message": "The model `gpt-4-32k` does not exist or you do not have access to it.", "type": "invalid_request_error", "code": "model_not_found"}}',
  'openai.PermissionDeniedError: Error code: 403 - {"error": {"code": "unsupported_country_region_territory", "message": "Country, region, or territory not supported", "type": "request_forbidden"}}',
];

/** Texts that are not taken as they are meant: a run that counts answers could not tell them from losses. */
export function misread(catalogue: Catalogue): string[] {
  const silent = PASTES.filter((text) => !diagnose(text, catalogue).speak);
  const answered = TALK.filter((text) => diagnose(text, catalogue).speak);
  return [...silent, ...answered];
}
