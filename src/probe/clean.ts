import { charactersThat, isBlank, isInvisible, isPrintableAscii, named, positions } from './characters.ts';
import { unwrap } from './unwrap.ts';

/** What was noticed while a key was cleaned; the id stands in `findings` of the knowledge. */
export interface Note {
  readonly id: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A key as it would be stored right, and what was wrong with how it was entered. */
export interface Cleaned {
  readonly text: string;
  readonly notes: readonly Note[];
}

const LONGEST = 8192;
const LONGEST_KEY = 4096;
const SHORTEST_KEY = 6;
const MOST_LINES = 4;
const CREDENTIALS = /-----BEGIN |"(?:private_key|client_email|refresh_token)"\s*:|aws_secret_access_key\s*=/i;
const MASKED = /\u2026|\.{3}|\*{3}|[\u2022\u25cf\u00b7]{2}/u;
const PLACEHOLDER =
  /^(?:sk-|api-)?(?:<.*>|\[.*\]|\{.*\})$|your[-_ ]?(?:api|key|token|secret|open|anthropic|own)|(?:insert|replace|paste|enter|put)[-_ ].*(?:key|token|here)|key[-_ ]?(?:goes[-_ ]?)?here|placeholder|changeme|(.)\1{7}|x{6}|0123456789|1234567890abc|abcdefghij/i;
const VARIABLE =
  /^(?:\$\{?[A-Za-z_]\w*\}?|\$env:\w+|%\w+%|process\.env\.\w+|(?:os\.)?(?:environ|getenv)\W.*|\{\{.*\}\}|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN|SECRET))$/;
const ADDRESS = /^https?:\/\/\S+$/i;

/**
 * Takes off what is safe to take off (blanks and quotes around, what was copied along, characters that nobody sees, a
 * line break) and names what is wrong besides.
 *
 * @param entered the key as it was entered
 * @param isWhole is this text a complete key of a known shape? Only then a blank inside may be taken out
 */
export function clean(entered: string, isWhole: (text: string) => boolean): Cleaned {
  const broken = unusable(entered);
  if (broken !== null) return { text: '', notes: [broken] };
  const notes: Note[] = [];
  const note = (id: string, values: Note['values'] = {}) => notes.push({ id, values });

  const hidden = charactersThat(isInvisible, entered);
  const seen = hidden.length === 0 ? entered : [...entered].filter((character) => !isInvisible(character)).join('');
  if (hidden.length > 0) note('invisible-character', { characters: named(hidden) });
  const trimmed = seen.trim();
  if (trimmed !== seen) note('blank-around');
  let text = trimmed;
  if (!isWhole(trimmed)) {
    const inner = unwrap(trimmed);
    text = inner.text;
    if (inner.left.length > 0)
      note(inner.left.every((one) => one === 'quotes') ? 'quotes-around' : 'label-along', {
        characters: inner.left.join(', '),
      });
  }
  const fault = whatElse(text);
  if (fault !== null) return { text: '', notes: [...notes, fault] };
  const joined = join(text, entered, isWhole, notes);
  if (joined === null) return { text: '', notes };
  const foreign = charactersThat((character) => !isPrintableAscii(character), joined);
  if (foreign.length > 0) note('foreign-character', { characters: named(foreignIn(entered)) });
  else if (joined.length < SHORTEST_KEY) note('too-short', { length: joined.length });
  else if (joined.length > LONGEST_KEY) note('too-long', { length: joined.length });
  const half = joined.slice(0, joined.length / 2);
  if (joined.length >= 32 && half + half === joined && !isWhole(joined)) {
    note('doubled');
    return { text: half, notes };
  }
  return { text: joined, notes };
}

function unusable(entered: string): Note | null {
  if (entered.trim() === '') return { id: 'empty', values: {} };
  if (CREDENTIALS.test(entered.slice(0, LONGEST))) return { id: 'credentials-file', values: {} };
  if (entered.length > LONGEST) return { id: 'too-long', values: { length: entered.length } };
  return null;
}

function whatElse(text: string): Note | null {
  if (ADDRESS.test(text)) return { id: 'address', values: {} };
  if (VARIABLE.test(text)) return { id: 'variable-name', values: {} };
  if (MASKED.test(text)) return { id: 'masked', values: {} };
  if (PLACEHOLDER.test(text)) return { id: 'placeholder', values: {} };
  return null;
}

/** Takes blanks out of the middle. A key that a terminal broke over lines is one; words with blanks between them are none. */
function join(text: string, entered: string, isWhole: (text: string) => boolean, notes: Note[]): string | null {
  if (!/\s/u.test(text)) return text;
  const lines = text.split(/[^\S\r\n]*(?:\r\n|\r|\n)\s*/u);
  const joined = lines.join('');
  const lineBreaks = charactersThat((character) => character === '\n' || character === '\r', entered.trimEnd());
  if (lines.length > 1 && lines.length <= MOST_LINES && !/\s/u.test(joined)) {
    notes.push({ id: 'line-break', values: { positions: positions(lineBreaks) } });
    return joined;
  }
  const packed = text.replaceAll(/\s/gu, '');
  const mended = isWhole(packed);
  const first = entered.search(/\S/u);
  const last = entered.trimEnd().length;
  const blanks = charactersThat(isBlank, entered).filter(({ position }) => position > first && position <= last);
  notes.push({ id: mended ? 'inner-blank-mended' : 'inner-blank', values: { positions: positions(blanks) } });
  return mended ? packed : null;
}

function foreignIn(entered: string) {
  return charactersThat(
    (character) => !isPrintableAscii(character) && !isInvisible(character) && !isBlank(character),
    entered,
  );
}
