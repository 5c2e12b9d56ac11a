import { WebSocket, type WebSocketServer } from 'ws';
import { guildJson, userJson } from './json.ts';
import { BOT, type Guild, type Json } from './state.ts';

/** What the gateway was told to allow. */
export interface GatewayOptions {
  readonly guild: Guild;
  readonly token: string;
  /** Is the privileged Message Content intent granted? */
  readonly messageContent: boolean;
  /** How often the bot must say that it is there, in milliseconds. */
  readonly heartbeatMs: number;
  readonly url: () => string;
}

/** The gateway, version 10, JSON, no compression, with any number of shards. */
export interface Gateway {
  /** Sends an event to the shard that it belongs to, and keeps it for sessions that resume. */
  dispatch(event: string, data: Json): void;
  /** Sends the last event of a person again. */
  again(): void;
  /** Did the bot ask for the content of messages? */
  readsContent(): boolean;
  /** Cuts the connections; a session can resume. */
  cut(): void;
  /** Leaves the connections half-open: nothing is read or answered any more, and nobody is told; a session can resume. */
  freeze(): void;
}

const CONTENT_INTENT = 1 << 15;
/** https://docs.discord.com/developers/events/gateway#sharding */
const MOST_SERVERS_A_SHARD = 2500;
/** How many events are kept for a session that resumes. */
const KEPT = 1000;

/** What was said to one shard, also over several connections. */
class Session {
  readonly id: string;
  readonly shard: number;
  socket: WebSocket;
  #frozen = false;
  #sequence = 0;
  #sent: { readonly s: number; readonly text: string }[] = [];

  constructor(id: string, shard: number, socket: WebSocket) {
    this.id = id;
    this.shard = shard;
    this.socket = socket;
  }

  push(event: string, data: Json): void {
    this.#sequence += 1;
    const text = JSON.stringify({ op: 0, t: event, s: this.#sequence, d: data });
    this.#sent.push({ s: this.#sequence, text });
    if (this.#sent.length > 2 * KEPT) this.#sent = this.#sent.slice(-KEPT);
    if (!this.#frozen && this.socket.readyState === WebSocket.OPEN) this.socket.send(text);
  }

  freeze(): void {
    this.#frozen = true;
    this.socket.pause();
  }

  resume(socket: WebSocket, sequence: number): void {
    this.socket = socket;
    this.#frozen = false;
    for (const { s, text } of this.#sent) if (s > sequence) socket.send(text);
    this.push('RESUMED', {});
  }
}

/** Serves the gateway. */
export function openGateway(server: WebSocketServer, options: GatewayOptions): Gateway {
  const { guild, token, messageContent, heartbeatMs, url } = options;
  const sessions = new Map<number, Session>();
  let shards = 1;
  let intents = 0;
  let opened = 0;
  let last: { event: string; data: Json } | null = null;
  const identify = (socket: WebSocket, data: Json) => {
    if (data['token'] !== token) return socket.close(4004, 'Authentication failed.');
    intents = Number(data['intents']);
    if ((intents & CONTENT_INTENT) !== 0 && !messageContent) return socket.close(4014, 'Disallowed intent(s).');
    const [shard, count] = (data['shard'] ?? [0, 1]) as [number, number];
    if (!(shard >= 0 && shard < count)) return socket.close(4010, 'Invalid shard.');
    const own = [guild.id, ...new Set(guild.homes.values())].filter((id) => shardOf(id, count) === shard);
    if (own.length > MOST_SERVERS_A_SHARD) return socket.close(4011, 'Sharding required.');
    shards = count;
    opened += 1;
    const session = new Session(`session ${opened}`, shard, socket);
    sessions.set(shard, session);
    session.push('READY', {
      v: 10,
      user: userJson(BOT, guild),
      guilds: own.map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url(),
      shard: [shard, count],
      application: { id: guild.application, flags: 0 },
    });
    for (const id of own) session.push('GUILD_CREATE', guildJson(guild, id));
    return undefined;
  };
  const resume = (socket: WebSocket, data: Json) => {
    const session = [...sessions.values()].find(({ id }) => id === data['session_id']);
    if (session === undefined) socket.send(JSON.stringify({ op: 9, d: false }));
    else session.resume(socket, Number(data['seq']));
  };
  server.on('connection', (socket) => {
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: heartbeatMs } }));
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw)) as { op: number; d: Json };
      if (op === 1) socket.send(JSON.stringify({ op: 11 }));
      if (op === 2) identify(socket, d);
      if (op === 6) resume(socket, d);
    });
  });
  // Direct messages have no server; they go to the first shard.
  const push = (event: string, data: Json) => {
    const home = data['guild_id'];
    sessions.get(typeof home === 'string' ? shardOf(home, shards) : 0)?.push(event, data);
  };
  return {
    dispatch(event, data) {
      last = { event, data };
      push(event, data);
    },
    again() {
      if (last !== null) push(last.event, last.data);
    },
    readsContent: () => (intents & CONTENT_INTENT) !== 0,
    cut() {
      for (const { socket } of sessions.values()) socket.close(4000, 'reconnect');
    },
    freeze() {
      for (const session of sessions.values()) session.freeze();
    },
  };
}

/** https://docs.discord.com/developers/events/gateway#sharding-sharding-formula */
export function shardOf(server: string, count: number): number {
  return Number((BigInt(server) >> 22n) % BigInt(count));
}
