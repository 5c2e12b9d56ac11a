import { type FaultBox, throwRefused } from './faults.ts';
import { type Method, textArg } from './method.ts';
import { chatMethods } from './methods-chat.ts';
import { conversationMethods } from './methods-conversations.ts';
import { fileMethods } from './methods-files.ts';
import { peopleMethods } from './methods-people.ts';
import { viewMethods } from './methods-views.ts';
import type { Parts } from './parts.ts';
import { type Call, isLoose, type Loose, Refusal } from './types.ts';

const methods: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...peopleMethods,
  ...viewMethods,
};

/** Every scope that some method of the fake asks for. */
export const METHOD_SCOPES: readonly string[] = [
  ...new Set(
    Object.values(methods).flatMap(({ scopes }) =>
      typeof scopes === 'function' ? ['channels', 'groups', 'im'].flatMap((kind) => familyOf(scopes, kind)) : scopes,
    ),
  ),
];

/** An answer over HTTP; null breaks the connection. */
export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Loose | string;
}

/** Answers a call of the Web API, as strictly as Slack does. Null: the connection breaks. */
export function answerCall(parts: Parts, faults: FaultBox, call: Call, token: string): WebAnswer | null {
  const answer = answerOf(parts, faults, call, token);
  call.status = answer?.status ?? 0;
  call.answer = answer?.body ?? null;
  return answer;
}

function answerOf(parts: Parts, faults: FaultBox, call: Call, token: string): WebAnswer | null {
  const method = methods[call.method];
  if (method === undefined) return json(parts, { ok: false, error: 'unknown_method', req_method: call.method });
  const fault = faults.take(call.method, call.args);
  if (fault?.how === 'rate-limited')
    return {
      ...json(parts, { ok: false, error: 'ratelimited' }),
      status: 429,
      headers: { 'retry-after': String(fault.afterSeconds) },
    };
  if (fault?.how === 'server-error') return { status: 500, headers: {}, body: 'Internal Server Error' };
  if (fault?.how === 'cut-connection' && !fault.done) return null;
  const body = run(parts, method, call, token, () => throwRefused(fault));
  return fault?.how === 'cut-connection' ? null : json(parts, body);
}

function run(parts: Parts, method: Method, { args }: Call, token: string, before: () => void): Loose {
  try {
    checkToken(parts, method, token);
    checkScopes(parts, method, args);
    before();
    return { ok: true, ...method.run(parts, args) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, error: error.code, ...error.details };
  }
}

function checkToken({ ws, botToken, appToken, revoked }: Parts, method: Method, token: string): void {
  if (method.token === 'none') return;
  if (token === '') throw new Refusal('not_authed');
  if (revoked.has(token)) throw new Refusal(ws.removed ? 'account_inactive' : 'token_revoked');
  if (token !== botToken && token !== appToken) throw new Refusal('invalid_auth');
  if (ws.removed) throw new Refusal('account_inactive');
  if ((token === appToken) !== (method.token === 'app')) throw new Refusal('not_allowed_token_type');
}

function checkScopes({ ws, scopes: granted }: Parts, { scopes }: Method, args: Loose): void {
  const needed = typeof scopes === 'function' ? scopes(args, ws) : scopes;
  if (needed.length === 0 || needed.some((scope) => granted.has(scope))) return;
  throw new Refusal('missing_scope', { needed: needed.join(','), provided: [...granted].join(',') });
}

function json({ scopes }: Parts, body: Loose): WebAnswer {
  return { status: 200, headers: { 'x-oauth-scopes': [...scopes].join(',') }, body };
}

/** The arguments of a request, whatever they are encoded in, and its token. */
export function readCall(
  body: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  query: URLSearchParams,
): { readonly args: Loose; readonly token: string } {
  const isJson = String(headers['content-type'] ?? '').includes('json');
  const parsed: unknown = isJson && body !== '' ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
  const all: Loose = { ...Object.fromEntries(query), ...(isLoose(parsed) ? parsed : {}) };
  const { token: _token, ...args } = all;
  const bearer = /^Bearer (.+)$/.exec(String(headers['authorization'] ?? ''))?.[1];
  return { args: withoutJson(args), token: bearer ?? textArg(all, 'token') };
}

/** Arguments that form encoding carries as JSON, as what they mean: the log of calls is easier to search so. */
function withoutJson(args: Loose): Loose {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      if (typeof value !== 'string' || !/^[[{]/.test(value) || !STRUCTURED.has(name)) return [name, value];
      try {
        return [name, JSON.parse(value) as unknown];
      } catch {
        return [name, value];
      }
    }),
  );
}

const STRUCTURED = new Set(['blocks', 'view', 'metadata', 'files', 'attachments']);

function familyOf(scopes: Exclude<Method['scopes'], readonly string[]>, kind: string): readonly string[] {
  const all = scopes({}, { channels: new Map() } as Parts['ws']);
  return all.filter((scope) => scope.startsWith(`${kind}:`));
}
