import type { Selectable } from 'kysely';
import type { MessageRef, Place } from '#chat/port.ts';
import type { Tables } from '#store/database/tables.ts';
import type { Case, CaseChange, CaseEvent, CaseState, Due, NewCase, NewEvent, PersonRef } from './types.ts';

/** What the key of every place in a channel begins with. */
export function channelKey({ chat, tenant, channel }: Place): string {
  return [chat, tenant, channel, ''].join('\u001f');
}

/** One text for a place, so that cases can be found by it. */
export function placeKey(place: Place): string {
  return channelKey(place) + (place.thread ?? '');
}

/** A case from its row. */
export function caseFrom(row: Selectable<Tables['cases']>): Case {
  return {
    id: row.id,
    state: row.state as CaseState,
    owner: row.owner as Case['owner'],
    person: { chat: row.chat, tenant: row.tenant, id: row.person, name: row.person_name },
    place: JSON.parse(row.place_json) as Place,
    paste: row.paste,
    diagnosis: JSON.parse(row.diagnosis_json) as Case['diagnosis'],
    walk: parsed(row.walk_json) as Case['walk'],
    checks: JSON.parse(row.checks_json) as Case['checks'],
    handoff: parsed(row.handoff_json) as Case['handoff'],
    claimedBy: parsed(row.claimed_by_json) as PersonRef | null,
    handedAt: row.handed_at,
    due: row.due === null || row.due_at === null ? null : { what: row.due as Due['what'], at: row.due_at },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}

/** PostgreSQL's texts hold no zero byte, which a log file may have; SQLite is given the same, so that both show the same. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

/** The row of a new case. */
export function rowOf(it: NewCase, now: number) {
  return {
    state: 'open',
    owner: 'bot',
    chat: it.person.chat,
    tenant: it.person.tenant,
    person: it.person.id,
    person_name: storable(it.person.name),
    ...columnsOf(it),
    place_json: JSON.stringify(it.place),
    place_key: placeKey(it.place),
    paste: storable(it.paste),
    diagnosis_json: JSON.stringify(it.diagnosis),
    created_at: now,
    updated_at: now,
  };
}

function columnsOf({ diagnosis }: Pick<Case, 'diagnosis'>) {
  return { kind: diagnosis.kind, provider: diagnosis.provider, tool: diagnosis.tool };
}

/** The columns that a change sets. */
export function columnsOfChange(change: CaseChange, now: number) {
  const { state, owner, place, paste, diagnosis, handedAt, personName, checks } = change;
  return {
    updated_at: now,
    purged: 0,
    ...(state === undefined ? {} : { state }),
    ...(owner === undefined ? {} : { owner }),
    ...(place === undefined ? {} : { place_json: JSON.stringify(place), place_key: placeKey(place) }),
    ...(paste === undefined ? {} : { paste: storable(paste) }),
    ...(diagnosis === undefined ? {} : { diagnosis_json: JSON.stringify(diagnosis), ...columnsOf({ diagnosis }) }),
    ...(handedAt === undefined ? {} : { handed_at: handedAt }),
    ...(personName === undefined ? {} : { person_name: storable(personName) }),
    ...(checks === undefined ? {} : { checks_json: JSON.stringify(checks) }),
    ...nullableColumns(change),
  };
}

function nullableColumns({ walk, handoff, claimedBy, due }: CaseChange) {
  return {
    ...(walk === undefined ? {} : { walk_json: jsonOrNull(walk) }),
    ...(handoff === undefined ? {} : { handoff_json: jsonOrNull(handoff) }),
    ...(claimedBy === undefined ? {} : claimColumns(claimedBy)),
    ...(due === undefined ? {} : { due: due?.what ?? null, due_at: due?.at ?? null }),
  };
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function claimColumns(by: PersonRef | null) {
  return by === null
    ? { claimed_by_json: null, claimed_by: null }
    : { claimed_by_json: JSON.stringify(by), claimed_by: personKey(by) };
}

/** One text for a person, so that what is theirs can be found by it. */
export function personKey({ chat, tenant, id }: Omit<PersonRef, 'name'>): string {
  return [chat, tenant, id].join('\u001f');
}

/** The row of a new event. */
export function eventRow(caseId: number, event: NewEvent, now: number) {
  return {
    case_id: caseId,
    at: now,
    type: event.type,
    by_json: event.by === null ? null : JSON.stringify(event.by),
    data_json: JSON.stringify(event.data ?? {}),
  };
}

/** An event from its row. What is in the table was written by this function's counterpart, or by that of version 0.1. */
export function eventFrom(row: Selectable<Tables['case_events']>): CaseEvent {
  const event = { type: row.type, by: parsed(row.by_json), data: JSON.parse(row.data_json) as unknown } as NewEvent;
  return { id: row.id, caseId: row.case_id, at: row.at, ...event };
}

/** The message that a link points at. */
export function messageFrom(row: Pick<Selectable<Tables['links']>, 'message' | 'place_json'>): MessageRef {
  return { id: row.message, place: JSON.parse(row.place_json) as Place };
}
