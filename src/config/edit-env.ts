import { parseEnv } from 'node:util';

/** Variables to set; null takes one away. */
export type Changes = ReadonlyMap<string, string | null>;

/**
 * Changes variables in the text of a `.env` file; all other lines stay as they are. A new variable goes below the line that
 * names it in a comment, as `.env.example` has them, else to the end.
 *
 * @returns null where it cannot be done without changing anything else
 */
export function withVariables(source: string, changes: Changes): string | null {
  let text = source;
  for (const [name, value] of changes) text = withVariable(text, name, value);
  return meansTheSame(source, text, changes) ? text : null;
}

function withVariable(source: string, name: string, value: string | null): string {
  const end = source.includes('\r\n') ? '\r\n' : '\n';
  const line = value === null ? null : `${name}=${quoted(value)}`;
  const written = new RegExp(
    `^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(?:"[^"]*"|'[^']*'|\`[^\`]*\`|[^\\r\\n]*)[^\\r\\n]*(?:\\r?\\n|$)`,
    'gm',
  );
  let isFirst = true;
  const replaced = source.replaceAll(written, () => {
    const first = isFirst;
    isFirst = false;
    return first && line !== null ? `${line}${end}` : '';
  });
  if (!isFirst || line === null) return replaced;
  const comment = new RegExp(`^#[ \\t]*${name}=[^\\r\\n]*$`, 'm').exec(source);
  if (comment !== null) {
    const after = comment.index + comment[0].length;
    return `${source.slice(0, after)}${end}${line}${source.slice(after)}`;
  }
  const gap = source === '' || source.endsWith('\n') ? '' : end;
  return `${source}${gap}${line}${end}`;
}

function quoted(value: string): string {
  if (/^[\w./:@,+=-]*$/.test(value)) return value;
  const quote = ['"', "'", '`'].find((each) => !value.includes(each)) ?? '"';
  return `${quote}${value}${quote}`;
}

function meansTheSame(before: string, after: string, changes: Changes): boolean {
  const wanted: Record<string, string | undefined> = { ...parseEnv(before) };
  for (const [name, value] of changes) {
    if (value === null) delete wanted[name];
    else wanted[name] = value;
  }
  const got = Object.entries(parseEnv(after));
  return got.length === Object.keys(wanted).length && got.every(([name, value]) => wanted[name] === value);
}
