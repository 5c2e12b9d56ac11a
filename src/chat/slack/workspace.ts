import type { WebClient } from '@slack/web-api';
import type { Self } from './connect.ts';
import type { People } from './people.ts';

/** A workspace that the bot is in, or an organisation that has installed it as a whole. */
export interface Workspace {
  readonly client: WebClient;
  readonly token: string;
  readonly self: Self;
  readonly people: People;
  /** Is this channel opted in? */
  readonly watches: (channel: string) => Promise<boolean>;
}

/** Which workspace the bot speaks in; null where it is in none of that name. Rejects where that cannot be found out. */
export type WorkspaceOf = (tenant: string) => Promise<Workspace | null>;
