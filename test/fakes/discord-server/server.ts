import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { type Gateway, openGateway } from './gateway.ts';
import { type Asked, answer, type Desk } from './rest.ts';
import { type Guild, type Json, openGuild, Refused } from './state.ts';

/** How the next post of a message goes wrong. */
export type Fault =
  | 'rate-limited'
  | 'rate-limited-seconds'
  | 'rate-limited-long'
  | 'server-error'
  | 'dm-closed'
  /** Of the gateway, too. */
  | 'cut-connection'
  | 'cut-before'
  | 'cut-after';

/** How long calls are refused, in seconds. */
const WAITS: Readonly<Partial<Record<Fault, number>>> = {
  'rate-limited': 0.2,
  'rate-limited-seconds': 6,
  'rate-limited-long': 30,
};

/** A Discord on this machine. */
export interface FakeDiscord {
  readonly apiUrl: string;
  readonly token: string;
  readonly guild: Guild;
  readonly gateway: Gateway;
  /** Every request of the bot. */
  readonly calls: Asked[];
  readonly violations: string[];
  readonly faults: Fault[];
  /** Requests that are not answered yet. */
  busy(): number;
  /** Told of every request as it arrives. */
  onCall: (asked: Asked) => void;
  close(): Promise<void>;
}

const TOKEN = 'fake.discord.token';

/** Starts a Discord that refuses what Discord refuses. `messageContent`: is that intent granted? `perShard`: see the gateway. */
export async function startFakeDiscord(options: {
  readonly messageContent: boolean;
  readonly perShard?: number;
  readonly heartbeatMs?: number;
}): Promise<FakeDiscord> {
  const guild = openGuild();
  const calls: Asked[] = [];
  const violations: string[] = [];
  const faults: Fault[] = [];
  let busy = 0;
  const server = createServer((request, response) => {
    busy += 1;
    response.on('close', () => {
      busy -= 1;
    });
    void serve(request, response);
  });
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://x');
    if (url.pathname.startsWith('/files/')) {
      await wait(guild.fileMs);
      return void response.end(guild.files.get(url.pathname.slice(7)) ?? '');
    }
    const body = await bodyOf(request);
    const path = decodeURIComponent(url.pathname).replace(/^\/api\/v10/, '');
    const asked = { method: request.method ?? 'GET', path, body };
    calls.push(asked);
    fake.onCall(asked);
    const [, channel] = (asked.method === 'POST' ? /^\/channels\/(\d+)\/messages$/.exec(path) : null) ?? [];
    // Closed direct messages only show where one is sent.
    const fits = channel !== undefined && (faults[0] !== 'dm-closed' || guild.channels.get(channel)?.type === 1);
    const fault = fits ? faults.shift() : undefined;
    if (fault === 'cut-connection') gateway.cut();
    if (fault === 'cut-connection' || fault === 'cut-before') return void request.socket.destroy();
    try {
      const refusedFor = fault === undefined ? undefined : WAITS[fault];
      if (refusedFor !== undefined)
        throw new Refused(429, 0, 'You are being rate limited.', { retry_after: refusedFor, global: false });
      if (fault === 'server-error') throw new Refused(503, 0, 'upstream');
      if (fault === 'dm-closed') throw new Refused(403, 50_007, 'Cannot send messages to this user');
      const open = /^\/(?:interactions|webhooks)\//.test(path);
      if (!open && request.headers.authorization !== `Bot ${TOKEN}`) throw new Refused(401, 0, '401: Unauthorized');
      const done = answer(asked, desk);
      if (fault === 'cut-after') return void request.socket.destroy();
      send(response, 200, done);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const retryAfter = String(error.more['retry_after'] ?? 0);
      const headers = error.status === 429 ? { 'retry-after': retryAfter, 'x-ratelimit-scope': 'user' } : {};
      send(response, error.status, { code: error.code, message: error.message, ...error.more }, headers);
    }
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const web = new WebSocketServer({ server });
  const gateway = openGateway(web, {
    guild,
    token: TOKEN,
    messageContent: options.messageContent,
    heartbeatMs: options.heartbeatMs ?? 41_250,
    ...(options.perShard === undefined ? {} : { perShard: options.perShard }),
    url: () => origin.replace('http', 'ws'),
  });
  const { messageContent } = options;
  const desk: Desk = {
    guild,
    origin,
    violations,
    messageContent,
    dispatch: (event, data) => gateway.dispatch(event, data),
  };
  const fake: FakeDiscord = {
    apiUrl: `${origin}/api`,
    token: TOKEN,
    guild,
    gateway,
    calls,
    violations,
    faults,
    busy: () => busy,
    onCall: () => undefined,
    async close() {
      for (const socket of web.clients) socket.terminate();
      web.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return bodyWithFiles(Buffer.concat(chunks), type);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '' || !type.includes('json')) return {};
  return JSON.parse(text) as Json;
}

/** A body with files: what it shows of them must be among them. */
async function bodyWithFiles(bytes: Buffer<ArrayBuffer>, type: string): Promise<Json> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const payload = String(form.get('payload_json'));
  const names = new Set([...form.values()].flatMap((value) => (typeof value === 'string' ? [] : [value.name])));
  for (const [, shown = ''] of payload.matchAll(/"attachment:\/\/([^"]+)"/g))
    if (!names.has(shown)) return { missing: shown };
  return JSON.parse(payload) as Json;
}

/** An empty answer has no content type: with one, discord.js reads it as JSON and fails. */
function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (body === null) response.writeHead(204, headers).end();
  else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
