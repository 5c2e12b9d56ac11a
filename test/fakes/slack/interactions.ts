import { pushView, updateView, viewJson } from './methods-views.ts';
import type { Parts } from './parts.ts';
import { respond } from './response-urls.ts';
import { buttonsOf, type ShownButton } from './screen.ts';
import type { ResponseTarget } from './tickets.ts';
import { type Channel, type Envelope, isLoose, type Loose, type Message, Refusal, type View } from './types.ts';
import { checkView } from './validate-blocks.ts';
import { messageJson } from './workspace.ts';

/** `/name text`. */
export function sendCommand(parts: Parts, user: string, channel: Channel, command: string, text: string): void {
  const { ws, tickets } = parts;
  const target = { user, channel: channel.id, ts: null };
  const payload = {
    token: 'not-checked',
    team_id: ws.team.id,
    team_domain: ws.team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'private' ? 'privategroup' : channel.name,
    user_id: user,
    user_name: ws.users.get(user)?.handle,
    command,
    text,
    api_app_id: ws.appId,
    ...(ws.organisation === null ? {} : { enterprise_id: ws.organisation }),
    is_enterprise_install: String(ws.organisation !== null),
    response_url: `${ws.origin}${tickets.respond(target)}`,
    trigger_id: tickets.trigger(user),
  };
  send(parts, parts.envelope('slash_commands', command, payload), (body) => answered(parts, target, body));
}

/** A message shortcut on a message. */
export function sendShortcut(parts: Parts, user: string, channel: Channel, message: Message, callback: string): void {
  const { ws, tickets } = parts;
  const target = { user, channel: channel.id, ts: message.ts };
  const payload = {
    ...shared(parts, user, 'message_action'),
    action_ts: ws.ts(),
    callback_id: callback,
    trigger_id: tickets.trigger(user),
    response_url: `${ws.origin}${tickets.respond({ ...target, ts: null })}`,
    channel: channelJson(channel),
    message_ts: message.ts,
    message: messageJson(ws, channel, message),
  };
  send(parts, parts.envelope('interactive', 'message_action', payload), () => undefined);
}

/** A press on a button of a message, public or whispered. */
export function sendPress(parts: Parts, user: string, channel: Channel, message: Message, button: ShownButton): void {
  const { ws, tickets } = parts;
  const whispered = message.to !== null;
  const container = {
    type: 'message',
    message_ts: message.ts,
    channel_id: channel.id,
    is_ephemeral: whispered,
    ...(message.thread === null ? {} : { thread_ts: message.thread }),
  };
  const payload = {
    ...shared(parts, user, 'block_actions'),
    container,
    trigger_id: tickets.trigger(user),
    channel: channelJson(channel),
    // What only one person sees does not come with the press.
    ...(whispered ? {} : { message: messageJson(ws, channel, message, true) }),
    state: { values: {} },
    response_url: `${ws.origin}${tickets.respond({ user, channel: channel.id, ts: message.ts })}`,
    actions: [actionOf(ws.ts(), button)],
  };
  send(parts, parts.envelope('interactive', 'block_actions', payload), () => undefined);
}

/** A press on a button of a home page or modal. */
export function sendPressInView(parts: Parts, view: View, button: ShownButton, values: Loose): void {
  const { ws, tickets } = parts;
  const payload = {
    ...shared(parts, view.user, 'block_actions'),
    container: { type: 'view', view_id: view.id },
    trigger_id: tickets.trigger(view.user),
    view: viewJson(ws, view, values),
    actions: [actionOf(ws.ts(), button)],
  };
  send(parts, parts.envelope('interactive', 'block_actions', payload), () => undefined);
}

/** A form is sent. What the acknowledgement says becomes of it, happens to it. */
export function sendSubmission(parts: Parts, view: View, values: Loose): void {
  const { ws, tickets } = parts;
  const payload = {
    ...shared(parts, view.user, 'view_submission'),
    trigger_id: tickets.trigger(view.user),
    view: viewJson(ws, view, values),
    response_urls: [],
  };
  send(parts, parts.envelope('interactive', 'view_submission', payload), (body) => submitted(parts, view, body));
}

/** A modal is closed by its person; the bot hears of it where it asked to. */
export function sendClosed(parts: Parts, view: View): void {
  const { ws } = parts;
  const stack = ws.modals.get(view.user) ?? [];
  ws.modals.set(view.user, stack.slice(0, Math.max(stack.indexOf(view), 0)));
  if (view.body['notify_on_close'] !== true) return;
  const payload = { ...shared(parts, view.user, 'view_closed'), view: viewJson(ws, view), is_cleared: false };
  send(parts, parts.envelope('interactive', 'view_closed', payload), () => undefined);
}

/** Interactions are never sent again: who pressed sees a warning sign, and presses again. */
function send({ wire }: Parts, envelope: Envelope, then: (body: unknown) => void): void {
  wire.hold(envelope.label, async () => {
    const outcome = await wire.send(envelope);
    if (outcome.type === 'acked') then(outcome.body);
    else if (outcome.type === 'refused') wire.violated(`${envelope.label}: answered with status ${outcome.status}`);
  });
}

/** A command can be answered in its acknowledgement. */
function answered(parts: Parts, target: ResponseTarget, body: unknown): void {
  if (!isLoose(body)) return;
  try {
    respond(parts, target, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    parts.wire.violated(`an acknowledgement of a command: ${error.code}`);
  }
}

function submitted(parts: Parts, view: View, body: unknown): void {
  const { ws, wire } = parts;
  const stack = ws.modals.get(view.user) ?? [];
  const answer = isLoose(body) ? body : {};
  try {
    switch (answer['response_action']) {
      case undefined:
        if (Object.keys(answer).length > 0) wire.violated(`view_submission answered with ${JSON.stringify(answer)}`);
        ws.modals.set(
          view.user,
          stack.filter((one) => one !== view),
        );
        return;
      case 'clear':
        ws.modals.set(view.user, []);
        return;
      case 'update':
        updateView(parts, view, checkView(answer['view'], 'modal'));
        return;
      case 'push':
        pushView(parts, view.user, checkView(answer['view'], 'modal'));
        return;
      case 'errors':
        view.errors = errorsOf(view, answer['errors']);
        return;
      default:
        wire.violated(`unknown response_action ${String(answer['response_action'])}`);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    wire.violated(`an answer to view_submission: ${error.code} ${JSON.stringify(error.details)}`);
  }
}

function errorsOf({ blocks }: View, errors: unknown): Readonly<Record<string, string>> {
  if (!isLoose(errors) || Object.keys(errors).length === 0) throw new Refusal('invalid_errors');
  for (const id of Object.keys(errors))
    if (!blocks.some((block) => block['block_id'] === id && block.type === 'input')) throw new Refusal('unknown_block');
  return errors as Readonly<Record<string, string>>;
}

function shared({ ws }: Parts, user: string, type: string): Loose {
  const handle = ws.users.get(user)?.handle;
  return {
    type,
    user: { id: user, username: handle, name: handle, team_id: ws.team.id },
    api_app_id: ws.appId,
    token: 'not-checked',
    team: { id: ws.team.id, domain: ws.team.domain },
    enterprise: ws.organisation === null ? null : { id: ws.organisation, name: 'Org' },
    is_enterprise_install: ws.organisation !== null,
  };
}

function channelJson(channel: Channel): Loose {
  return { id: channel.id, name: channel.kind === 'private' ? 'privategroup' : channel.name };
}

function actionOf(at: string, { block, element }: ShownButton): Loose {
  const { confirm: _confirm, accessibility_label: _label, url: _url, ...rest } = element as Record<string, unknown>;
  return { ...rest, block_id: block['block_id'], action_ts: at };
}

/** The button with this label; throws where there is none on the screen. */
export function buttonOn(blocks: View['blocks'] | null, label: string, where: string): ShownButton {
  const buttons = buttonsOf(blocks ?? []);
  const button = buttons.find((one) => one.label === label);
  if (button !== undefined) return button;
  const there = buttons.map((one) => `"${one.label}"`).join(', ') || 'none';
  throw new Error(`there is no button "${label}" on ${where}; there are: ${there}`);
}
