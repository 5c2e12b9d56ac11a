import { readFailure } from '#chat/slack/failures.ts';
import type { InstallAddress } from '#chat/slack/many/install.ts';
import { type Finding, fine, warning } from '#finding.ts';
import { examineSigningSecret, examiningClient, refused } from './examine-tokens.ts';

/** Tries what Slack for many workspaces needs, without a code that anybody could have been given. */
export async function examineManySlack(
  options: Pick<InstallAddress, 'clientId' | 'clientSecret' | 'signingSecret' | 'redirectUrl' | 'apiUrl'>,
): Promise<readonly Finding[]> {
  const { clientId, clientSecret, signingSecret, redirectUrl, apiUrl } = options;
  const client = examiningClient('', apiUrl);
  const failure = await client.oauth.v2
    .access({ client_id: clientId, client_secret: clientSecret, code: 'keymedic-doctor' })
    .then(
      () => null,
      (error: unknown) => readFailure(error),
    );
  const check = 'Slack client';
  const credentials =
    failure === null || failure.code === 'invalid_code'
      ? fine(check, 'Slack accepts the ID and the secret')
      : refused(check, failure, TODO);
  const redirect =
    redirectUrl === null || redirectUrl.startsWith('https://')
      ? fine('Slack installation', `workspaces install at /slack/install of ${hostOf(redirectUrl)}`)
      : warning(
          'Slack installation',
          `${redirectUrl} is not encrypted`,
          'Slack only accepts https. Set SLACK_REDIRECT_URL to an https address.',
        );
  return [credentials, examineSigningSecret(signingSecret), redirect];
}

const TODO =
  'Copy Client ID and Client Secret from the Basic Information page of the app, and set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.';

function hostOf(redirectUrl: string | null): string {
  return redirectUrl === null ? 'your host, as set in the redirect URLs of the app' : new URL(redirectUrl).host;
}
