/** A line as people paste it, of about 200 characters. */
export const LINE =
  'openai.AuthenticationError: Error code: 401 - {"error": {"message": "Incorrect API key provided: sk-proj-****abcd.", "code": "invalid_api_key"}} in my script since this morning, what now?';

const HEAD = `hi, since this morning my bot only says this, key is fresh:

Traceback (most recent call last):
  File "/app/.venv/lib/python3.12/site-packages/litellm/main.py", line 466, in acompletion
    response = await init_response
litellm.AuthenticationError: AnthropicException - {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}
HTTP/1.1 401 Unauthorized https://api.anthropic.com/v1/messages request-id: req_011CYzHd8mQwKf4NtRb2XJsV
`;

const logLine = (index: number) =>
  `2026-01-01T00:00:${index % 60} INFO worker-${index % 7} GET /v1/models ${index % 9 === 0 ? 'HTTP/1.1 429 Too Many Requests, retry' : '200 OK'} took ${index % 997} ms id=${(index * 7919) % 100_000}\n`;

/** Words, a stack trace, and behind them a log in which no two lines are the same. */
export function logOf(characters: number): string {
  // One buffer, so that what measures memory and pauses meets no garbage of this.
  const log = Buffer.alloc(characters);
  let at = log.write(HEAD);
  for (let index = 0; at < characters; index += 1) at += log.write(logLine(index), at);
  return log.toString('latin1');
}

/** Characters of the longest log that is measured. */
export const HUGE = 5 * 1024 * 1024;
