import type { Case, CaseEvent, Transaction } from '#store/types.ts';

/** Somebody asked, and nothing was recognised. */
export const UNRECOGNISED = 'unrecognised';
/** The staff says that the bot was wrong. */
export const WRONG_DIAGNOSIS = 'wrong_diagnosis';
/** The person chose another kind. */
const KIND_CHOSEN = 'kind_chosen';

/** An example for a knowledge file, to be looked at by its author. */
export interface Draft {
  readonly caseId: number;
  /** What the bot made of it, and who says what it is. */
  readonly why: string;
  /** Keys are masked. */
  readonly paste: string;
  readonly expect: { readonly kind: string; readonly provider?: string; readonly tool?: string } | null;
}

/** The newest pastes that the bot did not recognise, or took for something else. */
export async function draftsIn(trx: Transaction, limit: number): Promise<readonly Draft[]> {
  const cases = await trx.mistaken([UNRECOGNISED, WRONG_DIAGNOSIS, KIND_CHOSEN], limit);
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
    why: `taken for ${String(events[0]?.data?.['kind'] ?? 'nothing')}; ${said.by}`,
    paste: it.paste,
    expect: said.kind === null ? null : { kind: said.kind, ...named },
  };
}

/** The staff knows better than the person. */
function whatItIs(it: Case, events: readonly CaseEvent[]): { readonly kind: string | null; readonly by: string } {
  const causeIn = (wanted: string, name: string) =>
    events.findLast(({ type, data }) => type === wanted && typeof data?.[name] === 'string')?.data?.[name];
  const cause = causeIn('resolved', 'cause') ?? causeIn(WRONG_DIAGNOSIS, 'kind');
  if (typeof cause === 'string') return { kind: cause, by: `the staff says ${cause}` };
  const { kind } = it.diagnosis;
  if (!events.some(({ type }) => type === KIND_CHOSEN)) return { kind: null, by: 'nobody knows' };
  return { kind, by: `its person says ${kind}` };
}
