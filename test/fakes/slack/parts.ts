import type { Tickets } from './tickets.ts';
import type { Envelope, Faults } from './types.ts';
import type { Wire } from './wire.ts';
import type { Workspace } from './workspace.ts';

/** What can be set about a fake Slack. */
export interface SlackOptions {
  readonly transport: 'socket' | 'http';
  /** What the bot token may do; all that the fake's methods need, unless said. */
  readonly scopes?: readonly string[];
  /** Events of the manifest; all that the fake knows, unless said. */
  readonly botEvents?: readonly string[];
  /** Slash commands of the manifest, with their slash; any, unless said. */
  readonly commands?: readonly string[];
  /** Those of them that the manifest marks `should_escape`. */
  readonly escaping?: readonly string[];
  /** Message shortcuts of the manifest. */
  readonly shortcuts?: readonly { readonly name: string; readonly callback_id: string }[];
  /** How long an acknowledgement may take; 3 s in Slack. */
  readonly ackMs?: number;
  /** How long a trigger is good; 3 s in Slack. */
  readonly triggerMs?: number;
  readonly now?: () => number;
  /** Is the staff's channel a private one? It is, unless said. */
  readonly staffPrivate?: boolean;
  /** Does Slack add previews to links that people post? It does, unless said. */
  readonly unfurls?: boolean;
  /** What a message into a thread that is not there does: see {@link Parts.missingThread}. */
  readonly missingThread?: 'refuse' | 'channel';
}

/** The parts of one fake Slack. */
export interface Parts {
  readonly ws: Workspace;
  readonly wire: Wire;
  readonly tickets: Tickets;
  readonly faults: Faults;
  readonly scopes: ReadonlySet<string>;
  readonly botEvents: ReadonlySet<string>;
  readonly commands: ReadonlySet<string> | null;
  readonly escaping: ReadonlySet<string>;
  readonly shortcuts: readonly { readonly name: string; readonly callback_id: string }[];
  readonly unfurls: boolean;
  readonly botToken: string;
  readonly appToken: string;
  /** Bot tokens that were good once. */
  readonly revoked: Set<string>;
  /**
   * A message into a thread whose root was deleted is said to land in the channel itself
   * (https://github.com/slackapi/python-slack-events-api/issues/87); the fake refuses it, unless told to do that.
   */
  readonly missingThread: 'refuse' | 'channel';
  /** The address for one socket; null in HTTP, or when there are too many. */
  readonly openSocket: () => string | null;
  envelope(type: Envelope['type'], label: string, payload: Envelope['payload']): Envelope;
}
