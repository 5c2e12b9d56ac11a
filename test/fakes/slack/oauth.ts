import { textArg } from './method.ts';
import { type Loose, Refusal } from './types.ts';

/** The credentials of the app, and the addresses that its settings allow Slack to bring people back to. */
export interface OauthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUrls: readonly string[];
}

/** What somebody has allowed, until it is fetched. */
interface Grant<Town> {
  readonly town: Town;
  readonly scopes: readonly string[];
  /** As it was given with the question; it must be the same when the code is redeemed. */
  readonly redirect: string | null;
  readonly until: number;
  used: boolean;
}

/** Slack's pages and methods for installing an app. */
export interface Oauth<Town> {
  /**
   * Somebody decides on the page that asks whether to install.
   *
   * @param page the address that the bot sent their browser to
   * @returns where Slack sends the browser
   */
  decide(page: string, town: Town, decision: 'allow' | 'cancel'): string;
  /** `oauth.v2.access` with a code: throws as Slack refuses. */
  redeem(args: Loose): { readonly town: Town; readonly scopes: readonly string[] };
  /** Throws where the credentials are not those of the app. */
  checkClient(args: Loose): void;
}

/** https://docs.slack.dev/authentication/installing-with-oauth: "must be exchanged within 10 minutes". */
const CODE_MS = 600_000;

export function openOauth<Town>({ clientId, clientSecret, redirectUrls }: OauthApp, now: () => number): Oauth<Town> {
  const grants = new Map<string, Grant<Town>>();
  const checkClient = (args: Loose) => {
    if (textArg(args, 'client_id') !== clientId) throw new Refusal('invalid_client_id');
    if (textArg(args, 'client_secret') !== clientSecret) throw new Refusal('bad_client_secret');
  };
  return {
    checkClient,
    decide(page, town, decision) {
      const { pathname, searchParams: asked } = new URL(page);
      if (pathname !== '/oauth/v2/authorize') throw new Error(`${pathname} is no page of Slack`);
      if (asked.get('client_id') !== clientId) throw new Error('Invalid client_id parameter');
      const scopes = (asked.get('scope') ?? '').split(',').filter(Boolean);
      if (scopes.length === 0) throw new Error('Invalid permissions requested');
      const redirect = asked.get('redirect_uri');
      const back = new URL(redirect ?? redirectUrls[0] ?? '');
      if (!redirectUrls.some((allowed) => back.href.startsWith(allowed)))
        throw new Error('redirect_uri did not match any configured URIs');
      back.searchParams.set('state', asked.get('state') ?? '');
      if (decision === 'cancel') {
        back.searchParams.set('error', 'access_denied');
        return back.href;
      }
      const code = `code-${grants.size + 1}`;
      grants.set(code, { town, scopes, redirect, until: now() + CODE_MS, used: false });
      back.searchParams.set('code', code);
      return back.href;
    },
    redeem(args) {
      checkClient(args);
      const grant = grants.get(textArg(args, 'code'));
      if (grant === undefined || now() > grant.until) throw new Refusal('invalid_code');
      if (grant.used) throw new Refusal('code_already_used');
      if ((textArg(args, 'redirect_uri') || null) !== grant.redirect) throw new Refusal('bad_redirect_uri');
      grant.used = true;
      return { town: grant.town, scopes: grant.scopes };
    },
  };
}
