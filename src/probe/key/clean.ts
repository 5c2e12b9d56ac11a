import { charactersThat, codePoints, isBlank, isInvisible, isPrintableAscii, named, positions } from './characters.ts';
import { stripWrapping } from './strip-wrapping.ts';

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
  const bare = uncovered(entered, isWhole);
  const fault = whatElse(bare.text);
  if (fault !== null) return { text: '', notes: [...bare.notes, fault] };
  const joined = join(bare.text, entered, isWhole);
  const notes = [...bare.notes, ...joined.notes];
  const half = joined.text.slice(0, joined.text.length / 2);
  if (joined.text.length >= 32 && half + half === joined.text && !isWhole(joined.text))
    return { text: half, notes: [...notes, { id: 'doubled', values: {} }] };
  return { text: joined.text, notes: [...notes, ...unlikely(joined.text, entered)] };
}

/** Without invisible characters, blanks around it and what was copied along. */
function uncovered(entered: string, isWhole: (text: string) => boolean): Cleaned {
  const notes: Note[] = [];
  const hidden = charactersThat(isInvisible, entered);
  const seen = codePoints(entered)
    .filter((character) => !isInvisible(character))
    .join('');
  if (hidden.length > 0) notes.push({ id: 'invisible-character', values: { characters: named(hidden) } });
  const trimmed = seen.trim();
  if (trimmed !== seen) notes.push({ id: 'blank-around', values: {} });
  if (isWhole(trimmed)) return { text: trimmed, notes };
  const { text, left } = stripWrapping(trimmed);
  if (left.length > 0) {
    const id = left.every((one) => one === 'quotes') ? 'quotes-around' : 'label-along';
    notes.push({ id, values: { characters: left.join(', ') } });
  }
  return { text, notes };
}

function unlikely(text: string, entered: string): readonly Note[] {
  if (text === '') return [];
  if (!codePoints(text).every(isPrintableAscii))
    return [{ id: 'foreign-character', values: { characters: named(foreignIn(entered)) } }];
  if (text.length < SHORTEST_KEY) return [{ id: 'too-short', values: { length: text.length } }];
  return text.length > LONGEST_KEY ? [{ id: 'too-long', values: { length: text.length } }] : [];
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
function join(text: string, entered: string, isWhole: (text: string) => boolean): Cleaned {
  if (!/\s/u.test(text)) return { text, notes: [] };
  const lines = text.split(/[^\S\r\n]*(?:\r\n|\r|\n)\s*/u);
  const joined = lines.join('');
  if (lines.length > 1 && lines.length <= MOST_LINES && !/\s/u.test(joined)) {
    const breaks = charactersThat((character) => character === '\n' || character === '\r', entered.trimEnd());
    return { text: joined, notes: [{ id: 'line-break', values: { positions: positions(breaks) } }] };
  }
  const packed = text.replaceAll(/\s/gu, '');
  const mended = isWhole(packed);
  const first = entered.search(/\S/u);
  const last = entered.trimEnd().length;
  const blanks = charactersThat(isBlank, entered).filter(({ position }) => position > first && position <= last);
  const id = mended ? 'inner-blank-mended' : 'inner-blank';
  return { text: mended ? packed : '', notes: [{ id, values: { positions: positions(blanks) } }] };
}

function foreignIn(entered: string) {
  return charactersThat(
    (character) => !isPrintableAscii(character) && !isInvisible(character) && !isBlank(character),
    entered,
  );
}
