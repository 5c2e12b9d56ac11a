import { describe, expect, test } from 'vitest';
import { makeChecklist } from '#diagnosis/checklist.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import type { Case } from '#store/types.ts';
import { keptDiagnosis } from '#support/answer/keep-diagnosis.ts';
import { answerReply } from '#support/views/answer.ts';
import { realCatalogue } from '#test/catalogue.ts';

const catalogue = realCatalogue();
const { knowledge } = catalogue;

const CASE: Omit<Case, 'diagnosis'> = {
  id: 1,
  state: 'open',
  owner: 'bot',
  person: { chat: 'slack', tenant: 'T1', id: 'U1', name: 'ann' },
  place: { chat: 'slack', tenant: 'T1', channel: 'C1', thread: '1.1', direct: false },
  paste: '',
  walk: null,
  checks: [],
  handoff: null,
  claimedBy: null,
  handedAt: null,
  due: null,
  createdAt: 0,
  updatedAt: 0,
};

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
  const reply = answerReply({ ...CASE, diagnosis: keptDiagnosis(diagnosis) }, checklist, knowledge, { staff: true });
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

/** A line of a phone of 390 px holds about so many characters. */
const PHONE = 50;

describe('the first message of every example', () => {
  test('there are many', () => expect(told.length).toBeGreaterThan(1000));

  test('is at most 600 characters long', () => {
    const long = told.filter(({ text }) => text.length > 600);
    expect(long.map(({ where, text }) => `${where} ${text.length}: ${text}`)).toEqual([]);
  });

  test('fits a phone', () => {
    const rows = ({ lines }: { readonly lines: readonly string[] }) =>
      lines.reduce((sum, line) => sum + Math.ceil(line.length / PHONE), 0);
    expect(told.filter((one) => rows(one) > 16).map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
  });

  test('asks no question without its check, and begins with no word that points at something else', () => {
    const dangling =
      /(?:^|First: |first: )(?:It|That|This|They|These|Those|Then|There it|So)\b(?! (?:is|key|model|login|machine|command|means))/;
    const bad = told.filter(({ reply, checklist }) => {
      const check = checklist.steps[0]?.check ?? '';
      return (
        reply.title.includes('?') || !reply.text.includes(check) || dangling.test(reply.title) || dangling.test(check)
      );
    });
    expect(bad.map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
  });
});
