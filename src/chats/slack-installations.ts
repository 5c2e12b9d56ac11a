import type { ManySlackOptions } from '#chat/slack/many/adapter.ts';
import type { Store } from '#store/types.ts';

/** Where the chat of many workspaces keeps its installations, and what it must not take twice. */
export function slackInstallationsIn(store: Store): Pick<ManySlackOptions, 'installations' | 'firstUse'> {
  const { installations } = store;
  const of = (tenant: string) => ({ chat: 'slack', tenant });
  return {
    installations: {
      find: (tenant) => installations.find(of(tenant)),
      keep: (tenant, sealed) => installations.keep(of(tenant), sealed),
      renew: (tenant, sealed) => installations.renew(of(tenant), sealed),
      configure: (tenant, settings) => installations.configure(of(tenant), settings),
      settings: () => installations.settings('slack'),
    },
    firstUse: (id) => store.write((trx) => trx.firstSeen(id)),
  };
}
