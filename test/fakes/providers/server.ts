import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeAnswer, FakeProvider, KeyState, Trouble } from './types.ts';

/** A request as the fake saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A fake provider on loopback. */
export interface RunningFake {
  readonly origin: string;
  /** `127.0.0.1:port`, as KEYCHECK_ALLOW wants it. */
  readonly target: string;
  readonly seen: SeenRequest[];
  state: KeyState | 'wrong';
  trouble: Trouble;
  close(): Promise<void>;
}

const PAGE =
  '<!doctype html><html><head><title>Attention Required!</title></head><body>Sorry, you have been blocked</body></html>';

/** Starts a fake. Its one key is in `state`; every other key is wrong. */
export async function startFake(fake: FakeProvider): Promise<RunningFake> {
  const running = { seen: [] as SeenRequest[], state: 'works' as KeyState | 'wrong', trouble: 'none' as Trouble };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const seen = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      running.seen.push(seen);
      if (running.trouble === 'none') write(response, answerOf(fake, seen, running.state));
      else makeTrouble(running.trouble, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(running, {
    origin: `http://127.0.0.1:${port}`,
    target: `127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

function answerOf(fake: FakeProvider, request: SeenRequest, state: KeyState | 'wrong'): FakeAnswer {
  const { pathname, searchParams } = new URL(request.url, 'http://fake');
  const key = keyOf(fake, request);
  const known = key === null ? 'missing' : key === fake.key ? state : 'wrong';
  const further = fake.more?.[pathname];
  if (further !== undefined) return further(known);
  if (pathname !== fake.path) return fake.notFound;
  if (request.method !== fake.method) return [405, { error: { message: 'method not allowed' } }];
  const lacksQuery = Object.entries(fake.query ?? {}).some(([name, value]) => searchParams.get(name) !== value);
  const lacksHeader = Object.entries(fake.requires ?? {}).some(([name, value]) => request.headers[name] !== value);
  if (lacksQuery || lacksHeader) return fake.incomplete ?? [400, { error: { message: 'incomplete request' } }];
  return known === 'missing' ? fake.missing : fake.answers[known];
}

function keyOf(fake: FakeProvider, { headers, body }: SeenRequest): string | null {
  if (fake.formField !== undefined) return new URLSearchParams(body).get(fake.formField);
  const value = [headers[fake.header]].flat()[0];
  if (value === undefined) return null;
  if (fake.scheme === null) return value;
  return value.startsWith(`${fake.scheme} `) ? value.slice(fake.scheme.length + 1) : null;
}

function makeTrouble(trouble: Exclude<Trouble, 'none'>, request: IncomingMessage, response: ServerResponse): void {
  switch (trouble) {
    case 'firewall':
      return write(response, [403, PAGE, 'text/html; charset=UTF-8']);
    case 'html':
      return write(response, [200, PAGE, 'text/html']);
    case 'redirect':
      response.setHeader('location', 'https://elsewhere.example.com/v1/models');
      return write(response, [302, '', 'text/plain']);
    case 'wrong_host':
      return write(response, [404, '404 page not found', 'text/plain']);
    case 'error_500':
      return write(response, [500, { error: { message: 'internal error', type: 'server_error' } }]);
    case 'huge':
      return write(response, [200, { data: 'x'.repeat(400_000) }]);
    case 'reset':
      request.socket.destroy();
      return undefined;
    case 'timeout':
      return undefined;
  }
}

function write(response: ServerResponse, [status, body, contentType = 'application/json']: FakeAnswer): void {
  response.writeHead(status, { 'content-type': contentType, 'x-request-id': 'req_fake_0001' });
  response.end(typeof body === 'string' && contentType !== 'application/json' ? body : JSON.stringify(body));
}
