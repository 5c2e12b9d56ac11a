/** So many uses in a window. `key` says of what. */
export interface Limit {
  readonly key: string;
  readonly most: number;
  /** Milliseconds. */
  readonly windowMs: number;
}
