import type { Case, CaseEvent, Transaction } from '#store/types.ts';
import { text } from '#support/texts/text.ts';

/** An example for a knowledge file, to be looked at by its author. */
export interface Draft {
  readonly caseId: number;
  /** The bot's diagnosis, and who says what it really was. */
  readonly why: string;
  /** Keys are masked. */
  readonly paste: string;
  readonly expect: { readonly kind: string; readonly provider?: string; readonly tool?: string } | null;
}

/** The newest pastes that the bot did not recognize or got wrong. */
export async function draftsIn(trx: Transaction, limit: number): Promise<readonly Draft[]> {
  const cases = await trx.mistaken(['unrecognised', 'wrong_diagnosis', 'kind_chosen'], limit);
  const drafts: Draft[] = [];
  for (const it of cases) drafts.push(draftOf(it, await trx.events(it.id)));
  return drafts;
}

function draftOf(it: Case, events: readonly CaseEvent[]): Draft {
  const said = whatItIs(it, events);
  const { provider, tool } = it.diagnosis;
  const named = { ...(provider === null ? {} : { provider }), ...(tool === null ? {} : { tool }) };
  return {
    caseId: it.id,
    why: text('drafts.why', { kind: takenFor(events), said: said.by }),
    paste: it.paste,
    expect: said.kind === null ? null : { kind: said.kind, ...named },
  };
}

function takenFor([first]: readonly CaseEvent[]): string {
  return (first?.type === 'opened' ? first.data?.kind : null) ?? text('drafts.nothing');
}

/** What it really was. The staff's word counts before the person's. */
function whatItIs(it: Case, events: readonly CaseEvent[]): { readonly kind: string | null; readonly by: string } {
  const cause = lastCause(events);
  if (cause !== null) return { kind: cause, by: text('drafts.staff', { kind: cause }) };
  const { kind } = it.diagnosis;
  if (!events.some(({ type }) => type === 'kind_chosen')) return { kind: null, by: text('drafts.nobody') };
  return { kind, by: text('drafts.person', { kind: kind ?? text('drafts.nothing') }) };
}

/** The cause the staff gave when closing the case, or else in a correction. */
function lastCause(events: readonly CaseEvent[]): string | null {
  const newest = events.toReversed();
  const causes = newest.flatMap((event) => (event.type === 'resolved' ? (event.data?.cause ?? []) : []));
  const kinds = newest.flatMap((event) => (event.type === 'wrong_diagnosis' ? (event.data?.kind ?? []) : []));
  return causes[0] ?? kinds[0] ?? null;
}
