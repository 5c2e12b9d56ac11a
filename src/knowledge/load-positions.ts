import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** What keeps a file from being YAML, with the lines; one entry at least. */
export function syntaxFaults(source: string): readonly { readonly line: number; readonly expected: string }[] {
  const lines = new LineCounter();
  const { errors } = parseDocument(source, { lineCounter: lines });
  if (errors.length === 0) return [{ line: 1, expected: 'valid YAML 1.2' }];
  return errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    expected: error.message.split('\n')[0] ?? error.message,
  }));
}

/** The line (from 1) of a field in a YAML text, or of the last part of its path that is there. */
export function lineOf(source: string, path: readonly PropertyKey[]): number {
  const lines = new LineCounter();
  return lineOfPath(parseDocument(source, { lineCounter: lines }), lines, path);
}

function lineOfPath(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) break;
      if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      const range = (node as { range?: readonly number[] } | undefined)?.range;
      if (range?.[0] !== undefined) offset = range[0];
    } else break;
  }
  return lines.linePos(offset).line;
}
