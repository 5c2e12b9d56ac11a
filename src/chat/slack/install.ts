import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, HTTPReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Log } from '#chat/port.ts';
import { acknowledgeHandled } from './acknowledge.ts';
import { clientOptionsOf, LARGEST_BODY, SCOPES } from './connect.ts';
import { installState } from './install-state.ts';
import { installationStore, type KeptInstallations } from './installations.ts';
import { sdkLog } from './sdk-log.ts';
import { sealerWith } from './seal.ts';
import { isNotInstalled, type WorkspacesParts } from './workspaces.ts';

/** Where Slack brings people back to who have installed the bot. */
export const REDIRECT_PATH = '/slack/oauth_redirect';

/** How workspaces install the bot, and Slack reaches it. */
export interface InstallAddress {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  /** The whole address of {@link REDIRECT_PATH}, as Slack knows it; null takes the one that the app's settings name. */
  readonly redirectUrl: string | null;
  readonly port: number;
  readonly apiUrl: string | null;
  /** The operator's SECRET_KEY; the same in all processes. */
  readonly secret: string;
}

/** The app of many workspaces, not yet started. */
export interface ManyConnection extends Pick<WorkspacesParts, 'authorize' | 'clientFor'> {
  readonly app: App;
}

/** @param firstUse notes an id for all processes; false where it was noted before */
export function connectionToMany(
  address: InstallAddress,
  kept: KeptInstallations,
  firstUse: (id: string) => Promise<boolean>,
  log: Log,
): ManyConnection {
  const { clientId, clientSecret, signingSecret, redirectUrl, port, apiUrl, secret } = address;
  const clientOptions = clientOptionsOf(apiUrl, log);
  const redirect = redirectUrl === null ? {} : { redirectUri: redirectUrl };
  const receiver = new HTTPReceiver({
    signingSecret,
    port,
    endpoints: '/slack/events',
    bodyLimit: LARGEST_BODY,
    logger: sdkLog(log),
    clientId,
    clientSecret,
    scopes: [...SCOPES],
    ...redirect,
    installationStore: installationStore(kept, sealerWith(secret), log),
    installerOptions: {
      directInstall: true,
      redirectUriPath: REDIRECT_PATH,
      stateVerification: true,
      stateStore: installState(secret, { scopes: [...SCOPES], ...redirect }, firstUse),
      clientOptions,
      ...(apiUrl === null ? {} : { authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href }),
      callbackOptions: {
        success: (_installation, _options, _request, response) => installed(response),
        failure: (error, _options, request, response) => {
          log('warn', 'slack: the app was not installed', { code: error.code });
          notInstalled(request, response);
        },
      },
    },
  });
  const { installer } = receiver;
  if (installer === undefined) throw new Error('the SDK offers no installation');
  const app = new App({
    authorize: (source) => installer.authorize(source),
    receiver: acknowledgeHandled(receiver),
    clientOptions,
    logger: sdkLog(log),
    deferInitialization: true,
  });
  app.error(async (error) => {
    if (isNotInstalled(error)) return log('info', 'slack: an event of a workspace without an installation', {});
    log('error', 'a slack event failed', { code: error.code });
    // Where the database is away Slack sends it again.
    throw error;
  });
  return {
    app,
    authorize: (query) => installer.authorize(query),
    clientFor: (token) => new WebClient(token, clientOptions),
  };
}

function installed(response: ServerResponse): void {
  page(response, 200, 'Keymedic is installed', [
    'An administrator of the workspace now opens Keymedic in Slack, under Apps, and there the tab Home.',
    'Set up Keymedic asks for the channels that it answers in, and for the channel of the support staff.',
  ]);
}

function notInstalled({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const denied = new URL(url, 'http://localhost').searchParams.get('error') === 'access_denied';
  page(response, denied ? 200 : 400, 'Keymedic is not installed', [
    denied
      ? 'It was cancelled in Slack; nothing was kept.'
      : 'Slack or this page was left open for too long, or reloaded.',
    'To try again, begin anew at /slack/install.',
  ]);
}

function page(response: ServerResponse, status: number, title: string, lines: readonly string[]): void {
  const body = lines.map((line) => `<p>${line}</p>`).join('');
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'",
  });
  response.end(`<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${body}</html>`);
}
