import type { Context } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { Turn } from '#chat/port.ts';
import type { Log } from '#log.ts';
import type { Outbound } from './outbound.ts';
import type { Workspace, WorkspaceOf } from './workspace.ts';

/** What listeners work with. */
export interface ListenerDeps {
  readonly workspaceOf: WorkspaceOf;
  /** Whose an event is, by what it says itself and by what the SDK has read from it. */
  readonly tenantOf: (said: string, context: Context) => string;
  /** Who has taken the bot out, where that is not plain. */
  readonly leftBy?: (context: Context) => Promise<string>;
  readonly outbound: Outbound;
  readonly log: Log;
  readonly apiHost: string | null;
  /** What else is at the end of somebody's home page. */
  readonly homeBlocks?: (workspace: Workspace, user: string) => Promise<readonly KnownBlock[]>;
  readonly handle: (turn: Turn) => Promise<void>;
}
