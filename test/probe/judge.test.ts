import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnswerRow, AskableProbe } from '#knowledge/types.ts';
import { judge } from '#probe/judge.ts';
import { readAnswer } from '#probe/read-answer.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';

const { knowledge, defaults } = testKnowledge();

interface Table {
  readonly name: string;
  readonly rows: readonly AnswerRow[];
}

const probes = [...knowledge.providers.values()].flatMap(({ id, probe }) =>
  probe !== undefined && 'request' in probe ? [[id, probe] as const] : [],
);
const TABLES: readonly Table[] = probes.flatMap(([id, probe]) => tablesOf(id, probe));
const REJECTING = TABLES.flatMap(({ name, rows }) =>
  rows.filter(({ says }) => says === 'rejected').map((row) => ({ name: `${name}/${row.id}`, row, rows })),
);

function tablesOf(id: string, probe: AskableProbe): readonly Table[] {
  const first = { name: id, rows: probe.answers };
  return probe.second_answers === undefined ? [first] : [first, { name: `${id} (second)`, rows: probe.second_answers }];
}

/** An answer that a row is about: its fields, its values and one of its texts. */
function answerFor(row: AnswerRow): { status: number; contentType: string; text: string } {
  const body: Record<string, unknown> = {};
  for (const [path, values] of Object.entries(row.at ?? {})) put(body, path, values[0]);
  for (const path of row.has ?? []) if (path !== '[]') put(body, path, 'there');
  for (const [path, most] of Object.entries(row.at_most ?? {})) put(body, path, most);
  const fields = Object.fromEntries(Object.entries(row.field ?? {}).map(([name, values]) => [name, values[0]]));
  body['error'] = { ...fields, message: row.text?.[0] ?? 'no words' };
  return { status: row.status?.[0] ?? 400, contentType: 'application/json', text: JSON.stringify(body) };
}

function put(body: Record<string, unknown>, path: string, value: unknown): void {
  const steps = path.split('.');
  let at = body;
  for (const step of steps.slice(0, -1)) at = (at[step] ??= {}) as Record<string, unknown>;
  at[steps.at(-1) ?? ''] = value;
}

describe('every row that rejects a key', () => {
  test('stands in the tables', () => {
    expect(REJECTING.length).toBeGreaterThan(10);
  });

  test.for(REJECTING)('$name rejects its own answer', ({ row, rows }) => {
    expect(judge(readAnswer(answerFor(row)), rows, defaults)).toMatchObject({ says: 'rejected', kind: row.kind });
  });

  test.for(REJECTING)('$name never rejects with another status', ({ row, rows }) => {
    const answer = answerFor(row);
    const others = [100, 204, 301, 302, 402, 404, 408, 418, 429, 500, 502, 503, 504, 520, 529];
    const said = others
      .filter((status) => row.status?.includes(status) !== true)
      .map((status) => judge(readAnswer({ ...answer, status }), rows, defaults).says);
    expect(said).not.toContain('rejected');
  });

  test.for(REJECTING)('$name never rejects without its body', ({ row, rows }) => {
    const bodies = ['', '{}', '[]', 'null', 'Unauthorized', '{"error":"Unauthorized"}', '{"message":"Forbidden"}'];
    const said = bodies.map((text) => judge(readAnswer({ ...answerFor(row), text }), rows, defaults).says);
    expect(said).not.toContain('rejected');
  });

  test.for(REJECTING)('$name never rejects in a web page, even with its words', ({ row, rows }) => {
    const page = `<html><head><title>Denied</title></head><body>${answerFor(row).text}</body></html>`;
    for (const contentType of ['text/html', 'application/json'])
      expect(judge(readAnswer({ ...answerFor(row), contentType, text: page }), rows, defaults).says).toBe('undecided');
  });
});

describe('every row', () => {
  const rows = TABLES.flatMap((table) =>
    table.rows.map((row) => ({ name: `${table.name}/${row.id}`, row, table: table.rows })),
  );

  test.for(rows)('$name is the one that decides its own answer', ({ row, table }) => {
    const answer = answerFor(row);
    const list = row.has?.includes('[]') === true ? { ...answer, text: '[{"id":"x"}]' } : answer;
    expect(judge(readAnswer(list), table, defaults).row).toBe(row.id);
  });
});

describe('what no row names', () => {
  /** Status and words that APIs use, in combinations that no table names. */
  const word = fc.constantFrom(
    'error',
    'message',
    'unauthorized',
    'Forbidden',
    'blocked',
    'token',
    'denied',
    'expired soon',
    'key',
    'ray id',
    'challenge',
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      word,
      tie('object'),
      fc.array(tie('any'), { maxLength: 3 }),
    ),
    object: fc.dictionary(fc.oneof(word, fc.string()), tie('any'), { maxKeys: 4 }),
  }));
  const text = fc.oneof(
    value.any.map((body) => JSON.stringify(body)),
    fc.string(),
    word.map((one) => `<html><title>${one}</title></html>`),
  );
  const status = fc.oneof(fc.integer({ min: 100, max: 599 }), fc.constantFrom(200, 400, 401, 403, 404, 429, 500));
  const contentType = fc.constantFrom('application/json', 'text/html', 'text/plain', '');

  test.for(TABLES)('$name never rejects a random answer', ({ rows }) => {
    fc.assert(
      fc.property(fc.record({ status, contentType, text }), (reply) => {
        const answer = readAnswer(reply);
        const { says, row } = judge(answer, rows, defaults);
        expect(says).not.toBe('rejected');
        // Whatever is decided is decided by a row; the rest is undecided.
        expect(says === 'undecided' || row !== null).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test.for(TABLES)('$name does not call a random 200 a working key', ({ rows }) => {
    fc.assert(
      fc.property(fc.record({ status: fc.constant(200), contentType, text }), (reply) => {
        // A bare list is what some providers answer with.
        fc.pre(!reply.text.startsWith('['));
        expect(judge(readAnswer(reply), rows, defaults).says).not.toBe('works');
      }),
      { numRuns: 200 },
    );
  });
});

test('the rows for every provider never reject', () => {
  expect(defaults.answers.map(({ says }) => says as string)).not.toContain('rejected');
});

describe('reading an answer', () => {
  test('finds fields at any depth, in JSON inside of strings, in any case', () => {
    const upstream = JSON.stringify({ error: { Code: 'Invalid_API_Key' } });
    const answer = readAnswer({ status: 401, contentType: '', text: JSON.stringify({ a: [{ error: upstream }] }) });
    expect(answer.fields.get('code')).toEqual(new Set(['invalid_api_key']));
  });

  test('reads words that are escaped', () => {
    const answer = readAnswer({ status: 401, contentType: '', text: '{"m":"\\u65e0\\u6548\\u7684\\u4ee4\\u724c"}' });
    expect(answer.text).toContain('无效的令牌');
  });

  test('is not tricked by depth or size', () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    expect(readAnswer({ status: 200, contentType: '', text: deep }).form).toBe('json');
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, index])));
    expect(readAnswer({ status: 200, contentType: '', text: wide }).fields.size).toBeLessThanOrEqual(4000);
  });
});
