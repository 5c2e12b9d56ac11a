import { App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '#log.ts';
import { acknowledgeHandled } from './acknowledge.ts';
import { readFailure } from './failures.ts';
import { sdkLog } from './sdk-log.ts';
import { keepConnected } from './socket.ts';

/** How the bot reaches Slack and Slack the bot. */
export interface SlackAddress {
  /** `xoxb-…` */
  readonly botToken: string;
  /** `xapp-…`: Socket Mode. Without it Slack calls over HTTP, signed with `signingSecret`. */
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  /** Where HTTP is listened to, for the path `/slack/events`. */
  readonly port: number;
  /** Another Web API than Slack's, such as GovSlack's. */
  readonly apiUrl: string | null;
}

/** Scopes without which the bot does not work; `manifest.yml` asks for them. */
export const SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'users:read',
] as const;

const CALL_TIMEOUT_MS = 10_000;
/** A form or message with all that fits into it is smaller, in bytes. Whoever sends more is refused before it is read. */
export const LARGEST_BODY = 3 * 1024 * 1024;

/** The connected packages of Slack. */
export interface Connection {
  readonly app: App;
  readonly client: WebClient;
  /** Do events arrive? Over HTTP they do as long as the app runs. */
  readonly isUp: () => boolean;
}

/** How the Web API is called. */
export function clientOptionsOf(apiUrl: string | null, log: Log): WebClientOptions {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl.replace(/\/?$/, '/') }),
    logger: sdkLog(log),
    timeout: CALL_TIMEOUT_MS,
    // The outbox waits and tries again: it also survives a restart.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
}

/** Makes the app, not yet connected. */
export function connectionTo(address: SlackAddress, log: Log): Connection {
  const clientOptions = clientOptionsOf(address.apiUrl, log);
  const client = new WebClient(address.botToken, clientOptions);
  const { receiver, isUp } = receiverOf(address, clientOptions, log);
  const app = new App({
    token: address.botToken,
    receiver: acknowledgeHandled(receiver),
    clientOptions,
    logger: sdkLog(log),
    // Asked at start, where what is wrong can be said in a sentence.
    deferInitialization: true,
  });
  app.error(async ({ code }) => log('error', 'a slack event failed', { code }));
  return { app, client, isUp };
}

function receiverOf(
  address: SlackAddress,
  clientOptions: WebClientOptions,
  log: Log,
): { readonly receiver: Receiver; readonly isUp: () => boolean } {
  const { appToken, signingSecret, port } = address;
  if (appToken !== null) {
    const receiver = new SocketModeReceiver({
      appToken,
      logger: sdkLog(log),
      installerOptions: { clientOptions },
      autoReconnectEnabled: false,
    });
    return { receiver, isUp: keepConnected(receiver.client, log) };
  }
  const receiver = new HTTPReceiver({
    signingSecret: signingSecret ?? '',
    port,
    endpoints: '/slack/events',
    bodyLimit: LARGEST_BODY,
    logger: sdkLog(log),
  });
  return { receiver, isUp: () => true };
}

const selfSchema = z.object({ team_id: z.string(), user_id: z.string() });

/** Who the bot is. */
export interface Self {
  readonly team: string;
  readonly user: string;
}

/**
 * Asks Slack who the bot is and what it may do.
 *
 * @throws with a sentence for the operator where the token or a scope is missing
 */
export async function identify(client: WebClient): Promise<Self> {
  const answer = await client.auth.test().catch((error: unknown) => readFailure(error).code);
  if (typeof answer === 'string')
    throw new Error(
      answer === 'unreachable'
        ? 'Slack cannot be reached. Check the internet connection and SLACK_API_URL.'
        : `Slack does not accept SLACK_BOT_TOKEN (${answer}). Copy the Bot User OAuth Token from the OAuth & Permissions page of the app, after installing it to the workspace.`,
    );
  const granted = answer.response_metadata?.scopes;
  const missing = granted === undefined ? [] : SCOPES.filter((scope) => !granted.includes(scope));
  if (missing.length > 0)
    throw new Error(
      `The Slack app lacks the scopes ${missing.join(', ')}. Add them on the OAuth & Permissions page, or import manifest.yml again, then reinstall the app to the workspace.`,
    );
  const { team_id: team, user_id: user } = selfSchema.parse(answer);
  return { team, user };
}
