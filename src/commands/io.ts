/** What a command reads from and writes to; tests give their own. */
export interface Io {
  readonly stdin: AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean };
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Columns of the terminal; 80 where it is none. */
  readonly columns: number;
  readonly colour: boolean;
}
