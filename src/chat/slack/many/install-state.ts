import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { InstallURLOptions, StateStore } from '@slack/bolt';
import { derivedKey } from './seal.ts';

/** For so long somebody has the page of Slack open that asks whether to install. */
export const STATE_MS = 600_000;

/**
 * The state that goes to Slack and comes back with who installs. It is signed and kept nowhere, so it may come back to
 * another process; that it was used is noted where all processes see it.
 *
 * @param firstUse notes an id; false where it was noted before
 */
export function installState(
  secret: string,
  installation: InstallURLOptions,
  firstUse: (id: string) => Promise<boolean>,
): StateStore {
  const key = derivedKey(secret, 'state of slack installations');
  const signature = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  return {
    async generateStateParam(_options, now) {
      const text = `${(now.getTime() + STATE_MS).toString(36)}.${randomBytes(16).toString('base64url')}`;
      return `${text}.${signature(text)}`;
    },
    async verifyStateParam(now, state) {
      const [until = '', nonce = '', given = ''] = state.split('.');
      const wanted = Buffer.from(signature(`${until}.${nonce}`));
      const got = Buffer.from(given);
      if (got.length !== wanted.length || !timingSafeEqual(got, wanted)) throw new StateRefused('forged');
      if (Number.parseInt(until, 36) < now.getTime()) throw new StateRefused('expired');
      if (!(await firstUse(`slack:state:${nonce}`))) throw new StateRefused('used');
      return installation;
    },
  };
}

/** A state that was not given out, is too old, or has come back before. */
export class StateRefused extends Error {
  /** As the SDK calls it. */
  readonly code = 'slack_oauth_invalid_state';
}
