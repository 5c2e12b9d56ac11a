/** Status, body (objects as JSON, strings as they are) and content type (JSON unless said). */
export type FakeAnswer = readonly [status: number, body: unknown, contentType?: string];

/** What a provider knows about a key; every other key is wrong. */
export type KeyState = 'works' | 'revoked' | 'no_credit' | 'restricted' | 'rate_limited';

/** What stands between the client and the provider. */
export type Trouble =
  | 'none'
  | 'firewall'
  | 'html'
  | 'redirect'
  | 'wrong_host'
  | 'timeout'
  | 'reset'
  | 'error_500'
  | 'huge';

/** Verdict and kind that must come out. */
export type Expected = readonly [verdict: 'works' | 'limited' | 'rejected' | 'undecided', kind: string | null];

/**
 * A provider as its documentation describes it, for tests: it refuses what the real one refuses. Written from the
 * documentation and not from the knowledge files, so that the two check each other.
 */
export interface FakeProvider {
  readonly id: string;
  /** A key of the right shape that no provider has ever given out. */
  readonly key: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Where the key is looked for. */
  readonly header: string;
  readonly scheme: string | null;
  /** The key is looked for in this field of a form instead. */
  readonly formField?: string;
  readonly requires?: Readonly<Record<string, string>>;
  /** Base URL that a person gives, behind the origin; left out where the provider has one of its own. */
  readonly basePath?: string;
  readonly missing: FakeAnswer;
  readonly notFound: FakeAnswer;
  readonly incomplete?: FakeAnswer;
  readonly answers: Readonly<Record<KeyState | 'wrong', FakeAnswer>>;
  /** Further paths, such as a list of models or the second request. */
  readonly more?: Readonly<Record<string, (state: KeyState | 'wrong' | 'missing') => FakeAnswer>>;
  readonly expected: Readonly<Record<KeyState | 'wrong', Expected>>;
}
