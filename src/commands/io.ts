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

/** The process's own streams and environment. Colour follows NO_COLOR and whether there is a terminal. */
export function processIo(): Io {
  process.stdout.on('error', leaveQuietly);
  return {
    stdin: process.stdin,
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    env: process.env,
    columns: process.stdout.columns ?? 80,
    colour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
  };
}

/** Who reads the output may have seen enough (`… | head`): that is no failure of the command. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

/** All of a stream as bytes. */
export async function readAll(stream: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
