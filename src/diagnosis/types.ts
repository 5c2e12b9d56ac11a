/** UTF-16 offsets into the text as it was given. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A secret found in a paste. `provider` is null where only the shape tells that it is one. */
export interface Secret extends Span {
  readonly provider: string | null;
  /** Is it one beyond doubt: a known format with its checksum, or with its length and randomness? */
  readonly proved: boolean;
}

/** Why the diagnosis says what it says: a signature, and what it was read from (secrets masked). */
export interface Evidence extends Span {
  readonly signature: string;
  readonly quote: string;
}

/** A kind that the evidence also allows, with the probability that it is the cause. */
export interface Alternative {
  readonly kind: string;
  readonly confidence: number;
}

/** What the matcher says about a paste. */
export interface Diagnosis {
  /** Would the bot answer in a channel where nobody asked it? */
  readonly speak: boolean;
  readonly kind: string | null;
  readonly provider: string | null;
  readonly tool: string | null;
  /** Who refused, as the text shows it; null where it does not. `provider` is an id where there is a file for it, else this name. */
  readonly refusedBy: { readonly host: string | null; readonly name: string } | null;
  /** The provider whose key the text shows, masked or not; null where it shows none whose shape tells. */
  readonly keyOf: string | null;
  /** Calibrated: of the answers given at 0.9, nine in ten are right. */
  readonly confidence: number;
  readonly alternatives: readonly Alternative[];
  readonly status: number | null;
  readonly requestId: string | null;
  readonly evidence: readonly Evidence[];
  readonly secrets: readonly Secret[];
  readonly masked: string;
  /** Names of what the text alone proves, such as `doubled-version`. */
  readonly facts: readonly string[];
}

/** Commands for the shells that people use; none of them prints a secret. */
export interface Commands {
  readonly bash: string;
  readonly powershell: string;
  readonly cmd: string;
}

/** A step as a person reads it: variables are filled in. */
export interface ChecklistStep {
  readonly id: string;
  readonly goal: string;
  /** Check and fix in short, for a message in which nothing else of the step stands. */
  readonly first?: string;
  readonly check: string;
  readonly commands?: Commands;
  readonly good: string;
  readonly bad: string;
  readonly fix: string;
  readonly link?: string;
  /** A provider's or tool's own advice whose source nobody has opened. */
  readonly unverified?: true;
  /** Of the cases like this one that a step has solved, the share that this one did: 0 to 1. Left out where that is not known. */
  readonly fixedFor?: number;
}

/** The ordered steps for a diagnosis, most probable cause first. */
export interface Checklist {
  readonly title: string;
  /** What this paste means, in one sentence that stands alone. */
  readonly verdict: string;
  readonly meaning: string;
  readonly keyIsFine: string | null;
  /** What comes before everything else: the provider or tool no longer exists. */
  readonly notices: readonly string[];
  readonly steps: readonly ChecklistStep[];
}

/** What a checklist is made for. */
export type Subject = Pick<Diagnosis, 'kind' | 'provider' | 'tool' | 'status' | 'facts'> &
  Partial<Pick<Diagnosis, 'refusedBy' | 'keyOf'>>;
