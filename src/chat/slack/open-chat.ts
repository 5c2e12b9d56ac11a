import { Server } from 'node:http';
import type { App } from '@slack/bolt';
import { download } from '#chat/download.ts';
import type { Chat, Turn } from '#chat/port.ts';
import { accessWith } from './files.ts';
import { listen } from './listen.ts';
import type { ListenerDeps } from './listener-deps.ts';

/** So long Slack waits for an answer, in milliseconds; what is open after that is waited for by nobody. */
const ANSWER_MS = 3000;

/** What a chat in Slack is made of, however many workspaces it serves. */
export interface OpenChatOptions extends Omit<ListenerDeps, 'handle'> {
  readonly app: App;
  readonly port: number;
  /** Do events arrive? */
  readonly isUp: () => boolean;
  /** Before events are taken; throws a sentence for the operator. */
  readonly prepare: () => Promise<void>;
  /** Once events are taken. */
  readonly started?: (handle: (turn: Turn) => Promise<void>) => void;
  readonly leave: () => void;
}

/** The chat over an app of Slack's SDK. */
export function openChat({ app, port, isUp, prepare, started: onStarted, leave, ...deps }: OpenChatOptions): Chat {
  const { workspaceOf, outbound } = deps;
  let server: Server | null = null;
  let runs: 'not' | 'starting' | 'yes' = 'not';
  return {
    name: 'slack',
    capabilities: {
      redactOthers: false,
      threadPerMessage: true,
      opensThreads: true,
    },
    state: () => (runs === 'not' ? 'stopped' : runs === 'yes' && isUp() ? 'connected' : 'connecting'),
    ...outbound,
    async load({ tenant, address }, most) {
      const workspace = await workspaceOf(tenant).catch(() => null);
      if (workspace === null) return null;
      const found = await download(address, { ...accessWith(workspace.token, deps.apiHost), keep: most });
      return found?.whole === true ? found.head : null;
    },
    // A bot's token deletes only its own messages: https://docs.slack.dev/reference/methods/chat.delete
    redact: async () => false,
    isStaff: async ({ tenant, id }) => (await workspaceOf(tenant))?.people.isStaff(id) ?? false,
    nameOf: async ({ tenant, id }) => (await workspaceOf(tenant))?.people.nameOf(id) ?? id,
    async start(handle: (turn: Turn) => Promise<void>) {
      runs = 'starting';
      await prepare();
      listen(app, { ...deps, handle });
      await app.init();
      const started: unknown = await app.start(port);
      server = started instanceof Server ? started : null;
      runs = 'yes';
      onStarted?.(handle);
    },
    async stop() {
      runs = 'not';
      leave();
      // Balancers hold connections open that they do not use.
      const timer = setTimeout(() => server?.closeAllConnections(), ANSWER_MS);
      await app.stop().catch(() => undefined);
      clearTimeout(timer);
    },
  };
}
