import { App, HTTPReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { acknowledgeHandled } from '#chat/slack/acknowledge.ts';
import { clientOptionsOf, LARGEST_BODY, SCOPES } from '#chat/slack/connect.ts';
import { sdkLog } from '#chat/slack/sdk-log.ts';
import type { Log } from '#log.ts';
import { installed, notInstalled } from './install-pages.ts';
import { installState } from './install-state.ts';
import { installationStore, type KeptInstallations } from './installations.ts';
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
  const clientOptions = clientOptionsOf(address.apiUrl, log);
  const receiver = receiverFor(address, kept, firstUse, log);
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

function receiverFor(
  address: InstallAddress,
  kept: KeptInstallations,
  firstUse: (id: string) => Promise<boolean>,
  log: Log,
): HTTPReceiver {
  const { clientId, clientSecret, signingSecret, redirectUrl, port, apiUrl, secret } = address;
  const redirect = redirectUrl === null ? {} : { redirectUri: redirectUrl };
  return new HTTPReceiver({
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
      clientOptions: clientOptionsOf(apiUrl, log),
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
}
