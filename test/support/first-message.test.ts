import { describe, expect, test } from 'vitest';
import { makeChecklist } from '#diagnosis/checklist.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { keptDiagnosis } from '#support/answer/keep-diagnosis.ts';
import { answerReply } from '#support/views/answer.ts';
import { fitsPhone } from '#support/views/first-step.ts';
import { realCatalogue } from '#test/catalogue.ts';

const catalogue = realCatalogue();
const { knowledge } = catalogue;

/** Every example that the knowledge has, by where it stands. */
const EXAMPLES = [...knowledge.failures.values(), ...knowledge.providers.values(), ...knowledge.tools.values()].flatMap(
  (entry) => [
    ...entry.signatures.flatMap(({ id, examples }) =>
      examples.map(({ paste }) => [`${entry.id}/${id}`, paste] as const),
    ),
    ...('recognise' in entry
      ? entry.recognise.flatMap(({ id, examples }) =>
          examples.map(({ paste }) => [`${entry.id}/${id}`, paste] as const),
        )
      : []),
  ],
);

/** The first message as a person reads it, without the quote from their own paste. */
function firstMessage(paste: string) {
  const diagnosis = diagnose(paste, catalogue);
  const checklist = makeChecklist(diagnosis, knowledge);
  if (checklist === null) return null;
  const reply = answerReply({ id: 1, diagnosis: keptDiagnosis(diagnosis) }, checklist, knowledge, { staff: true });
  const own = (reply.fields ?? []).filter(({ name }) => name !== 'Based on');
  const lines = [
    reply.title,
    ...reply.text.split('\n'),
    ...(reply.code ?? []).slice(0, 1).flatMap(({ text }) => text.split('\n')),
    ...own.map(({ name, value }) => `${name}: ${value}`),
  ];
  return { diagnosis, checklist, reply, text: lines.join('\n'), lines };
}

const told = EXAMPLES.flatMap(([where, paste]) => {
  const message = firstMessage(paste);
  return message === null ? [] : [{ where, ...message }];
});

describe('the first message of every example', () => {
  test('there are many', () => expect(told.length).toBeGreaterThan(1000));

  test('can be read on a phone without scrolling: 600 characters, 12 lines', () => {
    const long = told.filter(({ lines }) => !fitsPhone(lines));
    expect([...new Set(long.map(({ checklist }) => checklist.steps[0]?.id))]).toEqual([]);
  });

  test('asks no question without its check, and begins with no word that points at something else', () => {
    const dangling =
      /(?:^|First: |first: )(?:It|That|This|They|These|Those|Then|There it|So)\b(?! (?:is|key|model|login|machine|command|means))/;
    const bad = told.filter(({ reply, checklist }) => {
      const [step] = checklist.steps;
      const [begin = ''] = (step?.first ?? step?.check ?? '').split(/(?<=[.!?]) /);
      return (
        begin === '' ||
        reply.title.includes('?') ||
        !reply.text.includes(begin) ||
        dangling.test(reply.title) ||
        dangling.test(begin)
      );
    });
    expect(bad.map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
  });

  test('has no command with words in place of an address or a name', () => {
    const unfilled = told.filter(({ reply }) =>
      reply.code?.some(({ text }) => /your provider|the base URL/.test(text)),
    );
    expect(unfilled.map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
  });

  test('speaks of no other step', () => {
    const other =
      /(?:next|previous|earlier|above|below|following) steps?\b|\bsteps? (?:\d|above|below)|go to the step/i;
    expect(told.filter(({ text }) => other.test(text)).map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
  });
});

describe('what the paste proves comes first', () => {
  const said = (paste: string) => {
    const message = firstMessage(paste);
    return {
      title: message?.reply.title ?? '',
      first: message?.checklist.steps[0]?.id ?? '',
      text: message?.text ?? '',
    };
  };

  test.for([
    ['Roo Code: 401 Incorrect API key provided: sk-ant-api03-****', /belongs to Anthropic.*sent to OpenAI/],
    ['401 from https://openrouter.ai/api/v1: Incorrect key gsk_****aBcD', /belongs to Groq.*sent to OpenRouter/],
    ['Invalid URL (POST /v1/v1/chat/completions) roo code base url https://apimaster.ai/v1', /version twice/],
    ['my colleague rotated the unbound key yesterday. Invalid API key · Please run /login', /replaced/],
    ['we regenerated our OpenAI key: 401 Incorrect API key provided', /replaced/],
    ['该令牌额度已用尽 TokenStatusExhausted', /limit of this one key/],
    [
      'insufficient_quota: You exceeded your current quota, please check your plan. But I have ChatGPT Plus',
      /chat subscription does not pay/,
    ],
    ['429 insufficient_quota from openai although I pay for the Plus plan', /chat subscription does not pay/],
    ['openai 401 Unauthorized: incorrect API key provided, but curl with the same key works', /works elsewhere/],
    ['model claude-2.1 has been deprecated: 404 not_found_error', /retired/],
  ] as const)('%s', ([paste, verdict]) => expect(said(paste).title).toMatch(verdict));

  test('a key that works in curl is not to be made anew', () =>
    expect(said('openai 401 incorrect API key provided, but curl with the same key works').text).not.toMatch(
      /create a new key/i,
    ));

  test('of a doubled version the second one is taken away', () =>
    expect(said('Invalid URL (POST /v1/v1/chat/completions) roo code base url https://apimaster.ai/v1').text).toMatch(
      /Remove one \/v1 from the base URL/,
    ));

  test('a revoked key is replaced first', () =>
    expect(said('we rotated our key: 401 Incorrect API key provided').first).toMatch(
      /still-listed|everywhere-replaced|echoed/,
    ));

  test('commands are for the shell that the paste shows', () => {
    const code = (paste: string) => firstMessage(paste)?.reply.code?.map(({ label }) => label);
    const failure = 'openai.OpenAIError: The api_key client option must be set, OPENAI_API_KEY is missing';
    expect(code(`PS C:\\Users\\ann> node app.js\n${failure}`)).toEqual(['PowerShell']);
    expect(code(`ann@box:~/app$ node app.js\n${failure}`)).toEqual(['bash, zsh']);
    expect(code(failure)).toEqual(['bash, zsh', 'PowerShell']);
  });
});
