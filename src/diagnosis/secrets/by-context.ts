import { ALNUM, runEnd, runStart, TOKEN, tableWith } from './alphabet.ts';
import { strengthOf } from './by-name.ts';
import type { SecretIndex } from './formats.ts';
import { isMaskedOn, isStandIn } from './placeholder.ts';
import { looksRandom, makeupOf } from './randomness.ts';
import type { View } from './view.ts';

/** From this length on a random word is looked at for what stands around it. */
export const SHORTEST_BARE = 16;
const LONGEST_BARE = 4000;
const AROUND = 64;
const CONTINUED = tableWith(TOKEN, '.+/=~');

/** What people write around the key itself: "I get 401 with K", "K is my key". */
const BEFORE =
  /(?:\b(?:40[13]|unauthori[sz]ed|forbidden|rejected|invalid|wrong|denied)\b[^\n]{0,24}\b(?:with|using|for|mit|con|avec|com|credential)|\b(?:api[ _-]?keys?|keys?|tokens?|secrets?|credentials?|passwords?|bearer|passwort|schl(?:ü|ue|\u00ff)ssel|clave|contrase(?:ñ|n|\u00ff)a|senha|chave|cl(?:é|e|\u00ff)|jeton|mot de passe|chiave|wachtwoord|has(?:ł|l|\u00ff)o))\b[^\n]{0,28}$/i;
const WITH = /(?:with|using|mit|con|avec|com|credential)[\s"'`(:=]{0,4}$/i;
const AFTER =
  /^["'`)\s,.:;=<-]{1,6}(?:is |was |<- ?|this is |ist |es )?(?:my |the |our |mein |mi )?(?:api[ -]?key|token|secret|password|key)\b/i;
/** An address, a path or a file name, or a part of one. */
const IN_ADDRESS = /(?:https?:\/\/|\/|\\|@|\.)[^\s"'`]{0,200}$/;
const LABEL = /([A-Za-z][A-Za-z0-9]{0,30})[\s"'`:=#(/[-]{0,4}$/;

/**
 * Looks whether a long random word is a secret by what stands around it.
 *
 * @param start where the word begins
 * @param end where its letters, digits, dashes and underscores end
 * @returns where the secret ends; null where it is none
 */
export function byContext(view: View, start: number, end: number, index: SecretIndex): number | null {
  const { codes, text } = view;
  if (!isCandidate(codes, start, end)) return null;
  const before = text.slice(Math.max(0, start - AROUND), start);
  if (IN_ADDRESS.test(before) || isIdLabelled(before, index)) return null;
  const last = runEnd(codes, end, CONTINUED, start + LONGEST_BARE);
  if (isStandIn(text.slice(start, last)) || isMaskedOn(text.slice(last, last + 4), last - start)) return null;
  const direct = WITH.test(before) && TROUBLE.test(before);
  const told = (BEFORE.test(before) && saysSecret(before, index)) || AFTER.test(text.slice(last, last + AROUND));
  return direct || told ? trimmed(codes, start, last) : null;
}

const TROUBLE = /\b(?:40[13]|rejected|unauthori|invalid|error|key|token)/i;

/** Random, with digits and letters, and neither called nor the name of a mailbox or package. */
function isCandidate(codes: Uint8Array, start: number, end: number): boolean {
  const { digits, lower, upper } = makeupOf(codes, start, end);
  const called = codes[end] === 40 || codes[start - 1] === 64;
  return digits > 0 && lower + upper > 0 && !called && looksRandom(codes, start, end);
}

function isIdLabelled(before: string, index: SecretIndex): boolean {
  const label = LABEL.exec(before)?.[1]?.toLowerCase();
  if (label === undefined) return false;
  return index.idLabels.has(label) || /(?:id|sha|hash)$/.test(label);
}

/** The names before it may be of those that hold no secret: `csrf_token: …`. */
function saysSecret(before: string, index: SecretIndex): boolean {
  const name = /([\w.-]{2,60})["'`\])]{0,3}\s{0,3}(?::|=)\s{0,3}["'`]{0,2}$/.exec(before)?.[1];
  return name === undefined || strengthOf(name, index) !== 'public';
}

function trimmed(codes: Uint8Array, start: number, end: number): number {
  let last = end;
  while (last > start && (codes[last - 1] === 46 || codes[last - 1] === 47)) last -= 1;
  return last;
}

const LETTER = tableWith(ALNUM, '\u00ff');
const LONGEST_FOREIGN = 16;

/** Behind a name in letters outside of ASCII (`密码：…`, `contraseña: …`). */
export function byForeignName(view: View, source: string, start: number, index: SecretIndex): boolean {
  if (index.foreignNames === null) return false;
  const { codes } = view;
  let at = start;
  while (at > 0 && start - at < 6 && LETTER[codes[at - 1] as number] !== 1) at -= 1;
  const from = runStart(codes, at, LETTER, LONGEST_FOREIGN);
  if (!codes.subarray(from, at).includes(255)) return false;
  const end = view.origin(start);
  return index.foreignNames.test(source.slice(Math.max(0, end - 24), end));
}
