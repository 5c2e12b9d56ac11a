import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SlackDriver, slackDriver } from './driver.ts';
import { EVENT_SCOPES } from './events.ts';
import { openFaults } from './faults.ts';
import { type HttpTransport, openHttp } from './http-events.ts';
import type { Parts, SlackOptions } from './parts.ts';
import { answerRequest } from './requests.ts';
import { openSockets, type SocketTransport } from './socket.ts';
import { openTickets } from './tickets.ts';
import type { Call, Faults } from './types.ts';
import { METHOD_SCOPES } from './web-api.ts';
import { openWire, type Wire } from './wire.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** A Slack on loopback, with one workspace and one app in it. */
export interface FakeSlack {
  /** For the Web API client: `slackApiUrl`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly botUserId: string;
  readonly team: Workspace['team'];
  readonly state: Workspace;
  readonly wire: Wire;
  /** Every request of the bot, oldest first. */
  readonly calls: readonly Call[];
  readonly faults: Faults;
  /** Socket Mode; null in HTTP. */
  readonly socket: SocketTransport | null;
  /** Signed HTTP; null in Socket Mode. */
  readonly http: HttpTransport | null;
  /** Tells the HTTP transport where the bot listens. */
  connectHttp(url: string): void;
  driver(bot?: {
    readonly idle?: () => boolean | Promise<boolean>;
    /** Lines of the bot's log, kept by the caller. */
    readonly log?: readonly string[];
  }): SlackDriver;
  close(): Promise<void>;
}

/** Starts a fake Slack on a free port. */
export async function startFakeSlack(options: SlackOptions): Promise<FakeSlack> {
  const now = options.now ?? Date.now;
  const ackMs = options.ackMs ?? 3000;
  const signingSecret = 'the-signing-secret-of-the-fake';
  const ws = openWorkspace({ now, staffPrivate: options.staffPrivate ?? true });
  const server = createServer((request, response) => void handle(request, response));
  const violated = (what: string) => wire.violated(what);
  const socket = options.transport === 'socket' ? openSockets(server, { appId: ws.appId, ackMs, violated }) : null;
  const http = options.transport === 'http' ? openHttp({ signingSecret, ackMs }) : null;
  const transport = socket ?? http;
  if (transport === null) throw new Error('no transport');
  const wire = openWire(() => transport, now);
  const faults = openFaults(ws);
  const parts: Parts = {
    ws,
    wire,
    tickets: openTickets(now, options.triggerMs ?? 3000),
    faults,
    scopes: new Set(options.scopes ?? ALL_SCOPES),
    botEvents: new Set(options.botEvents ?? Object.keys(EVENT_SCOPES)),
    commands: options.commands === undefined ? null : new Set(options.commands),
    escaping: new Set(options.escaping),
    shortcuts: options.shortcuts ?? [{ name: 'Diagnose this', callback_id: 'diagnose_this' }],
    unfurls: options.unfurls ?? true,
    botToken: 'xoxb-1-fake-bot-token',
    appToken: 'xapp-1-fake-app-token',
    missingThread: options.missingThread ?? 'refuse',
    openSocket: () => {
      const ticket = socket?.open() ?? null;
      return ticket === null ? null : `${ws.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${ws.appId}`;
    },
    envelope: (type, label, payload) => ({ id: ws.id('envelope-'), type, label, payload, attempt: 0 }),
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await answerRequest(parts, faults, { request, body: Buffer.concat(chunks) });
    if (answer === null) {
      request.socket.destroy();
      return;
    }
    const isText = typeof answer.body === 'string' || Buffer.isBuffer(answer.body);
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
    response.end(isText ? answer.body : JSON.stringify(answer.body));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ws.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${ws.origin}/api/`,
    botToken: parts.botToken,
    appToken: parts.appToken,
    signingSecret,
    botUserId: ws.bot.id,
    team: ws.team,
    state: ws,
    wire,
    calls: wire.calls,
    faults,
    socket,
    http,
    connectHttp(url) {
      if (http === null) throw new Error('this Slack speaks over a socket');
      http.connect(url);
    },
    driver: (bot = {}) => slackDriver(parts, { name: `slack over ${options.transport}`, ...bot }),
    async close() {
      await transport.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const ALL_SCOPES = [
  ...METHOD_SCOPES,
  'files:read',
  'commands',
  ...Object.values(EVENT_SCOPES).filter((scope) => scope !== null),
];
