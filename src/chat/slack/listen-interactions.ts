import type { App } from '@slack/bolt';
import type { Place, Said } from '#chat/port.ts';
import { readFiles } from './files.ts';
import { actorOf, placeOf, readAnswers, readMessage, readOrigin } from './inbound.ts';
import { interactionOf, type Means } from './interact.ts';
import type { Ear } from './listen.ts';

/** The slash commands; `manifest.yml` declares the same. */
export const COMMANDS = ['diagnose', 'keycheck', 'cases', 'mycases', 'mydata'] as const;
/** The message shortcut *Diagnose this*. */
export const SHORTCUT = 'diagnose_this';
const ACTION = /^keymedic:\d+$/;
const VIEW = 'keymedic';

type Shared = Pick<Means, 'client' | 'outbound' | 'log'>;

/** Listens to commands, the shortcut, buttons and forms. */
export function listenToInteractions(app: App, ear: Ear): void {
  const means = { client: ear.client, outbound: ear.outbound, log: ear.log };
  listenToCommands(app, means, ear);
  listenToShortcut(app, means, ear);
  listenToButtons(app, means, ear);
  app.view({ type: 'view_submission', callback_id: VIEW }, ({ body, view, ack }) =>
    formSent({ body, view, ack: () => ack() }, means, ear),
  );
}

function listenToCommands(app: App, means: Shared, ear: Ear): void {
  for (const name of COMMANDS)
    app.command(`/${name}`, async ({ command, ack, respond }) => {
      const actor = actorOf(command.user_id, command.team_id, command.user_name);
      const place = placeOf(command.channel_id, command.team_id, null);
      const trigger = command.trigger_id;
      const doing = interactionOf(actor, place, { ...means, ack: () => ack(), trigger, respond, member: false });
      await ear.handle({
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

function listenToShortcut(app: App, means: Shared, ear: Ear): void {
  app.shortcut({ type: 'message_action', callback_id: SHORTCUT }, async ({ shortcut, ack, respond }) => {
    const team = shortcut.team?.id ?? ear.self().team;
    const actor = actorOf(shortcut.user.id, team, shortcut.user.name);
    const about = await readTarget(shortcut.message, shortcut.channel.id, team, ear);
    const { place } = about.message;
    const trigger = shortcut.trigger_id;
    const doing = interactionOf(actor, place, { ...means, ack: () => ack(), trigger, respond, member: false });
    await ear.handle({ type: 'menu', id: `slack:menu:${trigger}`, actor, place, about, ...doing });
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

function listenToButtons(app: App, means: Shared, ear: Ear): void {
  app.action({ type: 'block_actions', action_id: ACTION }, async ({ action, body, ack, respond }) => {
    if (action.type !== 'button') return;
    const team = body.team?.id ?? ear.self().team;
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
    const id = `slack:press:${body.user.id}:${action.action_ts}`;
    await ear.handle({ type: 'button', id, actor, place, action: action.value ?? '', message: ref, ...doing });
  });
}

interface Submitted {
  readonly body: {
    readonly team: { readonly id: string } | null;
    readonly user: { readonly id: string; readonly name: string };
  };
  readonly view: { readonly id: string; readonly private_metadata: string; readonly state: unknown };
  readonly ack: () => Promise<void>;
}

async function formSent({ body, view, ack }: Submitted, means: Shared, ear: Ear): Promise<void> {
  const origin = readOrigin(view.private_metadata);
  if (origin === null) return ack();
  const team = body.team?.id ?? ear.self().team;
  const actor = actorOf(body.user.id, team, body.user.name);
  const place = placeOf(origin.channel, team, origin.thread, origin.channel === '' ? 'im' : undefined);
  const doing = interactionOf(actor, place, { ...means, ack, trigger: null, respond: null, member: true });
  const turn = { type: 'form', id: `slack:form:${view.id}`, actor, place, form: origin.form } as const;
  await ear.handle({ ...turn, ...readAnswers(view.state), ...doing });
}

/** The message that a shortcut was used on; Slack hands it over whole. */
async function readTarget(message: unknown, channel: string, team: string, ear: Ear): Promise<Said> {
  const given = message as {
    readonly ts: string;
    readonly user?: string;
    readonly text?: string;
    readonly thread_ts?: string;
  };
  const heard = readMessage(
    { user: '', ...given, bot_id: undefined, subtype: undefined, channel },
    team,
    ear.self().user,
  );
  if (heard.type !== 'message') {
    const place = placeOf(channel, team, null);
    return {
      message: { place, id: given.ts },
      author: actorOf('', team),
      text: given.text ?? '',
      files: [],
      links: [],
    };
  }
  return { ...heard.said, ...(await readFiles(heard.files, ear.token, ear.apiHost, ear.log)) };
}
