import type { Generated } from 'kysely';

/** The tables, column by column. Times are milliseconds since 1970; `*_json` holds what `types.ts` says. */
export interface Tables {
  cases: {
    id: Generated<number>;
    state: string;
    owner: string;
    chat: string;
    tenant: string;
    person: string;
    person_name: string;
    place_json: string;
    place_key: string;
    paste: string;
    kind: string | null;
    provider: string | null;
    tool: string | null;
    diagnosis_json: string;
    walk_json: string | null;
    checks_json: Generated<string>;
    handoff_json: string | null;
    claimed_by_json: string | null;
    /** The same person as one text, so that their cases are found. */
    claimed_by: Generated<string | null>;
    handed_at: Generated<number | null>;
    due: Generated<string | null>;
    due_at: Generated<number | null>;
    /** 1: the texts are gone. */
    purged: Generated<number>;
    created_at: number;
    updated_at: number;
  };
  /** Words of cases that were handed to the staff, to find them by. */
  case_words: { word: string; case_id: number };
  case_events: {
    id: Generated<number>;
    case_id: number;
    at: number;
    type: string;
    by_json: string | null;
    data_json: string;
  };
  links: {
    case_id: number;
    role: string;
    chat: string;
    channel: string;
    message: string;
    place_json: string;
  };
  outbox: {
    id: Generated<number>;
    key: string;
    lane: string;
    case_id: number | null;
    role: string;
    type: string;
    body_json: string;
    state: string;
    attempts: number;
    not_before: number;
    leased_until: number;
    created_at: number;
    done_at: number | null;
    detail: string | null;
  };
  /** Workspaces that have installed the bot by themselves. */
  installations: {
    chat: string;
    tenant: string;
    /** Tokens, encrypted by the chat. */
    sealed: string;
    settings_json: string | null;
    installed_at: number;
  };
  inbound: { id: string; at: number };
  marks: { key: string; until: number };
  /** How much of a limit was used in the window that ends then. */
  limits: { key: string; used: number; until: number };
  key_checks: { id: Generated<number>; at: number; row_json: string };
}
