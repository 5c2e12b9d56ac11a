import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTENT_TYPE } from './prometheus.ts';
import type { Readiness } from './readiness.ts';

/** What the listener tells. */
export interface ListenerParts {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly readiness: () => Promise<Readiness>;
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<string>;
}

/** A listener that runs. */
export interface Listener {
  readonly address: string;
  stop(): Promise<void>;
}

const REQUEST_MS = 5000;

/**
 * Listens for those who look after the process: `/healthz` (it is alive), `/readyz` (it can work; 503 where it cannot) and
 * `/metrics`. It tells nothing about people, and takes no orders.
 *
 * @throws where the port cannot be had
 */
export async function startListener({ host, port, readiness, metrics }: ListenerParts): Promise<Listener> {
  const answers: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/healthz': async (response) => answer(response, 200, 'text/plain; charset=utf-8', 'alive\n'),
    '/readyz': async (response) => {
      const found = await readiness();
      answer(response, found.ready ? 200 : 503, 'application/json', `${JSON.stringify(found)}\n`);
    },
    '/metrics': async (response) => answer(response, 200, CONTENT_TYPE, await metrics()),
  };
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
    const tell = answers[(request.url ?? '').split('?')[0] ?? ''];
    request.resume();
    if (tell === undefined) answer(response, 404, 'text/plain; charset=utf-8', 'no such page\n');
    else if (request.method !== 'GET' && request.method !== 'HEAD')
      answer(response, 405, 'text/plain; charset=utf-8', 'only GET\n');
    else tell(response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, port: taken, family } = server.address() as AddressInfo;
  return {
    address: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
