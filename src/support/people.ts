import type { Actor, Destination } from '#chat/port.ts';
import type { PersonRef } from '#store/types.ts';

/** Who somebody is, whatever they are called. */
type Id = Omit<PersonRef, 'name'>;

/** Is this the same person? An id alone does not tell: workspaces of one chat may give the same to two people. */
export function samePerson(one: Id | null | undefined, other: Id | null | undefined): boolean {
  if (one === null || one === undefined || other === null || other === undefined) return false;
  return one.chat === other.chat && one.tenant === other.tenant && one.id === other.id;
}

/** A person as cases keep them. */
export function personOf({ chat, tenant, id, name }: Actor): PersonRef {
  return { chat, tenant, id, name };
}

/** The direct messages with a person. */
export function directTo({ chat, tenant, id }: Id): Destination {
  return { chat, tenant, id };
}
