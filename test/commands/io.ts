import type { Io } from '#commands/io.ts';

/** Streams that keep what is written to them. */
export function fakeIo(env: Readonly<Record<string, string>> = {}, terminal = false) {
  let out = '';
  let error = '';
  const io: Io = {
    stdin: Object.assign((async function* () {})(), { isTTY: terminal }),
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    env,
    columns: 80,
    colour: false,
  };
  return { io, out: () => out, error: () => error };
}
