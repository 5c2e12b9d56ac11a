import type { Installation, InstallationStore } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '#log.ts';
import type { Sealer } from './seal.ts';

/** Where installations are kept, by workspace; for an organisation that has installed the bot as a whole, by its id. */
export interface KeptInstallations {
  find(tenant: string): Promise<{ readonly sealed: string; readonly settings: unknown } | null>;
  /** A new installation, or one made again. */
  keep(tenant: string, sealed: string): Promise<void>;
  /** New tokens of one that is still there. */
  renew(tenant: string, sealed: string): Promise<void>;
  configure(tenant: string, settings: WorkspaceSettings): Promise<void>;
  settings(): Promise<readonly { readonly tenant: string; readonly settings: unknown }[]>;
}

const settingsSchema = z.object({ channels: z.array(z.string()), staffChannel: z.string().nullable() });

/** What the people of a workspace have chosen: ids of channels. */
export type WorkspaceSettings = z.output<typeof settingsSchema>;

/** Settings as they were kept; nothing chosen where there are none. */
export function readWorkspaceSettings(kept: unknown): WorkspaceSettings {
  return settingsSchema.safeParse(kept).data ?? { channels: [], staffChannel: null };
}

/** The workspace has not installed the bot, or not any more. */
export class NotInstalled extends Error {}

/** Marks what was read from the store: what the SDK then stores are new tokens of it, and no new installation. */
const KEPT = 'kept';

/** Whose an installation is, and all that comes from there. */
export function tenantOf(of: {
  readonly isEnterpriseInstall?: boolean | undefined;
  readonly enterpriseId?: string | undefined;
  readonly teamId?: string | undefined;
}): string {
  return (of.isEnterpriseInstall === true ? of.enterpriseId : of.teamId) ?? '';
}

/** The SDK's store of installations: encrypted, read anew for every event, so that all processes see the same. */
export function installationStore(kept: KeptInstallations, sealer: Sealer, log: Log): InstallationStore {
  return {
    async storeInstallation(installation) {
      const { isEnterpriseInstall, enterprise, team, metadata, ...rest } = installation;
      const tenant = tenantOf({ isEnterpriseInstall, enterpriseId: enterprise?.id, teamId: team?.id });
      if (tenant === '') throw new Error('an installation names neither workspace nor organisation');
      const text = JSON.stringify({ isEnterpriseInstall, enterprise, team, ...rest });
      if (metadata === KEPT) return kept.renew(tenant, sealer.seal(text, tenant));
      await kept.keep(tenant, sealer.seal(text, tenant));
      log('info', 'slack: the app was installed', { tenant });
    },
    fetchInstallation: async (query) => readInstallation(tenantOf(query), kept, sealer, log),
  };
}

async function readInstallation(
  tenant: string,
  kept: KeptInstallations,
  sealer: Sealer,
  log: Log,
): Promise<Installation> {
  const row = await kept.find(tenant);
  if (row === null) throw new NotInstalled(tenant);
  const text = sealer.open(row.sealed, tenant);
  if (text === null) {
    log('error', 'slack: an installation cannot be read; SECRET_KEY is not the one it was made with', { tenant });
    // What waits for the workspace goes on waiting, until the operator has set the right one.
    throw new Error('an installation cannot be read');
  }
  return { ...(JSON.parse(text) as Installation), metadata: KEPT };
}
