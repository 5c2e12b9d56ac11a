import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Log, Place, Said, Turn } from '#chat/port.ts';
import type { Self } from './connect.ts';
import { readFiles } from './files.ts';
import { actorOf, placeOf, readMessage } from './inbound.ts';
import { listenToInteractions } from './listen-interactions.ts';
import type { Outbound } from './outbound.ts';
import { renderHome } from './render.ts';

/** What listeners work with. */
export interface Ear {
  readonly client: WebClient;
  readonly outbound: Outbound;
  readonly log: Log;
  readonly token: string;
  readonly apiHost: string | null;
  readonly self: () => Self;
  /** Is this channel opted in? */
  readonly watches: (channel: string) => Promise<boolean>;
  readonly handle: (turn: Turn) => Promise<void>;
}

/** Listens to everything that `manifest.yml` subscribes to. */
export function listen(app: App, ear: Ear): void {
  app.event('message', ({ event, body }) => hear(event, body, ear));
  app.event('app_mention', ({ event, body }) => hear(event, body, ear));
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    const team = body.team_id;
    await ear.handle({
      type: 'home',
      id: `slack:home:${body.event_id}`,
      actor: actorOf(event.user, team),
      place: placeOf(event.channel, team, null, 'im'),
      show: async (reply) => {
        await ear.client.views.publish({ user_id: event.user, view: renderHome(reply) });
      },
    });
  });
  const left = (body: { readonly team_id: string; readonly event_id: string }) =>
    ear.handle({
      type: 'left',
      id: `slack:left:${body.event_id}`,
      actor: actorOf('', body.team_id),
      place: placeOf('', body.team_id, null),
    });
  app.event('app_uninstalled', ({ body }) => left(body));
  app.event('tokens_revoked', ({ body }) => left(body));
  listenToInteractions(app, ear);
}

async function hear(
  event: unknown,
  body: { team_id: string; context_team_id?: string | null },
  ear: Ear,
): Promise<void> {
  const heard = readMessage(event, body.context_team_id ?? body.team_id, ear.self().user);
  if (heard.type === 'ignored') return;
  if (heard.type === 'removed') {
    const { id, actor, message } = heard;
    await ear.handle({ type: 'removed', id, actor, place: message.place, message });
    return;
  }
  const { place } = heard.said.message;
  const asked = place.direct || heard.mentioned;
  if (!asked && !(await ear.watches(place.channel))) return;
  const files = await readFiles(heard.files, ear.token, ear.apiHost, ear.log);
  const { author } = heard.said;
  const about = heard.mentioned && place.thread !== null ? await rootOf(place, ear) : null;
  const said = { ...heard.said, ...files };
  await ear.handle({
    type: 'message',
    id: heard.id,
    actor: author,
    place,
    ...said,
    asked,
    edited: heard.edited,
    about,
  });
}

/**
 * What a mention in a thread is about: the message that the thread hangs on. The only history that is read unless something
 * went wrong, and only when somebody asks; without it the mention stands for itself.
 */
async function rootOf(place: Place, ear: Ear): Promise<Said | null> {
  const { channel, thread, tenant } = place;
  if (thread === null) return null;
  const found = await ear.client.conversations.replies({ channel, ts: thread, limit: 1 }).catch(() => null);
  const heard = readMessage({ ...found?.messages?.[0], channel }, tenant, ear.self().user);
  if (heard.type !== 'message' || heard.said.message.id !== thread) return null;
  return { ...heard.said, ...(await readFiles(heard.files, ear.token, ear.apiHost, ear.log)) };
}
