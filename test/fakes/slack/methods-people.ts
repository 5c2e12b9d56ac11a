import { type Methods, textArg } from './method.ts';
import { type Loose, type Member, Refusal } from './types.ts';
import type { Workspace } from './workspace.ts';

/** People, the workspace, the app itself. */
export const peopleMethods: Methods = {
  'auth.test': {
    token: 'bot',
    scopes: [],
    run: ({ ws }) => ({
      url: `https://${ws.team.domain}.slack.com/`,
      team: ws.team.name,
      user: ws.bot.handle,
      team_id: ws.team.id,
      user_id: ws.bot.id,
      bot_id: ws.bot.botId,
      ...(ws.organisation === null ? {} : { enterprise_id: ws.organisation }),
      is_enterprise_install: ws.organisation !== null,
    }),
  },
  'apps.connections.open': {
    token: 'app',
    scopes: [],
    run({ openSocket }) {
      const url = openSocket();
      if (url === null) throw new Refusal('too_many_websockets');
      return { url };
    },
  },
  'users.info': {
    token: 'bot',
    scopes: ['users:read'],
    run({ ws }, args) {
      const user = ws.users.get(textArg(args, 'user'));
      if (user === undefined) throw new Refusal('user_not_found');
      return { user: userJson(ws, user) };
    },
  },
  'usergroups.users.list': {
    token: 'bot',
    scopes: ['usergroups:read'],
    run({ ws }, args) {
      const users = ws.usergroups.get(textArg(args, 'usergroup'));
      if (users === undefined) throw new Refusal('no_such_subteam');
      return { users };
    },
  },
  'team.info': {
    token: 'bot',
    scopes: ['team:read'],
    run: ({ ws }) => ({ team: { ...ws.team, url: `https://${ws.team.domain}.slack.com/` } }),
  },
  'bots.info': {
    token: 'bot',
    scopes: ['users:read'],
    run({ ws }, args) {
      const id = textArg(args, 'bot');
      if (id !== ws.bot.botId) throw new Refusal('bot_not_found');
      return { bot: { id, deleted: false, name: ws.bot.name, app_id: ws.appId, user_id: ws.bot.id, updated: 0 } };
    },
  },
};

function userJson({ team, admins, organisation }: Workspace, { id, handle, name, bot, deactivated }: Member): Loose {
  return {
    id,
    team_id: team.id,
    name: handle,
    real_name: name,
    deleted: deactivated,
    is_bot: bot,
    is_admin: admins.has(id),
    is_owner: false,
    ...(organisation === null
      ? {}
      : { enterprise_user: { id, enterprise_id: organisation, is_admin: admins.has(id), is_owner: false } }),
    tz: 'Etc/UTC',
    profile: { real_name: name, display_name: name, real_name_normalized: name, display_name_normalized: name },
  };
}
