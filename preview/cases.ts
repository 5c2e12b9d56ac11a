import { makeChecklist } from '#diagnosis/checklist.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { keptDiagnosis } from '#support/answer/keep-diagnosis.ts';
import { answerReply } from '#support/views/answer.ts';
import { realCatalogue } from '#test/catalogue.ts';
import type { Drawn } from './drawn.ts';

/** What people paste: ten cases that differ in what has to be said first. */
const PASTES = [
  'Roo Code: 401 Incorrect API key provided: sk-ant-api03-****',
  'Invalid URL (POST /v1/v1/chat/completions), in Cline. base url https://apimaster.ai/v1',
  'my colleague rotated the unbound key yesterday, now: Invalid API key · Please run /login',
  'OPENAI_API_KEY=" sk-proj-abc..." in my .env, and I get 401 Incorrect API key provided',
  "429 {'error': {'message': 'You exceeded your current quota', 'code': 'insufficient_quota'}} but I have ChatGPT Plus",
  'openai 401 Unauthorized: incorrect API key provided. curl with the same key works',
  'PS C:\\Users\\ann> node app.js\nOpenAIError: The OPENAI_API_KEY environment variable is missing or empty',
  'Error: connect ECONNREFUSED 127.0.0.1:4000 when I use my LiteLLM proxy',
  'notion: {"object":"error","status":401,"code":"unauthorized","message":"API token is invalid."} https://api.notion.com/v1/users',
  'API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} in Claude Code',
] as const;

/** The ten pastes, each with its first message. */
export function cases(): readonly Drawn[] {
  const catalogue = realCatalogue();
  return PASTES.flatMap((paste, index): Drawn[] => {
    const diagnosis = diagnose(paste, catalogue);
    const checklist = makeChecklist(diagnosis, catalogue.knowledge);
    const asked: Drawn = { by: 'Ann', text: paste };
    if (checklist === null) return [asked];
    const subject = { id: index + 1, diagnosis: keptDiagnosis(diagnosis) };
    return [asked, { by: 'bot', reply: answerReply(subject, checklist, catalogue.knowledge, { staff: true }) }];
  });
}
