import type { App, Context } from '@slack/bolt';
import type { LeftTurn, Place, Said } from '#chat/port.ts';
import { readSlackFiles } from './files.ts';
import { actorOf, placeOf, readMessage } from './inbound.ts';
import { listenToInteractions } from './listen-interactions.ts';
import type { ListenerDeps } from './listener-deps.ts';
import { renderHome } from './render.ts';
import type { Workspace } from './workspace.ts';

/** Listens to everything that `manifest.yml` subscribes to. */
export function listen(app: App, deps: ListenerDeps): void {
  app.event('message', ({ event, body, context }) => hear(event, deps, teamOf(body, context, deps)));
  app.event('app_mention', ({ event, body, context }) => hear(event, deps, teamOf(body, context, deps)));
  app.event('app_home_opened', async ({ event, body, context }) => {
    const team = deps.tenantOf(body.team_id, context);
    const workspace = event.tab === 'home' ? await deps.workspaceOf(team) : null;
    if (workspace === null) return;
    await deps.handle({
      type: 'home',
      id: `slack:home:${body.event_id}`,
      actor: actorOf(event.user, team),
      place: placeOf(event.channel, team, null, 'im'),
      show: async (reply) => {
        const view = renderHome(reply);
        const own = (await deps.homeBlocks?.(workspace, event.user)) ?? [];
        await workspace.client.views.publish({
          user_id: event.user,
          view: { ...view, blocks: [...view.blocks, ...own] },
        });
      },
    });
  });
  const left = async (body: LeftBody, context: Context) => {
    const team = await (deps.leftBy?.(context) ?? deps.tenantOf(body.team_id, context));
    await deps.handle(leftTurn(body.event_id, team, body.event_time * 1000));
  };
  app.event('app_uninstalled', ({ body, context }) => left(body, context));
  app.event('tokens_revoked', async ({ event, body, context }) => {
    // Tokens of people are revoked, too; the bot has none, and stays.
    if ((event.tokens.bot ?? []).length > 0) await left(body, context);
  });
  listenToInteractions(app, deps);
}

/**
 * A workspace has taken the bot out.
 *
 * @param at milliseconds since 1970
 */
export function leftTurn(id: string, tenant: string, at: number): LeftTurn {
  const place = placeOf('', tenant, null);
  return { type: 'left', id: `slack:left:${id}`, actor: actorOf('', tenant), place, at: at + CLOCKS_MS };
}

interface LeftBody {
  readonly team_id: string;
  readonly event_id: string;
  /** Seconds since 1970. */
  readonly event_time: number;
}

/** So far the clocks of Slack and of this machine may differ, in milliseconds. */
const CLOCKS_MS = 10_000;

function teamOf(
  body: { team_id: string; context_team_id?: string | null },
  context: Context,
  deps: ListenerDeps,
): string {
  return deps.tenantOf(body.context_team_id ?? body.team_id, context);
}

async function hear(event: unknown, deps: ListenerDeps, team: string): Promise<void> {
  const workspace = await deps.workspaceOf(team);
  if (workspace === null) return;
  const heard = readMessage(event, team, workspace.self.user);
  if (heard.type === 'ignored') return;
  if (heard.type === 'removed') {
    const { id, actor, message } = heard;
    await deps.handle({ type: 'removed', id, actor, place: message.place, message });
    return;
  }
  const { place } = heard.said.message;
  const asked = place.direct || heard.mentioned;
  if (!asked && !(await workspace.watches(place.channel))) return;
  const files = await readSlackFiles(heard.files, workspace, deps.apiHost, deps.log);
  const { author } = heard.said;
  const about = heard.mentioned && place.thread !== null ? await rootOf(place, workspace, deps) : null;
  const said = { ...heard.said, ...files };
  await deps.handle({
    type: 'message',
    id: heard.id,
    actor: author,
    place,
    ...said,
    asked,
    edited: heard.edited,
    at: heard.at,
    about,
  });
}

/**
 * What a mention in a thread is about: the message that the thread hangs on. The only history that is read unless something
 * went wrong, and only when somebody asks; without it the mention stands for itself.
 */
async function rootOf(place: Place, workspace: Workspace, deps: ListenerDeps): Promise<Said | null> {
  const { client, self } = workspace;
  const { channel, thread, tenant } = place;
  if (thread === null) return null;
  const found = await client.conversations.replies({ channel, ts: thread, limit: 1 }).catch(() => null);
  const heard = readMessage({ ...found?.messages?.[0], channel }, tenant, self.user);
  if (heard.type !== 'message' || heard.said.message.id !== thread) return null;
  return { ...heard.said, ...(await readSlackFiles(heard.files, workspace, deps.apiHost, deps.log)) };
}
