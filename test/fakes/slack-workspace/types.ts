/** Anything of JSON. */
export type Json = Record<string, unknown>;

/** A message, as the workspace keeps it. */
export interface Message {
  ts: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly user: string;
  text: string;
  blocks: readonly Json[];
  edited: boolean;
  readonly metadata: Json | null;
  readonly files: readonly Json[];
  /** Only this person sees it. */
  readonly only: string | null;
}

/** A modal on somebody's screen, or somebody's home page. */
export interface View {
  readonly id: string;
  readonly view: Json;
}

/** What Slack answers to a call that it refuses. */
export class Refused extends Error {
  readonly code: string;
  readonly more: Json;

  constructor(code: string, more: Json = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}
