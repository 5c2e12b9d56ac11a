/** What an examination found about one thing that must be right. Holds no secret. */
export interface Finding {
  /** What was examined, in a few words. */
  readonly check: string;
  /** `warning`: it works, but perhaps not as it is meant. */
  readonly state: 'fine' | 'warning' | 'wrong';
  readonly says: string;
  /** What to do about it; null where all is fine. */
  readonly todo: string | null;
}

export function fine(check: string, says: string): Finding {
  return { check, state: 'fine', says, todo: null };
}

export function warning(check: string, says: string, todo: string): Finding {
  return { check, state: 'warning', says, todo };
}

export function wrong(check: string, says: string, todo: string): Finding {
  return { check, state: 'wrong', says, todo };
}
