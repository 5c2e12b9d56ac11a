import type { Chat } from '#chat/port.ts';
import type { Log } from '#log.ts';
import { connectionTo, identify, type Self, type SlackAddress } from './connect.ts';
import { openChat } from './open-chat.ts';
import { outboundOf } from './outbound.ts';
import { peopleOf } from './people.ts';
import type { Workspace } from './workspace.ts';

/** What the Slack chat is made of. */
export interface SlackOptions extends SlackAddress {
  /** Channels that are answered in unasked, by id or by name; or all that the bot is in. */
  readonly watch: 'all' | ReadonlySet<string>;
  /** Channel id. Its members are the staff, unless `staffGroup` says who is. */
  readonly staffChannel: string | null;
  /** Id of a user group. */
  readonly staffGroup: string | null;
  readonly log: Log;
}

/** The chat in one Slack workspace, over Socket Mode or HTTP. */
export function openSlack(options: SlackOptions): Chat {
  const { log, watch, staffChannel } = options;
  const { app, client, isUp } = connectionTo(options, log);
  const people = peopleOf(client, { channel: staffChannel, group: options.staffGroup }, log);
  let self: Self = { team: '', user: '' };
  const workspaceOf = async (): Promise<Workspace> => ({
    client,
    token: options.botToken,
    self,
    people,
    watches: async (channel) =>
      watch === 'all' ||
      channel === staffChannel ||
      watch.has(channel) ||
      (watch.size > 0 && watch.has(await people.channelName(channel))),
  });
  return openChat({
    app,
    port: options.port,
    isUp,
    log,
    workspaceOf,
    tenantOf: (said) => said || self.team,
    outbound: outboundOf(workspaceOf, log),
    apiHost: options.apiUrl === null ? null : new URL(options.apiUrl).host,
    async prepare() {
      self = await identify(client);
    },
    leave: () => undefined,
  });
}
