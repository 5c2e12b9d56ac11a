import type { AnswerRow, AskableProbe } from '#knowledge/types.ts';
import type { SecretKey } from '#secret-key.ts';
import type { Echo } from './echo.ts';

/** What an answer says: alive and usable, alive but not usable as it is, refused in so many words, or nothing sure. */
export type Says = AnswerRow['says'];

/** Something that the look at the key found, in a sentence of our own; never with a character of the key itself. */
export interface KeyFinding {
  readonly id: string;
  readonly says: string;
  /** Failure kind, where the finding alone explains a failure. */
  readonly kind: string | null;
}

/** The offline look at a key. */
export interface Look {
  readonly findings: readonly KeyFinding[];
  /** The key to try, mended where that is safe; null where it must not be sent. */
  readonly key: SecretKey | null;
  /** True where `key` is not what the person stored. */
  readonly mended: boolean;
  /** The provider whose key this can only be; null where the shape does not tell. */
  readonly owner: string | null;
}

/** A sentence about why nothing was sent. */
export interface Refusal {
  readonly id: string;
  readonly says: string;
}

/** One request without its key. */
export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Where the key goes: a header with its scheme, or a field of a form. */
  readonly key:
    | { readonly in: 'header'; readonly name: string; readonly scheme: string | null }
    | { readonly in: 'form'; readonly field: string };
}

/** What came back. `text` has the key cut out. */
export interface Received {
  readonly type: 'answer';
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly requestId: string | null;
  readonly latencyMs: number;
  /** Whose key the answer shows in a shortened form; read before the key was cut out. */
  readonly echo: Echo;
}

/** Why nothing came back. */
export interface Failed {
  readonly type: 'failed';
  readonly stage: 'private-address' | 'dns' | 'connect' | 'tls' | 'timeout' | 'reset' | 'too-large' | 'protocol';
  readonly latencyMs: number;
}

export type ProbeReply = Received | Failed;

/** Sends one request with a key; never throws. */
export type Send = (ask: Ask, key: SecretKey) => Promise<ProbeReply>;

/** How one reply was judged. */
export interface Judgement {
  readonly says: Says;
  readonly kind: string | null;
  readonly note: string;
  /** Id of the row that fitted; null where none did. */
  readonly row: string | null;
  readonly credits: 'available' | 'used_up' | null;
  readonly askNext: 'second' | 'other_header' | null;
}

/** What is known about a key after asking. */
export interface ProbeOutcome extends Judgement {
  readonly host: string;
  readonly status: number | null;
  readonly latencyMs: number;
  readonly requestId: string | null;
  /** Null where no model was named, or the answer does not tell. */
  readonly modelAvailable: boolean | null;
  /** Requests that carried the key, and those that carried a made-up one. */
  readonly requests: number;
  readonly calibrations: number;
}

/** A provider whose refusals a gateway or relay may pass on. */
export interface Upstream {
  readonly name: string;
  readonly hosts: readonly string[];
  /** The answers with which it rejects a key. */
  readonly rows: readonly AnswerRow[];
  /** Is it the one that the person named? */
  readonly named: boolean;
}

/** Whose key is tried, where, and how its answers are read. */
export interface Target {
  readonly provider: string;
  readonly probe: AskableProbe;
  readonly base: URL;
  /** Is this one of its provider's own hosts? Nobody knows whose any other is. */
  readonly atHome: boolean;
  /** True where the person gave the address: then a missing or doubled /v1 is looked into. */
  readonly own: boolean;
  readonly header: { readonly name: string; readonly scheme: string | null };
  readonly headers: Readonly<Record<string, string>>;
  readonly rows: readonly AnswerRow[];
  readonly secondRows: readonly AnswerRow[];
  /** Does the operator declare that this host sends every key on unchanged? */
  readonly passesOn: boolean;
  /** Whose refusals this host may pass on; empty at the home of a provider that serves its own models alone. */
  readonly upstreams: readonly Upstream[];
}

/** What the person wants checked. */
export interface Wish {
  readonly provider?: string;
  readonly baseUrl?: string;
  readonly model?: string;
}

/** The target, or why there is none. */
export type Choice = { readonly ok: true; readonly target: Target } | { readonly ok: false; readonly refusal: Refusal };

/** Whether a check may begin now. `leave` must be called when it is over. */
export type Admission =
  | { readonly ok: true; readonly leave: () => void }
  | { readonly ok: false; readonly refusal: Refusal };

/** The parts of the key check, as use cases get them. */
export interface Prober {
  /** The same wish with the provider's id, where the person typed its name; what nobody is called stays as it is. */
  named(wish: Wish): Wish;
  /** @param wish names the provider, by itself or by an address; without both it is guessed from the key */
  look(key: SecretKey, wish: Wish): Look;
  choose(wish: Wish, look: Look): Choice;
  /** The hosts that are really asked about a key of this target; a provider may have a service of its own for it. */
  hostsOf(target: Target): readonly string[];
  ask(target: Target, key: SecretKey, model: string | undefined): Promise<ProbeOutcome>;
  /** The provider's other houses that could know this key; null for a house that cannot be asked from here. */
  twins(target: Target, key: SecretKey): readonly { readonly name: string; readonly target: Target | null }[];
}

/** A record of one check; nothing in it is secret. */
export interface AuditRow {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly person: string;
  readonly provider: string | null;
  readonly host: string | null;
  readonly verdict: Says | 'refused';
  readonly kind: string | null;
  readonly http_status: number | null;
  /** Keyed; null where the operator has set no SECRET_KEY. */
  readonly fingerprint: string | null;
}

/** Where records of checks go. */
export interface AuditSink {
  record(row: AuditRow): Promise<void>;
}
