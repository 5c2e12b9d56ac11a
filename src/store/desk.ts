import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Tables } from '#store/database/tables.ts';
import { caseFrom, personKey } from './rows.ts';
import { inScope } from './scope.ts';
import { wordsIn } from './search-words.ts';
import type { Tenant } from './tenants.ts';
import type { CaseQuery, Transaction } from './types.ts';

/** What the staff asks of the store: their cases, and what is due. */
export function deskOn(
  trx: Kysely<Tables>,
  clock: () => number,
  scope: Tenant | null,
): Pick<Transaction, 'findCases' | 'dueCases'> {
  return {
    async findCases(query) {
      const words = await rarestFirst(wordsIn((query.words ?? []).join(' ')), trx);
      if (query.words !== undefined && words.length === 0) return [];
      const rows = await trx
        .selectFrom('cases')
        .selectAll()
        .where('id', 'in', limited(withWords(trx, words).where(inScope(scope)), query))
        .orderBy('id', 'desc')
        .execute();
      return rows.map(caseFrom);
    },
    async dueCases(limit) {
      const rows = await trx
        .selectFrom('cases')
        .selectAll()
        .where('due_at', '<=', clock())
        .where(inScope(scope))
        .orderBy('due_at')
        .limit(limit)
        .execute();
      return rows.map(caseFrom);
    },
  };
}

type Ids = SelectQueryBuilder<Tables, 'cases', { id: number }>;

/** The numbers of cases that hold all of these words: of the first word all, of these those that hold the others too. */
function withWords(trx: Kysely<Tables>, [first, ...others]: readonly string[]): Ids {
  let query = trx.selectFrom('cases').select('cases.id');
  if (first !== undefined)
    query = query.where('cases.id', 'in', (eb) =>
      eb.selectFrom('case_words').select('case_words.case_id').where(isWord(first)),
    );
  for (const word of others)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('case_words')
          .select('case_words.word')
          .whereRef('case_words.case_id', '=', 'cases.id')
          .where(isWord(word)),
      ),
    );
  return query;
}

function isWord(word: string) {
  const begins = word.slice(0, -1);
  return word.endsWith('*')
    ? sql<boolean>`case_words.word >= ${begins} and case_words.word < ${`${begins}\uffff`}`
    : sql<boolean>`case_words.word = ${word}`;
}

function limited(all: Ids, { states, claimedBy, person, before, limit }: CaseQuery): Ids {
  let query = all.orderBy('cases.id', 'desc').limit(limit);
  // What is with the staff was handed to them; asking would cost the index.
  query = states === undefined ? query.where('handed_at', 'is not', null) : query.where('state', 'in', states);
  if (claimedBy !== undefined) query = query.where('claimed_by', '=', personKey(claimedBy));
  if (person !== undefined)
    query = query.where('chat', '=', person.chat).where('tenant', '=', person.tenant).where('person', '=', person.id);
  return before === undefined ? query : query.where('cases.id', '<', before);
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
