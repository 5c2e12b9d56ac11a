import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildParts, type ChangingParts } from './build-parts.ts';
import { type SlackDriver, slackDriver } from './driver.ts';
import { emit } from './events.ts';
import { type FaultBox, openFaults } from './faults.ts';
import { handOut } from './hand-out.ts';
import { type HttpTransport, openHttp } from './http-events.ts';
import { type Oauth, openOauth } from './oauth.ts';
import type { SlackOptions } from './parts.ts';
import { answerRequest, type HttpAnswer } from './requests.ts';
import { type Loose, Refusal, type Transport } from './types.ts';
import { readCall } from './web-api.ts';
import { openWire, type Wire } from './wire.ts';
import { openWorkspace, PEOPLE, type Workspace } from './workspace.ts';

/** One of several workspaces. The ids of its people and channels are those of all others: the workspace tells them apart. */
export interface Town {
  readonly team: Workspace['team'];
  readonly state: Workspace;
  readonly wire: Wire;
  readonly faults: FaultBox;
  /** Of the latest installation; empty before the first. */
  readonly botToken: () => string;
  /** Every token that it ever gave out. */
  readonly tokens: readonly string[];
  driver(bot?: { readonly idle?: () => boolean | Promise<boolean>; readonly log?: readonly string[] }): SlackDriver;
  /** Installs the app without the pages; the token. */
  grant(): string;
  /** The token is no good any more, though the app is still there. */
  revoke(): void;
}

/** A Slack on loopback with several workspaces, which install one app over OAuth. It speaks to it over HTTP. */
export interface FakeCity {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  open(team: Workspace['team'], organisation?: string): Town;
  /** Where the bot's processes listen; what Slack sends goes to them in turn, as behind a balancer. */
  connect(urls: readonly string[]): void;
  decide: Oauth<Town>['decide'];
  close(): Promise<void>;
}

/** What the app of the city is like. */
export interface CityOptions extends Omit<SlackOptions, 'transport'> {
  readonly redirectUrls: readonly string[];
  /** Do tokens end after so many seconds, and are renewed? */
  readonly rotation?: number;
}

interface Place {
  readonly town: Town;
  readonly parts: ChangingParts;
  readonly faults: FaultBox;
  refresh: string;
  installs: number;
}

/** Starts a fake Slack with several workspaces on a free port. */
export async function startFakeCity(options: CityOptions): Promise<FakeCity> {
  const now = options.now ?? Date.now;
  const [signingSecret, ackMs] = ['the-signing-secret-of-the-city', options.ackMs ?? 3000];
  const app = {
    clientId: '1234.5678',
    clientSecret: 'canary-client-secret-0123456789',
    redirectUrls: options.redirectUrls,
  };
  const oauth = openOauth<Town>(app, now);
  const places: Place[] = [];
  const balancer = openBalancer(() => openHttp({ signingSecret, ackMs }));
  const server = createServer((request, response) => {
    void handOut(request, response, (body) => answer(request, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = async (request: IncomingMessage, body: Buffer): Promise<HttpAnswer | null> => {
    const url = request.url ?? '';
    if (url.startsWith('/api/oauth.v2.access')) return refusable(() => access(body, request));
    const named = places.find(({ parts }) => url.startsWith(`/${parts.ws.team.id}/`));
    if (named !== undefined) request.url = url.slice(named.parts.ws.team.id.length + 1);
    const { token } = readCall(
      url.startsWith('/api/') ? body.toString('utf8') : '',
      request.headers,
      new URLSearchParams(),
    );
    const place = named ?? places.find(({ town }) => token !== '' && town.tokens.includes(token)) ?? places[0];
    if (place === undefined) return { status: 404, body: 'no workspace' };
    return answerRequest(place.parts, place.faults, { request, body });
  };
  const access = (body: Buffer, request: IncomingMessage): Loose => {
    const { args } = readCall(body.toString('utf8'), request.headers, new URLSearchParams());
    if (args['grant_type'] === 'refresh_token') {
      oauth.checkClient(args);
      const place = places.find(({ refresh }) => refresh !== '' && refresh === args['refresh_token']);
      if (place === undefined) throw new Refusal('invalid_refresh_token');
      return install(place, options.rotation);
    }
    const { town, scopes } = oauth.redeem(args);
    const place = places.find((one) => one.town === town);
    if (place === undefined) throw new Refusal('invalid_code');
    place.parts.scopes = new Set(scopes);
    return install(place, options.rotation);
  };
  return {
    apiUrl: `${origin}/api/`,
    ...app,
    signingSecret,
    open(team, organisation) {
      const place = openPlace(team, organisation, { origin, options, transport: balancer });
      places.push(place);
      return place.town;
    },
    connect: (urls) => balancer.connect(urls),
    decide: (...what) => oauth.decide(...what),
    async close() {
      await balancer.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function openPlace(
  team: Workspace['team'],
  organisation: string | undefined,
  {
    origin,
    options,
    transport,
  }: { readonly origin: string; readonly options: CityOptions; readonly transport: Transport },
): Place {
  const now = options.now ?? Date.now;
  const ws = openWorkspace({
    now,
    staffPrivate: options.staffPrivate ?? true,
    team,
    ...(organisation === undefined ? {} : { organisation }),
  });
  ws.origin = `${origin}/${team.id}`;
  ws.admins.add(PEOPLE.sue.id);
  const wire = openWire(() => transport, now);
  const faults = openFaults(ws);
  const there = { ws, wire, faults, botToken: '', appToken: '', openSocket: () => null };
  const parts = buildParts(options, there);
  const tokens: string[] = [];
  const town: Town = {
    grant() {
      install(place, undefined);
      return parts.botToken;
    },
    team,
    state: ws,
    wire,
    faults,
    botToken: () => parts.botToken,
    tokens,
    driver: (bot = {}) => slackDriver(parts, { name: `slack of ${team.name}`, ...bot }),
    revoke() {
      parts.revoked.add(parts.botToken);
      const tokensOf = { bot: [ws.bot.id] };
      emit(parts, 'tokens_revoked', { type: 'tokens_revoked', tokens: tokensOf, event_ts: ws.ts() }, 'person');
    },
  };
  const place: Place = { town, parts, faults, refresh: '', installs: 0 };
  return place;
}

/** The answer of `oauth.v2.access`: https://docs.slack.dev/reference/methods/oauth.v2.access */
function install(place: Place, rotation: number | undefined): Loose {
  const { parts, town } = place;
  const { ws } = parts;
  place.installs += 1;
  if (parts.botToken !== '') parts.revoked.add(parts.botToken);
  parts.botToken = `xoxb-${ws.team.id}-${place.installs}-canary${ws.team.id}token`;
  (town.tokens as string[]).push(parts.botToken);
  ws.removed = false;
  const rotating =
    rotation === undefined ? {} : { refresh_token: `xoxe-1-${ws.team.id}-${place.installs}-canaryrefresh` };
  place.refresh = rotating.refresh_token ?? '';
  return {
    access_token: parts.botToken,
    token_type: 'bot',
    scope: [...parts.scopes].join(','),
    bot_user_id: ws.bot.id,
    app_id: ws.appId,
    team: ws.organisation === null ? { id: ws.team.id, name: ws.team.name } : null,
    enterprise: ws.organisation === null ? null : { id: ws.organisation, name: 'Org' },
    is_enterprise_install: ws.organisation !== null,
    authed_user: { id: PEOPLE.sue.id },
    ...rotating,
    ...(rotation === undefined ? {} : { expires_in: rotation }),
  };
}

function refusable(work: () => Loose): HttpAnswer {
  try {
    return { status: 200, body: { ok: true, ...work() } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 200, body: { ok: false, error: error.code, ...error.details } };
  }
}

interface Balancer extends Transport {
  connect(urls: readonly string[]): void;
}

function openBalancer(open: () => HttpTransport): Balancer {
  let behind: HttpTransport[] = [];
  let next = 0;
  return {
    connect(urls) {
      behind = urls.map((url) => {
        const one = open();
        one.connect(url);
        return one;
      });
    },
    async deliver(envelope) {
      next += 1;
      return (await behind[next % behind.length]?.deliver(envelope)) ?? { type: 'lost' };
    },
    async close() {
      await Promise.all(behind.map((one) => one.close()));
    },
  };
}
