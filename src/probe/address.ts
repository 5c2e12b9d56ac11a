import ipaddr from 'ipaddr.js';

/** Single targets that an operator has opened, such as `127.0.0.1:8080` or `relay.internal:443`. */
export type Allowed = ReadonlySet<string>;

/** A base URL that may be asked, or the id of the refusal that says why not. */
export type CheckedUrl = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly refusal: string };

const LONGEST = 2000;
const FRAME = /^(https?):\/\/([^/?#]*)(\/[^?#]*)?$/i;
const LOCAL_NAME =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|localdomain|home\.arpa|arpa|onion|test|example|invalid|alt)$/;

/** Azure's platform services answer at this public address, also to credentials requests. */
const ALWAYS_REFUSED = new Set(['168.63.129.16']);

/**
 * Reads KEYCHECK_ALLOW.
 *
 * @param text `host:port,host:port`; blanks around them do not matter
 * @throws where an entry has no port: opening a whole host is never meant
 */
export function parseAllowed(text: string | undefined): Allowed {
  const entries = (text ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  const odd = entries.find((entry) => entry !== '' && !/^(?:[^\s:/]+|\[[0-9a-f:]+\]):\d{1,5}$/.test(entry));
  if (odd !== undefined) throw new Error(`KEYCHECK_ALLOW: "${odd}" is not host:port`);
  return new Set(entries.filter((entry) => entry !== ''));
}

/** "host:port" of a URL, as {@link parseAllowed} reads it. */
export function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port}`;
}

/**
 * Checks a base URL by its text alone: https, a plain public name, the usual port, nothing clever. What the name leads
 * to is checked when it is dialled.
 *
 * @param text as the person gave it
 * @param allowed targets that the operator has opened; they may be http, an IP address or have a port
 */
export function checkUrl(text: string, allowed: Allowed): CheckedUrl {
  const given = text.trim();
  const refusal = oddlyWritten(given);
  if (refusal !== null) return { ok: false, refusal };
  const url = new URL(given);
  if (allowed.has(hostAndPort(url))) return { ok: true, url };
  const reason = notPublic(url);
  return reason === null ? { ok: true, url } : { ok: false, refusal: reason };
}

/** Whatever URL parsing would quietly put right. */
function oddlyWritten(given: string): string | null {
  const frame = FRAME.exec(given);
  if (frame === null || given.length > LONGEST || !URL.canParse(given))
    return /^[a-z][a-z0-9+.-]*:/i.test(given) && !/^https?:/i.test(given) ? 'not-https' : 'not-an-address';
  const [, , authority = '', path = ''] = frame;
  if (authority.includes('@')) return 'user-in-address';
  if (/[^\x21-\x7e]|[\\%]/.test(authority) || /[^\x21-\x7e]|\\/.test(path)) return 'odd-address';
  return writtenPlainly(authority, new URL(given)) ? null : 'odd-address';
}

function notPublic(url: URL): string | null {
  const name = bareHost(url);
  if (ipaddr.isValid(name)) return isPublicAddress(name) ? 'bare-ip' : 'private-address';
  if (!name.includes('.') || LOCAL_NAME.test(name)) return 'local-name';
  if (url.protocol !== 'https:') return 'not-https';
  return url.port === '' ? null : 'port';
}

/**
 * Is this an address of the public internet? Private, loopback, link-local, shared, reserved, documentation, multicast
 * and every form that wraps an IPv4 address in an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo) are none.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text) || text.includes('%') || ALWAYS_REFUSED.has(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  // Outside of 2000::/3 nothing is global unicast, whatever a range table does not list.
  return address.kind() === 'ipv4' || ((address as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1;
}

/** URL parsing turns 0x7f.1, 2130706433, fullwidth digits and a missing dot into something else: then it was clever. */
function writtenPlainly(authority: string, url: URL): boolean {
  const port = url.port === '' ? '' : `:${url.port}`;
  const plain = [`${url.hostname}${port}`, `${url.hostname}:443`, `${url.hostname}:80`];
  return plain.includes(authority.toLowerCase()) && !url.hostname.endsWith('.') && !url.hostname.includes('..');
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
