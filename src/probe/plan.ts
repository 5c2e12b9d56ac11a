import type { ProbeRequest } from '#knowledge/types.ts';
import type { Ask, Target } from './types.ts';

/**
 * The request for a target, without its key. Pure.
 *
 * @param agent the User-Agent, which says honestly who asks
 */
export function planAsk(request: ProbeRequest, target: Target, agent: string): Ask {
  const header = request.header ?? target.header;
  const form = request.key_field !== undefined;
  const contentType = form ? 'application/x-www-form-urlencoded' : 'application/json';
  const body = form || request.body === undefined ? null : JSON.stringify(request.body);
  return {
    method: request.method,
    url: addressOf(request.url, target.base),
    headers: {
      accept: 'application/json',
      'user-agent': agent,
      ...lowerCased(target.headers),
      ...lowerCased(request.headers ?? {}),
      ...(body === null && !form ? {} : { 'content-type': contentType }),
    },
    body,
    key:
      request.key_field === undefined
        ? { in: 'header', name: header.name.toLowerCase(), scheme: header.scheme }
        : { in: 'form', field: request.key_field },
  };
}

/** The same request with the key in the other usual header; null where the key goes in a form. */
export function withOtherHeader(ask: Ask): Ask | null {
  if (ask.key.in !== 'header') return null;
  const bearer = ask.key.name === 'authorization';
  return {
    ...ask,
    key: bearer
      ? { in: 'header', name: 'x-api-key', scheme: null }
      : { in: 'header', name: 'authorization', scheme: 'Bearer' },
  };
}

/**
 * The same target with `/v1` in its base URL put right: once instead of twice, or added where there is none.
 *
 * @returns null where the base URL has exactly one
 */
export function withMendedVersion(target: Target): Target | null {
  const base = new URL(target.base);
  const path = base.pathname.replace(/\/+$/, '');
  const versions = path.match(/\/v1(?=\/|$)/g)?.length ?? 0;
  const requestHasOne = target.probe.request.url.startsWith('/v1/');
  if (versions >= 2) base.pathname = path.replaceAll(/(?:\/v1)+(?=\/|$)/g, '/v1');
  else if (versions === 1 && requestHasOne) base.pathname = path.replace(/\/v1$/, '') || '/';
  else if (versions === 0 && !requestHasOne) base.pathname = `${path}/v1`;
  else return null;
  return { ...target, base };
}

function addressOf(url: string, base: URL): URL {
  if (/^https?:\/\//.test(url)) return new URL(url);
  if (url.startsWith('//')) return new URL(url.slice(1), base.origin);
  const joined = new URL(base);
  const [path = '', query] = url.split('?');
  joined.pathname = `${base.pathname.replace(/\/+$/, '')}${path}`;
  joined.search = query === undefined ? '' : `?${query}`;
  return joined;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
