import { ALNUM, runEnd, TOKEN, tableWith } from './alphabet.ts';
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
  const { digits, lower, upper } = makeupOf(codes, start, end);
  if (digits === 0 || lower + upper === 0) return null;
  if (codes[end] === 40 || codes[start - 1] === 64 || !looksRandom(codes, start, end)) return null;
  const before = text.slice(Math.max(0, start - AROUND), start);
  if (IN_ADDRESS.test(before) || isIdLabelled(before, index)) return null;
  const last = runEnd(codes, end, CONTINUED, start + LONGEST_BARE);
  const value = text.slice(start, last);
  if (isStandIn(value) || isMaskedOn(text.slice(last, last + 4), last - start)) return null;
  const direct = WITH.test(before) && /\b(?:40[13]|rejected|unauthori|invalid|error|key|token)/i.test(before);
  const told = (BEFORE.test(before) && saysSecret(before, index)) || AFTER.test(text.slice(last, last + AROUND));
  return direct || told ? trimmed(codes, start, last) : null;
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

/** Behind a name in letters outside of ASCII (`密码：…`, `пароль: …`). */
export function byForeignName(view: View, source: string, start: number, index: SecretIndex): boolean {
  if (index.foreignNames === null) return false;
  let at = start;
  while (at > 0 && start - at < 6 && ALNUM[view.codes[at - 1] as number] !== 1 && view.codes[at - 1] !== 255) at -= 1;
  if (view.codes[at - 1] !== 255) return false;
  const origin = view.origin(at);
  return index.foreignNames.test(source.slice(Math.max(0, origin - 16), origin));
}
