import type { App, Context } from '@slack/bolt';
import { z } from 'zod';
import { COMMANDS } from '#chat/commands.ts';
import type { Place, Said } from '#chat/port.ts';
import { readSlackFiles } from './files.ts';
import { actorOf, placeOf, readAnswers, readMessage, readOrigin } from './inbound.ts';
import { interactionOf } from './interact.ts';
import type { ListenerDeps } from './listener-deps.ts';
import type { Workspace } from './workspace.ts';

/** The message shortcut *Diagnose this*. */
export const SHORTCUT = 'diagnose_this';
const ACTION = /^keymedic:\d+$/;
const VIEW = 'keymedic';

/** Listens to commands, the shortcut, buttons and forms. */
export function listenToInteractions(app: App, deps: ListenerDeps): void {
  listenToCommands(app, deps);
  listenToShortcut(app, deps);
  listenToButtons(app, deps);
  app.view({ type: 'view_submission', callback_id: VIEW }, ({ body, view, ack, context }) =>
    formSent({ body, view, ack: () => ack(), context }, deps),
  );
}

/** Where the interaction takes place, and what it is answered through; null where the bot is not there any more. */
async function placed(said: string | undefined, context: Context, deps: ListenerDeps) {
  const team = deps.tenantOf(said ?? '', context);
  const workspace = await deps.workspaceOf(team);
  if (workspace === null) return null;
  return { team, workspace, means: { client: workspace.client, outbound: deps.outbound, log: deps.log } };
}

function listenToCommands(app: App, deps: ListenerDeps): void {
  for (const { name } of COMMANDS)
    app.command(`/${name}`, async ({ command, ack, respond, context }) => {
      const at = await placed(command.team_id, context, deps);
      if (at === null) return;
      const { team, means } = at;
      const actor = actorOf(command.user_id, team, command.user_name);
      const place = placeOf(command.channel_id, team, null);
      const trigger = command.trigger_id;
      const doing = interactionOf(actor, place, { ...means, ack: () => ack(), trigger, respond, member: false });
      await deps.handle({
        type: 'command',
        id: `slack:command:${trigger}`,
        actor,
        place,
        name,
        text: command.text,
        ...doing,
      });
    });
}

function listenToShortcut(app: App, deps: ListenerDeps): void {
  app.shortcut({ type: 'message_action', callback_id: SHORTCUT }, async ({ shortcut, ack, respond, context }) => {
    const at = await placed(shortcut.team?.id, context, deps);
    if (at === null) return;
    const { team, means, workspace } = at;
    const actor = actorOf(shortcut.user.id, team, shortcut.user.name);
    const about = await readTarget(shortcut.message, shortcut.channel.id, workspace, deps);
    const { place } = about.message;
    const trigger = shortcut.trigger_id;
    const doing = interactionOf(actor, place, { ...means, ack: () => ack(), trigger, respond, member: false });
    await deps.handle({ type: 'menu', id: `slack:menu:${trigger}`, actor, place, about, ...doing });
  });
}

/** Where a button was pressed; the home page has no channel. */
function pressedIn(
  channel: string | undefined,
  message: { readonly ts: string; thread_ts?: unknown } | undefined,
  team: string,
): Place {
  const thread = typeof message?.thread_ts === 'string' && message.thread_ts !== message.ts ? message.thread_ts : null;
  return placeOf(channel ?? '', team, thread, channel === undefined ? 'im' : undefined);
}

function listenToButtons(app: App, deps: ListenerDeps): void {
  app.action({ type: 'block_actions', action_id: ACTION }, async ({ action, body, ack, respond, context }) => {
    const at = action.type === 'button' ? await placed(body.team?.id, context, deps) : null;
    if (action.type !== 'button' || at === null) return;
    const { team, means } = at;
    const actor = actorOf(body.user.id, team, body.user.username);
    const place = pressedIn(body.channel?.id, body.message, team);
    const whispered = body.container?.['is_ephemeral'] === true;
    const doing = interactionOf(actor, place, {
      ...means,
      ack: () => ack(),
      trigger: body.trigger_id,
      respond: body.response_url === undefined ? null : respond,
      member: !whispered && body.channel !== undefined,
    });
    const ref = body.message === undefined || whispered ? null : { place, id: body.message.ts };
    const id = `slack:press:${team}:${body.user.id}:${action.action_ts}`;
    await deps.handle({ type: 'button', id, actor, place, action: action.value ?? '', message: ref, ...doing });
  });
}

interface Submitted {
  readonly body: {
    readonly team: { readonly id: string } | null;
    readonly user: { readonly id: string; readonly name: string };
  };
  readonly view: { readonly id: string; readonly private_metadata: string; readonly state: unknown };
  readonly ack: () => Promise<void>;
  readonly context: Context;
}

async function formSent({ body, view, ack, context }: Submitted, deps: ListenerDeps): Promise<void> {
  const origin = readOrigin(view.private_metadata);
  const at = origin === null ? null : await placed(body.team?.id, context, deps);
  if (origin === null || at === null) return ack();
  const { team, means } = at;
  const actor = actorOf(body.user.id, team, body.user.name);
  const place = placeOf(origin.channel, team, origin.thread, origin.channel === '' ? 'im' : undefined);
  const doing = interactionOf(actor, place, { ...means, ack, trigger: null, respond: null, member: true });
  const turn = { type: 'form', id: `slack:form:${view.id}`, actor, place, form: origin.form } as const;
  await deps.handle({ ...turn, ...readAnswers(view.state), ...doing });
}

/** What is there of any message, also of one that no person wrote. */
const targetSchema = z.looseObject({ ts: z.string(), user: z.string().catch(''), text: z.string().catch('') });

/** The message that a shortcut was used on; Slack hands it over whole. */
async function readTarget(message: unknown, channel: string, workspace: Workspace, deps: ListenerDeps): Promise<Said> {
  const { self } = workspace;
  const { team } = self;
  const given = targetSchema.parse(message);
  const heard = readMessage({ ...given, bot_id: undefined, subtype: undefined, channel }, team, self.user);
  if (heard.type !== 'message') {
    const place = placeOf(channel, team, null);
    return {
      message: { place, id: given.ts },
      author: actorOf('', team),
      text: given.text,
      files: [],
      attached: [],
      unread: [],
    };
  }
  return { ...heard.said, ...(await readSlackFiles(heard.files, workspace, deps.apiHost, deps.log)) };
}
