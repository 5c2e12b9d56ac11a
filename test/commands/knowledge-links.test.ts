import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { knowledgeCommand } from '#commands/knowledge.ts';
import { checkLinks } from '#commands/knowledge-links.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import { fakeIo } from './io.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A folder with one provider whose sources are these addresses. */
function folderWith(addresses: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-links-'));
  closers.push(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'providers'));
  writeFileSync(
    join(folder, 'providers', 'acme.yaml'),
    `id: acme
name: Acme
base_url: ${addresses[0]}
dashboard: the Acme dashboard
header: {name: Authorization, scheme: Bearer}
variables: [ACME_API_KEY]
source: [${addresses.join(', ')}]
unverified: true
`,
  );
  return folder;
}

async function links(addresses: readonly string[], allow = new URL(addresses[0] ?? '').host) {
  const io = fakeIo({ KNOWLEDGE_DIR: folderWith(addresses), KEYCHECK_ALLOW: allow });
  const status = await knowledgeCommand(['links', 'acme'], io.io);
  return { status, out: io.out(), error: io.error() };
}

const pages: RequestListener = ({ url = '' }, response) => {
  const redirect = (status: number, location: string) => response.writeHead(status, { location }).end();
  if (url.startsWith('/fine')) response.end('page');
  else if (url === '/temporary') redirect(302, '/fine');
  else if (url === '/old') redirect(301, '/fine');
  else if (url === '/loop') redirect(302, '/loop');
  else if (url === '/inside') redirect(302, 'http://169.254.169.254/latest/meta-data');
  else response.writeHead(Number(url.slice(1))).end();
};

describe('knowledge links', () => {
  test('is content with pages that answer, straight or by a temporary redirect', async () => {
    const origin = await serve(pages);
    const { status, out } = await links([`${origin}/fine`, `${origin}/temporary`]);
    expect(status).toBe(0);
    expect(out).toBe('2 links: 2 answer, 0 moved, 0 not shown to programs, 0 gone, 0 not reached.\n');
  });

  test('names a page that is gone with the files that cite it, and exits with 1', async () => {
    const origin = await serve(pages);
    const { status, out } = await links([`${origin}/fine`, `${origin}/404`]);
    expect(status).toBe(1);
    expect(out).toContain(`gone (HTTP 404)  ${origin}/404  (providers/acme.yaml)`);
  });

  test('tells moved pages and pages that shut programs out, which are no faults', async () => {
    const origin = await serve(pages);
    const { status, out } = await links([`${origin}/old`, `${origin}/403`]);
    expect(status).toBe(0);
    expect(out).toContain(`moved to ${origin}/fine  ${origin}/old`);
    expect(out).toContain('not shown to programs (HTTP 403)');
  });

  test.for([
    ['/loop', 'redirects'],
    ['/500', 'server error'],
  ] as const)('%s is not reached: %s', async ([path, why]) => {
    const origin = await serve(pages);
    const { status, out } = await links([`${origin}${path}`]);
    expect([status, out.split('\n')[0]]).toEqual([1, `not reached (${why})  ${origin}${path}  (providers/acme.yaml)`]);
  });

  test('never visits a private address, neither named nor by a redirect', async () => {
    let visits = 0;
    const origin = await serve((request, response) => {
      visits += 1;
      pages(request, response);
    });
    const named = await links([`${origin}/fine`], '');
    expect([named.status, visits]).toEqual([1, 0]);
    const redirected = await links([`${origin}/inside`]);
    expect(redirected.out).toContain('not reached (private-address)');
  });

  test('gives up on a page that does not answer in time', async () => {
    const origin = await serve(() => undefined);
    const { io, out } = fakeIo({ KEYCHECK_ALLOW: new URL(origin).host });
    const loaded = loadKnowledge(folderWith([`${origin}/slow`]));
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
    expect(await checkLinks(loaded.knowledge, ['acme'], io, 200)).toBe(1);
    expect(out()).toContain('not reached (timeout)');
  });

  test('shows progress, and asks for each address once', async () => {
    const origin = await serve(pages);
    const many = Array.from({ length: 26 }, (_, index) => `${origin}/fine?page=${index}`);
    let asked = 0;
    const counting = await serve((request, response) => {
      asked += 1;
      pages(request, response);
    });
    const twice = `${counting}/fine`;
    const allow = `${new URL(origin).host},${new URL(counting).host}`;
    const { error } = await links([...many, twice, twice], allow);
    expect(error).toBe('25 of 27 links visited\n');
    expect(asked).toBe(1);
  });

  test('an id without an entry is not understood', async () => {
    const { io, error } = fakeIo();
    expect(await knowledgeCommand(['links', 'no-such-entry'], io)).toBe(2);
    expect(error()).toBe('No links found in no-such-entry.\n');
  });
});
