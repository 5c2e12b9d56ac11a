import type { Context } from '@slack/bolt';
import type { Chat } from '#chat/port.ts';
import { isGone } from '#chat/slack/failures.ts';
import { leftTurn } from '#chat/slack/listen.ts';
import { openChat } from '#chat/slack/open-chat.ts';
import { outboundOf } from '#chat/slack/outbound.ts';
import type { WorkspaceOf } from '#chat/slack/workspace.ts';
import type { Log } from '#log.ts';
import { connectionToMany, type InstallAddress } from './install.ts';
import { type KeptInstallations, tenantOf } from './installations.ts';
import { SWEEP, type SweepRhythm, startSweep } from './sweep.ts';
import { listenToWorkspaceForm, settingsBlocks } from './workspace-form.ts';
import { workspacesOf } from './workspaces.ts';

/** What the chat in many workspaces is made of. */
export interface ManySlackOptions extends InstallAddress {
  /** Names of channels that are answered in unasked in every workspace, besides those that its people choose; or all. */
  readonly watch: 'all' | ReadonlySet<string>;
  readonly installations: KeptInstallations;
  /** Notes an id for all processes; false where it was noted before. */
  readonly firstUse: (id: string) => Promise<boolean>;
  /** How often is looked which workspaces have left unheard. */
  readonly sweep?: SweepRhythm;
  readonly log: Log;
}

/** The chat in all Slack workspaces that install the bot by themselves, over HTTP. Each has its own staff. */
export function openManySlack(options: ManySlackOptions): Chat {
  const { log, watch, installations, firstUse, port, apiUrl } = options;
  const { app, authorize, clientFor } = connectionToMany(options, installations, firstUse, log);
  const workspaces = workspacesOf({ kept: installations, authorize, clientFor, watch, log });
  const { of: workspaceOf, settingsOf } = workspaces;
  listenToWorkspaceForm(app, {
    workspaceOf,
    tenantOf,
    settingsOf,
    configure: (tenant, settings) => installations.configure(tenant, settings),
    log,
  });
  let stopSweep = () => undefined as void;
  const chat = openChat({
    app,
    port,
    isUp: () => true,
    log,
    workspaceOf,
    tenantOf: (_said, context) => tenantOf(context),
    leftBy: (context) => leftBy(context, installations, workspaceOf),
    outbound: outboundOf(workspaceOf, log),
    apiHost: apiUrl === null ? null : new URL(apiUrl).host,
    homeBlocks: (workspace, user) => settingsBlocks(workspace, user, settingsOf(workspace.self.team)),
    prepare: () => workspaces.start(),
    started(handle) {
      stopSweep = startSweep({
        tenants: () => workspaces.desks.tenants(),
        isGone: (tenant) => hasLeft(tenant, workspaceOf),
        left: (tenant) => handle(leftTurn(`sweep:${tenant}:${Date.now()}`, tenant, Date.now())),
        rhythm: options.sweep ?? SWEEP,
      });
    },
    leave() {
      stopSweep();
      workspaces.stop();
    },
  });
  return { ...chat, desks: workspaces.desks };
}

/**
 * Who has taken the bot out. Slack names the workspace, and does not say whether its organisation had installed the bot as a
 * whole: that has left where its token is good no more.
 */
async function leftBy(context: Context, kept: KeptInstallations, workspaceOf: WorkspaceOf): Promise<string> {
  const tenant = tenantOf(context);
  const { enterpriseId = '' } = context;
  if (enterpriseId === '' || (await kept.find(tenant)) !== null) return tenant;
  return (await hasLeft(enterpriseId, workspaceOf)) ? enterpriseId : tenant;
}

/** Asks Slack whether a workspace's token is dead; false where it does not tell. */
async function hasLeft(tenant: string, workspaceOf: WorkspaceOf): Promise<boolean> {
  const workspace = await workspaceOf(tenant).catch(() => null);
  const asked = await workspace?.client.auth.test().then(() => false, isGone);
  return asked === true;
}
