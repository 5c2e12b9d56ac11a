import type { Kysely } from 'kysely';
import type { Tables } from '#store/database/tables.ts';

/** One workspace or server of a chat. */
export interface Tenant {
  readonly chat: string;
  readonly tenant: string;
}

/** A workspace that has installed the bot by itself. */
export interface KeptInstallation {
  /** Its tokens, encrypted by the chat: the store cannot read them. */
  readonly sealed: string;
  /** What its people have set; null until they have. The chat knows its shape. */
  readonly settings: unknown;
}

/** Workspaces that have installed the bot by themselves. Nothing is held in memory: what one process keeps, all find. */
export interface Installations {
  find(of: Tenant): Promise<KeptInstallation | null>;
  /** A new installation, or one made again: what its people have set stays. */
  keep(of: Tenant, sealed: string): Promise<void>;
  /** New tokens of an installation that is still there. */
  renew(of: Tenant, sealed: string): Promise<void>;
  configure(of: Tenant, settings: object): Promise<void>;
  /** All workspaces of a chat and what their people have set. */
  settings(chat: string): Promise<readonly { readonly tenant: string; readonly settings: unknown }[]>;
}

/** What the store knows of workspaces that are kept apart. */
export interface Tenants<Scoped> {
  readonly installations: Installations;
  /** The same store for one workspace: cases and messages of others are not in it. */
  within(tenant: Tenant): Scoped;
}

/** @param clock milliseconds since 1970 */
export function installationsIn(db: Kysely<Tables>, clock: () => number): Installations {
  return {
    async find({ chat, tenant }) {
      const row = await db
        .selectFrom('installations')
        .select(['sealed', 'settings_json'])
        .where('chat', '=', chat)
        .where('tenant', '=', tenant)
        .executeTakeFirst();
      return row === undefined ? null : { sealed: row.sealed, settings: parsed(row.settings_json) };
    },
    async keep({ chat, tenant }, sealed) {
      const fresh = { sealed, installed_at: clock() };
      await db
        .insertInto('installations')
        .values({ chat, tenant, settings_json: null, ...fresh })
        .onConflict((conflict) => conflict.columns(['chat', 'tenant']).doUpdateSet(fresh))
        .execute();
    },
    renew: (of, sealed) => change(of, { sealed }, db),
    configure: (of, settings) => change(of, { settings_json: JSON.stringify(settings) }, db),
    async settings(chat) {
      const rows = await db
        .selectFrom('installations')
        .select(['tenant', 'settings_json'])
        .where('chat', '=', chat)
        .execute();
      return rows.map(({ tenant, settings_json }) => ({ tenant, settings: parsed(settings_json) }));
    },
  };
}

async function change(
  { chat, tenant }: Tenant,
  columns: { readonly sealed: string } | { readonly settings_json: string },
  db: Kysely<Tables>,
): Promise<void> {
  await db.updateTable('installations').set(columns).where('chat', '=', chat).where('tenant', '=', tenant).execute();
}

function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}
