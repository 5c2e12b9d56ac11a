import type { AuthorizeResult, InstallationQuery } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Desks } from '#chat/port.ts';
import { placeOf } from '#chat/slack/inbound.ts';
import { peopleOf } from '#chat/slack/people.ts';
import type { Workspace, WorkspaceOf } from '#chat/slack/workspace.ts';
import type { Log } from '#log.ts';
import {
  type KeptInstallations,
  NotInstalled,
  readWorkspaceSettings,
  type WorkspaceSettings,
} from './installations.ts';

/** How often is looked what people of other workspaces have set through other processes, in milliseconds. */
const LOOK_MS = 5000;
/** So many workspaces keep their client and the names of their people in memory. */
const MOST_KEPT = 1000;

/** What the workspaces are found with. */
export interface WorkspacesParts {
  readonly kept: KeptInstallations;
  /** Of the SDK: reads the installation and, where tokens rotate, gets a new one in time. */
  readonly authorize: (query: InstallationQuery<boolean>) => Promise<AuthorizeResult>;
  readonly clientFor: (token: string) => WebClient;
  /** Names of channels that are answered in unasked in every workspace, or all. */
  readonly watch: 'all' | ReadonlySet<string>;
  readonly log: Log;
}

/** The workspaces that have installed the bot. */
export interface Workspaces {
  readonly of: WorkspaceOf;
  readonly settingsOf: (tenant: string) => WorkspaceSettings;
  readonly desks: Desks;
  /** Looks now, and from now on, what is set. */
  start(): Promise<void>;
  stop(): void;
}

interface Made {
  readonly madeFor: string;
  readonly workspace: Workspace;
}

/** Asks the store for every event: an installation, a new token or a setting counts in all processes at once. */
export function workspacesOf(parts: WorkspacesParts): Workspaces {
  const { kept } = parts;
  const settings = new Map<string, WorkspaceSettings>();
  const made = new Map<string, Made>();
  const settingsOf = (tenant: string) => settings.get(tenant) ?? readWorkspaceSettings(null);
  const look = async () => {
    const rows = await kept.settings();
    settings.clear();
    for (const row of rows) settings.set(row.tenant, readWorkspaceSettings(row.settings));
    for (const tenant of made.keys()) if (!settings.has(tenant)) made.delete(tenant);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    settingsOf,
    async of(tenant) {
      const row = tenant === '' ? null : await kept.find(tenant);
      const found = row === null ? null : await authorized(tenant, parts);
      if (row === null || found === null) {
        settings.delete(tenant);
        made.delete(tenant);
        return null;
      }
      const set = readWorkspaceSettings(row.settings);
      settings.set(tenant, set);
      const madeFor = JSON.stringify([found, set]);
      const known = made.get(tenant);
      if (known?.madeFor === madeFor) return known.workspace;
      const workspace = workspaceWith(tenant, found, set, parts);
      if (made.size >= MOST_KEPT) made.clear();
      made.set(tenant, { madeFor, workspace });
      return workspace;
    },
    desks: {
      staffOf(tenant) {
        const { staffChannel } = settingsOf(tenant);
        return staffChannel === null ? null : placeOf(staffChannel, tenant, null);
      },
      tenants: () => [...settings.keys()],
    },
    async start() {
      await look();
      timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
    },
    stop: () => clearInterval(timer),
  };
}

interface Found {
  readonly token: string;
  readonly user: string;
}

async function authorized(tenant: string, { authorize }: WorkspacesParts): Promise<Found | null> {
  try {
    const { botToken, botUserId } = await authorize(queryFor(tenant));
    return botToken === undefined ? null : { token: botToken, user: botUserId ?? '' };
  } catch (error) {
    if (isNotInstalled(error)) return null;
    throw error;
  }
}

/** Ids of organisations begin with E, those of workspaces with T. */
function queryFor(tenant: string): InstallationQuery<boolean> {
  return tenant.startsWith('E')
    ? { isEnterpriseInstall: true, enterpriseId: tenant, teamId: undefined }
    : { isEnterpriseInstall: false, enterpriseId: undefined, teamId: tenant };
}

/** Is this why there is no token? Each of the SDK's packages wraps the error of the one below. */
export function isNotInstalled(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = 'original' in at ? at.original : null)
    if (at instanceof NotInstalled) return true;
  return false;
}

function workspaceWith(
  tenant: string,
  { token, user }: Found,
  { channels, staffChannel }: WorkspaceSettings,
  { clientFor, watch, log }: WorkspacesParts,
): Workspace {
  const client = clientFor(token);
  const people = peopleOf(client, { channel: staffChannel, group: null }, log);
  return {
    client,
    token,
    self: { team: tenant, user },
    people,
    watches: async (channel) =>
      watch === 'all' ||
      channel === staffChannel ||
      channels.includes(channel) ||
      (watch.size > 0 && watch.has(await people.channelName(channel))),
  };
}
