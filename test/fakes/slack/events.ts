import type { Parts } from './parts.ts';
import type { Channel, Loose, Message } from './types.ts';
import { channelType, messageJson, type Workspace } from './workspace.ts';

/** Scopes without which an event is not delivered, by the name that manifests use. */
export const EVENT_SCOPES: Readonly<Record<string, string | null>> = {
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  app_mention: 'app_mentions:read',
  app_home_opened: null,
  member_joined_channel: 'channels:read',
  app_uninstalled: null,
  tokens_revoked: null,
};

/** Nobody is authorised any more: https://docs.slack.dev/reference/events/tokens_revoked shows the whole payload. */
const LEAVING = new Set(['app_uninstalled', 'tokens_revoked']);

/** Who caused an event: only those of people are delivered again by `redeliver`. */
export type Cause = 'person' | 'bot';

/** Delivers an event, if the app has subscribed to it. Does not wait for the acknowledgement. */
export function emit(parts: Parts, name: string, event: Loose, cause: Cause): void {
  const { ws, wire } = parts;
  const scope = EVENT_SCOPES[name];
  if (!parts.botEvents.has(name) || (typeof scope === 'string' && !parts.scopes.has(scope))) return;
  const envelope = parts.envelope('events_api', String(event['type']), {
    token: 'not-checked',
    team_id: ws.team.id,
    context_team_id: ws.team.id,
    context_enterprise_id: ws.organisation,
    api_app_id: ws.appId,
    event,
    type: 'event_callback',
    event_id: ws.id('Ev'),
    event_time: Math.floor(ws.now() / 1000),
    ...(ws.organisation === null ? {} : { enterprise_id: ws.organisation }),
    ...(LEAVING.has(name) ? {} : authorizationsOf(ws)),
    is_ext_shared_channel: false,
    event_context: `4-${ws.id('ctx')}`,
  });
  if (cause === 'person') wire.lastEvents.push(envelope);
  void wire.send(envelope);
}

/** Whose event it is: https://docs.slack.dev/apis/events-api, "authorizations". */
function authorizationsOf(ws: Workspace): Loose {
  const whole = ws.organisation !== null;
  const one = { enterprise_id: ws.organisation, team_id: ws.team.id, user_id: ws.bot.id, is_bot: true };
  return { authorizations: [{ ...one, is_enterprise_install: whole }] };
}

/** Somebody wrote a message: the event of its kind of channel, and a mention beside it. */
export function emitPosted(parts: Parts, channel: Channel, message: Message, cause: Cause): void {
  const { ws } = parts;
  if (!channel.members.has(ws.bot.id)) return;
  const json = messageJson(ws, channel, message, true);
  const event = { ...json, channel: channel.id, event_ts: message.ts, channel_type: channelType(channel) };
  emit(parts, subscription(channel), event, cause);
  if (channel.kind === 'im' || !message.text.includes(`<@${ws.bot.id}>`) || message.ofBot) return;
  const { subtype: _subtype, team: _team, ...rest } = json as Record<string, unknown>;
  const mention = { ...rest, type: 'app_mention', team: ws.team.id, channel: channel.id, event_ts: message.ts };
  emit(parts, 'app_mention', mention, cause);
}

/** A message is not what it was: edited, or the deleted root of a thread. */
export function emitChanged(parts: Parts, channel: Channel, message: Message, before: Loose, cause: Cause): void {
  const after = messageJson(parts.ws, channel, message, true);
  const what = { subtype: 'message_changed', message: after, previous_message: before };
  emitHidden(parts, channel, what, cause);
}

/** Slack has added the preview of a link: a change that nobody made. */
export function emitUnfurled(parts: Parts, channel: Channel, message: Message): void {
  const json = messageJson(parts.ws, channel, message, true);
  const preview = {
    id: 1,
    service_name: 'Example',
    title: 'A page',
    fallback: 'A page',
    from_url: 'https://example.com',
  };
  const changed = { ...json, attachments: [preview] };
  emitHidden(parts, channel, { subtype: 'message_changed', message: changed, previous_message: json }, 'bot');
}

/** Somebody has pinned a message: a change that its author did not make. */
export function emitPinned(parts: Parts, channel: Channel, message: Message): void {
  const before = messageJson(parts.ws, channel, message, true);
  message.pinned = true;
  emitChanged(parts, channel, message, before, 'person');
}

/** A message is gone. */
export function emitDeleted(parts: Parts, channel: Channel, ts: string, before: Loose, cause: Cause): void {
  emitHidden(parts, channel, { subtype: 'message_deleted', deleted_ts: ts, previous_message: before }, cause);
}

function emitHidden(parts: Parts, channel: Channel, what: Loose, cause: Cause): void {
  if (!channel.members.has(parts.ws.bot.id)) return;
  const ts = parts.ws.ts();
  const where = { channel: channel.id, hidden: true, ts, event_ts: ts, channel_type: channelType(channel) };
  emit(parts, subscription(channel), { type: 'message', ...what, ...where }, cause);
}

function subscription(channel: Channel): string {
  const type = channelType(channel);
  return type === 'im' ? 'message.im' : `message.${type}s`;
}
