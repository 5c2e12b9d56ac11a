import { Server } from 'node:http';
import type { Chat, Log } from '#chat/port.ts';
import { connectionTo, identify, type Self, type SlackAddress } from './connect.ts';
import { listen } from './listen.ts';
import { outboundOf } from './outbound.ts';
import { peopleOf } from './people.ts';

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

/** So long Slack waits for an answer, in milliseconds; what is open after that is waited for by nobody. */
const ANSWER_MS = 3000;

/** The chat in one Slack workspace, over Socket Mode or HTTP. */
export function openSlack(options: SlackOptions): Chat {
  const { log, watch } = options;
  const { app, client, isUp } = connectionTo(options, log);
  const people = peopleOf(client, { channel: options.staffChannel, group: options.staffGroup }, log);
  let self: Self = { team: '', user: '' };
  let server: Server | null = null;
  let runs: 'not' | 'starting' | 'yes' = 'not';
  const outbound = outboundOf(client, () => self.team, log);
  return {
    name: 'slack',
    capabilities: {
      redactOthers: false,
      threadPerMessage: true,
      opensThreads: true,
      slashInThreads: false,
      whisperPersists: false,
      home: true,
      maxButtons: 25,
    },
    state: () => (runs === 'not' ? 'stopped' : runs === 'yes' && isUp() ? 'connected' : 'connecting'),
    ...outbound,
    // A bot's token deletes only its own messages: https://docs.slack.dev/reference/methods/chat.delete
    redact: async () => false,
    isStaff: ({ id }) => people.isStaff(id),
    nameOf: ({ id }) => people.nameOf(id),
    async start(handle) {
      runs = 'starting';
      self = await identify(client);
      const watches = async (channel: string) =>
        watch === 'all' ||
        channel === options.staffChannel ||
        watch.has(channel) ||
        (watch.size > 0 && watch.has(await people.channelName(channel)));
      const apiHost = options.apiUrl === null ? null : new URL(options.apiUrl).host;
      listen(app, { client, outbound, log, token: options.botToken, apiHost, self: () => self, watches, handle });
      await app.init();
      const started: unknown = await app.start(options.port);
      server = started instanceof Server ? started : null;
      runs = 'yes';
    },
    async stop() {
      runs = 'not';
      // Balancers hold connections open that they do not use.
      const timer = setTimeout(() => server?.closeAllConnections(), ANSWER_MS);
      await app.stop().catch(() => undefined);
      clearTimeout(timer);
    },
  };
}
