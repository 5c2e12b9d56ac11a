/** Where in a file; both from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A mistake in the settings. Never holds a secret's value. */
export interface Fault {
  /** Null for a variable of the environment. */
  readonly position: Position | null;
  /** The key of the file or the variable; empty where it is about the file as a whole. */
  readonly key: string;
  /** What stands there, in words; null where it is nobody's business. */
  readonly found: string | null;
  /** What should stand there. */
  readonly expected: string;
  /** The key that was probably meant. */
  readonly meant: string | null;
}

/** A fault as one line: `keymedic.yaml:3:13 slack.channels: found the text "help", expected a list, such as [help]`. */
export function sentenceOf({ position, key, found, expected, meant }: Fault): string {
  const where = position === null ? '' : `${position.file}:${position.line}:${position.column}`;
  const place = [where, key].filter((part) => part !== '').join(' ');
  const saw = found === null ? '' : `found ${found}, `;
  const hint = meant === null ? '' : `; did you mean ${meant}?`;
  return `${place}: ${saw}expected ${expected}${hint}`;
}
