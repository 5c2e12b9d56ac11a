import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildParts } from './build-parts.ts';
import { type SlackDriver, slackDriver } from './driver.ts';
import { openFaults } from './faults.ts';
import { handOut } from './hand-out.ts';
import { type HttpTransport, openHttp } from './http-events.ts';
import type { SlackOptions } from './parts.ts';
import { answerRequest } from './requests.ts';
import { openSockets, type SocketTransport } from './socket.ts';
import type { Call, Faults } from './types.ts';
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
  const parts = buildParts(options, {
    ws,
    wire,
    faults,
    botToken: 'xoxb-1-fake-bot-token',
    appToken: 'xapp-1-fake-app-token',
    openSocket: () => {
      const ticket = socket?.open() ?? null;
      return ticket === null ? null : `${ws.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${ws.appId}`;
    },
  });
  const handle = (request: IncomingMessage, response: ServerResponse) =>
    handOut(request, response, (body) => answerRequest(parts, faults, { request, body }));
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
