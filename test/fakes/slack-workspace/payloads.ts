import type { Json, Message } from './types.ts';
import { BOT, TEAM, type Workspace } from './workspace.ts';

const APP = { api_app_id: 'A1', token: 'legacy-verification-token' };

/** An event as the Events API sends it. */
export function eventPayload(event: Json, at: Workspace): Json {
  return {
    ...APP,
    type: 'event_callback',
    team_id: TEAM,
    context_team_id: TEAM,
    event_id: at.id('Ev'),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { team_id: TEAM, user_id: BOT.user, is_bot: true, enterprise_id: null, is_enterprise_install: false },
    ],
    event,
  };
}

/** A message as events and interactions hold it. */
export function messageJson({ ts, user, text, thread, blocks, files, edited }: Message): Json {
  return {
    type: 'message',
    ts,
    user,
    text,
    team: TEAM,
    ...(user === BOT.user ? { bot_id: BOT.bot, app_id: 'A1' } : {}),
    ...(thread === null ? {} : { thread_ts: thread }),
    ...(blocks.length === 0 ? {} : { blocks }),
    ...(files.length === 0 ? {} : { files }),
    ...(edited ? { edited: { user, ts: `${Number(ts) + 1}.000000` } } : {}),
  };
}

/** A trigger id, good for one form within 3 s. */
export function newTrigger(user: string, at: Workspace): string {
  const id = `${at.id('123.')}.trigger`;
  at.triggers.set(id, { user, at: Date.now(), used: false });
  return id;
}

/** An address to answer an interaction at. */
export function newResponseUrl(apiUrl: string, channel: string, user: string, at: Workspace): string {
  const id = at.id('R');
  at.responses.set(id, { channel, user, at: Date.now(), uses: 0 });
  return apiUrl.replace('/api/', `/response/${id}`);
}

/** Who does something. */
export function userJson(id: string, at: Workspace): Json {
  const name = at.users.get(id)?.name.toLowerCase() ?? id;
  return { id, name, username: name, team_id: TEAM };
}

/** What every interaction holds. */
export function interactionJson(type: string, user: string, at: Workspace): Json {
  return {
    ...APP,
    type,
    team: { id: TEAM, domain: 'fake' },
    user: userJson(user, at),
    trigger_id: newTrigger(user, at),
  };
}

/** A slash command. */
export function commandPayload(
  { user, channel, command, text }: { user: string; channel: string; command: string; text: string },
  apiUrl: string,
  at: Workspace,
): Json {
  return {
    ...APP,
    team_id: TEAM,
    team_domain: 'fake',
    channel_id: channel,
    channel_name: at.channels.get(channel)?.name ?? '',
    user_id: user,
    user_name: at.users.get(user)?.name.toLowerCase() ?? user,
    command,
    text,
    is_enterprise_install: 'false',
    response_url: newResponseUrl(apiUrl, channel, user, at),
    trigger_id: newTrigger(user, at),
  };
}
