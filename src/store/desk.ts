import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely';
import { caseFrom, personKey } from './rows.ts';
import type { Tables } from './tables.ts';
import type { CaseQuery, PersonRef, Transaction } from './types.ts';
import { wordsIn } from './words.ts';

/** What the staff asks of the store: their cases, and what is due. */
export function deskOn(
  trx: Kysely<Tables>,
  clock: () => number,
): Pick<Transaction, 'findCases' | 'dueCases' | 'claimers' | 'mistaken'> {
  return {
    async findCases(query) {
      const words = await rarestFirst(wordsIn((query.words ?? []).join(' ')), trx);
      if (query.words !== undefined && words.length === 0) return [];
      const rows = await limited(withWords(trx, words), query).limit(query.limit).execute();
      return rows.map(caseFrom);
    },
    async dueCases(limit) {
      const rows = await trx
        .selectFrom('cases')
        .selectAll()
        .where('due_at', '<=', clock())
        .orderBy('due_at')
        .limit(limit)
        .execute();
      return rows.map(caseFrom);
    },
    async mistaken(types, limit) {
      const rows = await trx
        .selectFrom('cases')
        .selectAll()
        .where('paste', '!=', '')
        .where('id', 'in', (eb) => eb.selectFrom('case_events').select('case_id').where('type', 'in', types))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(caseFrom);
    },
    async claimers(since, limit) {
      const rows = await trx
        .selectFrom('cases')
        .select(({ fn }) => [fn.max('claimed_by_json').as('by'), fn.max('updated_at').as('at')])
        .where('claimed_by', 'is not', null)
        .where('updated_at', '>=', since)
        .groupBy('claimed_by')
        .orderBy('at', 'desc')
        .limit(limit)
        .execute();
      return rows.flatMap(({ by }) => (by === null ? [] : [JSON.parse(by) as PersonRef]));
    },
  };
}

type Cases = SelectQueryBuilder<Tables, 'cases', Selectable<Tables['cases']>>;

/** Cases that hold all of these words; all cases where there are none. */
function withWords(trx: Kysely<Tables>, words: readonly string[]): Cases {
  let query = trx.selectFrom('cases').selectAll('cases');
  for (const word of words)
    query = query.where((eb) => {
      const holding = eb.selectFrom('case_words').select('case_words.case_id');
      return eb(
        'cases.id',
        'in',
        word.endsWith('*')
          ? holding
              .where('case_words.word', '>=', word.slice(0, -1))
              .where('case_words.word', '<', `${word.slice(0, -1)}\uffff`)
          : holding.where('case_words.word', '=', word),
      );
    });
  return query;
}

function limited(all: Cases, { states, claimedBy, person, before }: CaseQuery): Cases {
  let query = all.where('handed_at', 'is not', null).orderBy('cases.id', 'desc');
  if (states !== undefined) query = query.where('state', 'in', states);
  if (claimedBy !== undefined) query = query.where('claimed_by', '=', personKey(claimedBy));
  if (person !== undefined)
    query = query.where('chat', '=', person.chat).where('tenant', '=', person.tenant).where('person', '=', person.id);
  if (before !== undefined) query = query.where('cases.id', '<', before);
  return query;
}

/** Counting further is of no use: such a word sorts last in any case. */
const COMMON = 1000;
const MOST_WORDS = 6;

/** The words in the order in which they leave fewest cases. */
async function rarestFirst(words: readonly string[], trx: Kysely<Tables>): Promise<readonly string[]> {
  const counted = await Promise.all(
    words.slice(0, MOST_WORDS).map(async (word) => {
      const found = await trx
        .selectFrom('case_words')
        .select('case_id')
        .where('word', '=', word)
        .limit(COMMON)
        .execute();
      return { word, count: word.endsWith('*') ? COMMON : found.length };
    }),
  );
  return counted.toSorted((a, b) => a.count - b.count).map(({ word }) => word);
}
