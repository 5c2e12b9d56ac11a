import { WebSocket, type WebSocketServer } from 'ws';
import { guildJson, userJson } from './json.ts';
import { isOn, type Shard, shardFrom } from './shards.ts';
import { BOT, type Guild, type Json } from './state.ts';

/** What the gateway was told to allow. */
export interface GatewayOptions {
  readonly guild: Guild;
  readonly token: string;
  /** Is the privileged Message Content intent granted? */
  readonly messageContent: boolean;
  /** How often the bot must say that it is there, in milliseconds. */
  readonly heartbeatMs: number;
  /** So many servers may be on one shard; 2,500 at Discord. */
  readonly perShard?: number;
  readonly url: () => string;
}

/** The gateway, version 10, JSON, no compression. */
export interface Gateway {
  /** Sends an event to the shard of its server, and keeps it for sessions that resume. */
  dispatch(event: string, data: Json): void;
  /** Sends the last event of a person again. */
  again(): void;
  /** Did the bot ask for the content of messages? */
  readsContent(): boolean;
  /** Cuts the connections; the sessions can resume. */
  cut(): void;
  /** Leaves the connection half-open: nothing is read or answered any more, and nobody is told; a session can resume. */
  freeze(): void;
}

/** One shard of a bot. */
interface Session {
  readonly id: string;
  readonly shard: Shard;
  socket: WebSocket;
  /** Is the connection half-open? */
  frozen: boolean;
  sequence: number;
  readonly sent: { readonly s: number; readonly text: string }[];
}

const CONTENT_INTENT = 1 << 15;
const MOST_PER_SHARD = 2500;
/** So many events are kept for sessions that resume. */
const KEPT = 10_000;

/** Serves the gateway. */
export function openGateway(server: WebSocketServer, options: GatewayOptions): Gateway {
  let intents = 0;
  let last: { event: string; data: Json } | null = null;
  const sessions = new Map<string, Session>();
  const identify = (socket: WebSocket, data: Json) => {
    const shard = shardFrom(data['shard']);
    const refusal = refusalOf(data, shard, options);
    intents = Number(data['intents']);
    if (refusal !== null) return socket.close(...refusal);
    const id = `session-${shard?.join('-')}`;
    const session: Session = { id, shard: shard ?? [0, 1], socket, frozen: false, sequence: 0, sent: [] };
    sessions.set(id, session);
    welcome(session, options);
    return undefined;
  };
  const resume = (socket: WebSocket, data: Json) => {
    const session = sessions.get(String(data['session_id']));
    if (session === undefined) return socket.send(JSON.stringify({ op: 9, d: false }));
    session.socket = socket;
    session.frozen = false;
    for (const { s, text } of session.sent) if (s > Number(data['seq'])) socket.send(text);
    push(session, 'RESUMED', {});
    return undefined;
  };
  server.on('connection', (socket) => {
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: options.heartbeatMs } }));
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw)) as { op: number; d: Json };
      if (op === 1) socket.send(JSON.stringify({ op: 11 }));
      if (op === 2) identify(socket, d);
      if (op === 6) resume(socket, d);
    });
  });
  const tell = (event: string, data: Json) => {
    for (const session of sessions.values()) if (isOn(session.shard, event, data)) push(session, event, data);
  };
  return {
    dispatch(event, data) {
      last = { event, data };
      tell(event, data);
    },
    again() {
      if (last !== null) tell(last.event, last.data);
    },
    readsContent: () => (intents & CONTENT_INTENT) !== 0,
    cut() {
      for (const { socket } of sessions.values()) socket.close(4000, 'reconnect');
    },
    freeze() {
      for (const session of sessions.values()) {
        session.socket.pause();
        session.frozen = true;
      }
    },
  };
}

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
function refusalOf(data: Json, shard: Shard | null, options: GatewayOptions): [number, string] | null {
  const { guild, token, messageContent, perShard = MOST_PER_SHARD } = options;
  if (data['token'] !== token) return [4004, 'Authentication failed.'];
  if (shard === null) return [4010, 'Invalid shard.'];
  if (serversOn(shard, guild).length > perShard) return [4011, 'Sharding required.'];
  if ((Number(data['intents']) & CONTENT_INTENT) !== 0 && !messageContent) return [4014, 'Disallowed intent(s).'];
  return null;
}

function serversOn(shard: Shard, guild: Guild): string[] {
  return [guild.id, ...guild.others].filter((id) => isOn(shard, 'GUILD_CREATE', { id }));
}

/** What a new session is told: itself, then its servers one by one. */
function welcome(session: Session, { guild, url }: GatewayOptions): void {
  const servers = serversOn(session.shard, guild);
  push(session, 'READY', {
    v: 10,
    user: userJson(BOT, guild),
    guilds: servers.map((id) => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: url(),
    shard: session.shard,
    application: { id: guild.application, flags: 0 },
  });
  for (const id of servers) push(session, 'GUILD_CREATE', guildJson(guild, id));
}

function push(session: Session, event: string, data: Json): void {
  session.sequence += 1;
  const text = JSON.stringify({ op: 0, t: event, s: session.sequence, d: data });
  session.sent.push({ s: session.sequence, text });
  if (session.sent.length > 2 * KEPT) session.sent.splice(0, KEPT);
  if (!session.frozen && session.socket.readyState === WebSocket.OPEN) session.socket.send(text);
}
