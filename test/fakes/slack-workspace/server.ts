import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { type Json, Refused } from './types.ts';
import { validateBlocks } from './validate.ts';
import { METHODS } from './web-api.ts';
import { httpWire, socketWire, type Wire } from './wire.ts';
import { BOT, openWorkspace, type Workspace } from './workspace.ts';

/** How the next post of a message goes wrong. */
export type Fault = 'rate-limited' | 'server-error' | 'dm-closed' | 'cut-connection';

/** A call of the bot. */
export interface Call {
  readonly method: string;
  readonly args: Json;
}

/** A Slack on this machine. */
export interface FakeSlack {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly at: Workspace;
  readonly calls: Call[];
  readonly violations: string[];
  readonly faults: Fault[];
  /** Told of every call as it arrives. */
  onCall: (call: Call) => void;
  /** Where the bot listens, for HTTP. */
  connectHttp(url: string): void;
  wire(): Wire;
  /** Calls of the bot that are not answered yet. */
  busy(): number;
  /** Cuts the sockets. */
  cut(): void;
  close(): Promise<void>;
}

const BOT_TOKEN = 'xoxb-fake-bot';
const APP_TOKEN = 'xapp-fake-app';
const SIGNING_SECRET = 'fake signing secret';

/** Starts a Slack that refuses what Slack refuses. `scopes`: what the bot was granted. */
export async function startFakeSlack(options: { readonly scopes: readonly string[] }): Promise<FakeSlack> {
  const at = openWorkspace();
  const calls: Call[] = [];
  const violations: string[] = [];
  const faults: Fault[] = [];
  const sockets = socketWire({ violations });
  let http: Wire | null = null;
  let busy = 0;
  const onCall = (call: Call) => fake.onCall(call);
  const server = createServer((request, response) => {
    busy += 1;
    response.on('close', () => {
      busy -= 1;
    });
    void answer(request, response, {
      at,
      calls,
      onCall,
      faults,
      scopes: options.scopes,
      cut: () => sockets.cut(),
      origin,
    });
  });
  const web = new WebSocketServer({ server, path: '/link' });
  web.on('connection', (socket) => sockets.connect(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeSlack = {
    onCall: () => undefined,
    apiUrl: `${origin}/api/`,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    signingSecret: SIGNING_SECRET,
    at,
    calls,
    violations,
    faults,
    connectHttp(url) {
      http = httpWire(url, SIGNING_SECRET, { violations });
    },
    wire: () => http ?? sockets,
    busy: () => busy,
    cut: () => sockets.cut(),
    async close() {
      sockets.cut();
      web.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

interface Desk {
  readonly at: Workspace;
  readonly calls: Call[];
  readonly onCall: (call: Call) => void;
  readonly faults: Fault[];
  readonly scopes: readonly string[];
  readonly origin: string;
  readonly cut: () => void;
}

async function answer(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const body = await readBody(request);
  const path = new URL(request.url ?? '/', 'http://x').pathname;
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
  if (path.startsWith('/files/')) return sendFile(path.slice('/files/'.length), token, response, desk);
  const args = argsOf(body, request.headers['content-type'] ?? '');
  if (path.startsWith('/response/')) return respond(path.slice('/response/'.length), args, response, desk);
  const method = path.slice('/api/'.length);
  desk.calls.push({ method, args });
  desk.onCall({ method, args });
  const fault = method === 'chat.postMessage' ? desk.faults.shift() : undefined;
  if (fault === 'rate-limited') {
    response.writeHead(429, { 'retry-after': '1' }).end();
    return undefined;
  }
  if (fault === 'server-error') {
    response.writeHead(503).end('busy');
    return undefined;
  }
  if (fault === 'cut-connection') {
    request.socket.destroy();
    desk.cut();
    return undefined;
  }
  const answered = run(method, fault === 'dm-closed' ? { ...args, closed: true } : args, token, desk);
  response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': desk.scopes.join(',') });
  response.end(JSON.stringify(answered));
  return undefined;
}

function run(method: string, args: Json, token: string | null, desk: Desk): Json {
  try {
    if (method === 'apps.connections.open') {
      if (token !== APP_TOKEN) throw new Refused('invalid_auth');
      return { ok: true, url: `${desk.origin.replace('http', 'ws')}/link` };
    }
    const known = METHODS[method];
    if (known === undefined) throw new Refused('unknown_method');
    if (token === null) throw new Refused('not_authed');
    if (token !== BOT_TOKEN) throw new Refused('invalid_auth');
    if (known.scope !== null && !desk.scopes.includes(known.scope))
      throw new Refused('missing_scope', { needed: known.scope, provided: desk.scopes.join(',') });
    if (args['closed'] === true) throw new Refused('messages_tab_disabled');
    return { ok: true, ...known.run(args, desk.at) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: error.code, ...error.more };
    return { ok: false, error: 'internal_error' };
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Fields of a form that hold JSON. */
const NESTED = new Set(['blocks', 'metadata', 'view', 'attachments']);

function argsOf(body: string, type: string): Json {
  if (body === '') return {};
  if (type.includes('json')) return JSON.parse(body) as Json;
  const args: Json = {};
  for (const [name, value] of new URLSearchParams(body))
    args[name] = NESTED.has(name) ? JSON.parse(value) : value === 'true' ? true : value === 'false' ? false : value;
  return args;
}

function sendFile(id: string, token: string | null, response: ServerResponse, { at, scopes }: Desk): void {
  const text = at.files.get(id);
  if (token !== BOT_TOKEN || !scopes.includes('files:read') || text === undefined) response.writeHead(403).end();
  else response.writeHead(200, { 'content-type': 'text/plain' }).end(text);
}

const RESPONSE_MS = 30 * 60_000;
const RESPONSE_USES = 5;

/** The address that an interaction can be answered at: five times in half an hour. */
function respond(id: string, args: Json, response: ServerResponse, { at, calls }: Desk): void {
  calls.push({ method: 'response_url', args });
  const target = at.responses.get(id);
  if (target === undefined || Date.now() - target.at > RESPONSE_MS || target.uses >= RESPONSE_USES) {
    response.writeHead(404).end('{"ok":false,"error":"expired_url"}');
    return;
  }
  target.uses += 1;
  try {
    at.messages.push({
      ts: at.ts(),
      channel: target.channel,
      thread: null,
      user: BOT.user,
      text: String(args['text'] ?? ''),
      blocks: validateBlocks(args['blocks'] ?? [], 'message'),
      edited: false,
      metadata: null,
      files: [],
      only: args['response_type'] === 'in_channel' ? null : target.user,
    });
    response.writeHead(200).end('ok');
  } catch {
    response.writeHead(400).end('{"ok":false,"error":"invalid_blocks"}');
  }
}
