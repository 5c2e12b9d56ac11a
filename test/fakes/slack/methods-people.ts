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
      is_enterprise_install: false,
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
  'oauth.v2.access': {
    token: 'none',
    scopes: [],
    run({ ws, scopes, botToken }, args) {
      if (textArg(args, 'client_id') === '' || textArg(args, 'client_secret') === '')
        throw new Refusal('bad_client_secret');
      if (textArg(args, 'code') !== 'good-code') throw new Refusal('invalid_code');
      return {
        access_token: botToken,
        token_type: 'bot',
        scope: [...scopes].join(','),
        bot_user_id: ws.bot.id,
        app_id: ws.appId,
        team: { id: ws.team.id, name: ws.team.name },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: { id: 'U0SUE00001' },
      };
    },
  },
};

function userJson({ team }: Workspace, { id, handle, name, bot, deactivated }: Member): Loose {
  return {
    id,
    team_id: team.id,
    name: handle,
    real_name: name,
    deleted: deactivated,
    is_bot: bot,
    is_admin: false,
    tz: 'Etc/UTC',
    profile: { real_name: name, display_name: name, real_name_normalized: name, display_name_normalized: name },
  };
}
