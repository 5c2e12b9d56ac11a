import { jsonArg, type Methods, textArg } from './method.ts';
import type { Parts } from './parts.ts';
import { type Block, type Loose, Refusal, type View } from './types.ts';
import { checkView } from './validate-blocks.ts';
import { type Workspace, withIds } from './workspace.ts';

const MOST_MODALS = 3;

/** Modals and home pages. */
export const viewMethods: Methods = {
  'views.open': {
    token: 'bot',
    scopes: [],
    run(parts, args) {
      const body = checkView(jsonArg(args, 'view', 'invalid_arguments'), 'modal');
      const user = parts.tickets.redeem(textArg(args, 'trigger_id'));
      const view = makeView(parts, user, body, null);
      parts.ws.modals.set(user, [view]);
      return { view: viewJson(parts.ws, view) };
    },
  },
  'views.push': {
    token: 'bot',
    scopes: [],
    run(parts, args) {
      const body = checkView(jsonArg(args, 'view', 'invalid_arguments'), 'modal');
      const user = parts.tickets.redeem(textArg(args, 'trigger_id'));
      return { view: viewJson(parts.ws, pushView(parts, user, body)) };
    },
  },
  'views.update': {
    token: 'bot',
    scopes: [],
    run(parts, args) {
      const { ws } = parts;
      const id = textArg(args, 'view_id');
      const external = textArg(args, 'external_id');
      const all = [...[...ws.modals.values()].flat(), ...ws.homes.values()];
      const view = all.find((one) => one.id === id || (external !== '' && one.body['external_id'] === external));
      if (view === undefined) throw new Refusal('not_found');
      const type = view.body['type'] === 'home' ? 'home' : 'modal';
      const body = checkView(jsonArg(args, 'view', 'invalid_arguments'), type);
      checkHash(view, args);
      updateView(parts, view, body);
      return { view: viewJson(ws, view) };
    },
  },
  'views.publish': {
    token: 'bot',
    scopes: [],
    run(parts, args) {
      const { ws } = parts;
      const user = textArg(args, 'user_id');
      if (!ws.users.has(user)) throw new Refusal('invalid_arguments');
      const body = checkView(jsonArg(args, 'view', 'invalid_arguments'), 'home');
      const before = ws.homes.get(user);
      if (before !== undefined) {
        checkHash(before, args);
        updateView(parts, before, body);
      } else ws.homes.set(user, makeView(parts, user, body, null));
      const view = ws.homes.get(user);
      return { view: view === undefined ? null : viewJson(ws, view) };
    },
  },
};

/** Puts a modal on top of those that the person sees. */
export function pushView(parts: Parts, user: string, body: Loose): View {
  const stack = parts.ws.modals.get(user) ?? [];
  const below = stack.at(-1);
  if (below === undefined) throw new Refusal('not_found');
  if (stack.length >= MOST_MODALS) throw new Refusal('push_limit_reached');
  const view = makeView(parts, user, body, below);
  stack.push(view);
  return view;
}

/** Shows something else in a view that is open. */
export function updateView({ ws }: Parts, view: View, body: Loose): void {
  view.body = body;
  view.blocks = withIds(ws, body['blocks'] as Block[]);
  view.hash = ws.id('hash');
  view.errors = {};
  view.typed = {};
}

/** A view as Slack writes it into payloads. `values`: what stands in its fields. */
export function viewJson(ws: Workspace, view: View, values: Loose = {}): Loose {
  const { body } = view;
  return {
    id: view.id,
    team_id: ws.team.id,
    type: body['type'],
    blocks: view.blocks,
    private_metadata: body['private_metadata'] ?? '',
    callback_id: body['callback_id'] ?? '',
    state: { values },
    hash: view.hash,
    title: body['title'] ?? null,
    clear_on_close: body['clear_on_close'] ?? false,
    notify_on_close: body['notify_on_close'] ?? false,
    close: body['close'] ?? null,
    submit: body['submit'] ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: ws.appId,
    external_id: body['external_id'] ?? '',
    app_installed_team_id: ws.team.id,
    bot_id: ws.bot.botId,
  };
}

function makeView({ ws }: Parts, user: string, body: Loose, below: View | null): View {
  const id = ws.id('V');
  return {
    id,
    user,
    body,
    blocks: withIds(ws, body['blocks'] as Block[]),
    hash: ws.id('hash'),
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    errors: {},
    typed: {},
  };
}

function checkHash(view: View, args: Loose): void {
  const hash = textArg(args, 'hash');
  if (hash !== '' && hash !== view.hash) throw new Refusal('hash_conflict');
}
