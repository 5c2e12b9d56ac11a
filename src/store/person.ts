/** A person, as a case keeps them. */
export interface PersonRef {
  readonly chat: string;
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
}
