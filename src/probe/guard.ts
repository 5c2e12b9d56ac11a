import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { type Allowed, isPublicAddress } from './address.ts';

/** Finds the addresses of a host; tests give their own. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** A host whose address may not be asked. */
export class PrivateAddress extends Error {
  readonly code = 'PRIVATE_ADDRESS';
}

/** What the connector needs. */
export interface GuardOptions {
  readonly allowed: Allowed;
  readonly resolve?: Resolve;
  /** Connects to an address; tests give their own. */
  readonly connect?: buildConnector.connector;
  /** How long a connection may take to stand. */
  readonly connectTimeoutMs: number;
}

/**
 * A connector for undici that resolves a name once, checks every address it got, and dials the checked address itself:
 * between check and connection nobody is asked again, so a name that changes its answer gains nothing. The certificate
 * is still checked against the name.
 *
 * It fails with {@link PrivateAddress} where one of the addresses is not public, unless `host:port` is allowed.
 */
export function guardedConnector({
  allowed,
  resolve = resolveAll,
  connectTimeoutMs,
  connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false }),
}: GuardOptions): buildConnector.connector {
  return (options, callback) => {
    const hostname = options.hostname.replace(/^\[|\]$/g, '');
    const open = allowed.has(targetOf(hostname, options));
    const dial = (address: string) => {
      const servername = isIP(hostname) === 0 ? hostname : '';
      connect({ ...options, hostname: address, ...(servername === '' ? {} : { servername }) }, callback);
    };
    void dialChecked();
    async function dialChecked(): Promise<void> {
      try {
        dial(await checkedAddress(hostname, open, resolve));
      } catch (error) {
        callback(error instanceof Error ? error : new Error('no address'), null);
      }
    }
  };
}

function targetOf(hostname: string, { port, protocol }: buildConnector.Options): string {
  const usual = protocol === 'https:' ? '443' : '80';
  return `${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port === '' ? usual : port}`;
}

async function checkedAddress(hostname: string, open: boolean, resolve: Resolve): Promise<string> {
  const addresses = isIP(hostname) === 0 ? await resolve(hostname) : [hostname];
  const first = addresses[0];
  if (first === undefined) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
  // One private address among public ones is a trick or a mistake; either way not a place for a key.
  if (!open && !addresses.every((address) => isPublicAddress(address)))
    throw new PrivateAddress('not a public address');
  return first;
}

async function resolveAll(hostname: string): Promise<readonly string[]> {
  const found = await dns.lookup(hostname, { all: true, verbatim: false });
  return found.map(({ address }) => address);
}
