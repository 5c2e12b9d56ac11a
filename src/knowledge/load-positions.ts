import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** What keeps a file from being YAML, with the lines; empty where this parser, unlike the other one, finds nothing. */
export function syntaxFaults(source: string): readonly { readonly line: number; readonly expected: string }[] {
  const lines = new LineCounter();
  const { errors } = parseDocument(source, { lineCounter: lines, uniqueKeys: false });
  const exhausted = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhausted !== undefined) return [{ line: lines.linePos(exhausted.pos[0]).line, expected: 'less nesting' }];
  return errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    expected: error.message.split('\n')[0] ?? error.message,
  }));
}

/** For each field of a YAML text its line (from 1), or that of the last part of its path that is there. */
export function linesOf(source: string, paths: readonly (readonly PropertyKey[])[]): readonly number[] {
  const lines = new LineCounter();
  // Looking for keys that stand there twice takes the square of their number, and the other parser has done it.
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: false });
  return paths.map((path) => lineOfPath(document, lines, path));
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
