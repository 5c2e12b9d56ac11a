import { createInterface, type Interface } from 'node:readline';

/** What the person gave: a paste or a command, or that they leave. */
export type Input = { readonly type: 'text'; readonly text: string } | { readonly type: 'leave' };

/** Lines that follow each other faster than this were pasted, not typed; for terminals that do not mark a paste. */
const BURST_MS = 40;
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';

/**
 * Reads one multi-line text. It ends with an empty line, with Ctrl-D, or, after a pasted block, with Enter; empty lines
 * inside a pasted block do not end it. Ctrl-C leaves. A line that begins with "/" is a command and ends at once.
 */
export function readInput(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<Input> {
  const lines: string[] = [];
  const reader = createInterface({ input, output, prompt: '> ', terminal: true, historySize: 0 });
  output.write(PASTE_ON);
  reader.prompt();
  return new Promise((resolve) => {
    const paste = watchPaste(input);
    let timer: NodeJS.Timeout | undefined;
    let over = false;
    const end = (result: Input) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      paste.stop();
      output.write(PASTE_OFF);
      reader.close();
      resolve(result);
    };
    reader.on('line', (line) => {
      clearTimeout(timer);
      if (lines.length === 0 && line.startsWith('/') && !paste.open()) return end({ type: 'text', text: line.trim() });
      const pasteEnded = paste.takeEnded();
      if (line.trim() === '' && lines.length === 0 && !pasteEnded) return reader.prompt();
      lines.push(line);
      if (paste.open()) return undefined;
      const finish = () => end({ type: 'text', text: lines.join('\n').trimEnd() });
      if (pasteEnded) return finish();
      if (line.trim() === '') timer = setTimeout(finish, BURST_MS);
      return undefined;
    });
    reader.on('SIGINT', () => end({ type: 'leave' }));
    reader.on('close', () => {
      const rest = [...lines, restOf(reader)].join('\n').trim();
      end(rest === '' ? { type: 'leave' } : { type: 'text', text: rest });
    });
  });
}

function restOf(reader: Interface): string {
  return reader.line;
}

/** Follows the marks that terminals put around a paste; node:readline reports them as keys. */
function watchPaste(input: NodeJS.ReadStream): { open(): boolean; takeEnded(): boolean; stop(): void } {
  let open = false;
  let ended = false;
  const onKey = (_text: unknown, key: { name?: string } | undefined) => {
    if (key?.name === 'paste-start') open = true;
    if (key?.name === 'paste-end') {
      open = false;
      ended = true;
    }
  };
  input.on('keypress', onKey);
  return {
    open: () => open,
    takeEnded: () => {
      const was = ended;
      ended = false;
      return was;
    },
    stop: () => input.off('keypress', onKey),
  };
}
