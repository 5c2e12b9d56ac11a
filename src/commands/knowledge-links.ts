import type { Knowledge } from '#knowledge/types.ts';
import { parseAllowed } from '#probe/address.ts';
import { openVisitor, type Visit } from '#probe/visit.ts';
import type { Io } from './io.ts';
import { type KnownLink, linksOf } from './knowledge-sources.ts';
import { version } from './version.ts';

/** Hosts that are visited at the same time; each gets one request at a time. */
const HOSTS_AT_ONCE = 8;
const PROGRESS_EVERY = 25;

interface Visited extends KnownLink {
  readonly visit: Visit;
}

/**
 * Visits every address that the knowledge names and prints those that do not answer as they should.
 *
 * @param ids of the failures, providers and tools to look into; empty for all
 * @param timeoutMs for one address with its redirects
 * @returns the exit status: 0 every address answers, 1 some are gone or cannot be reached, 2 nothing to visit
 */
export async function checkLinks(
  knowledge: Knowledge,
  ids: readonly string[],
  io: Io,
  timeoutMs = 15_000,
): Promise<number> {
  const links = linksOf(knowledge, ids);
  if (links.length === 0) {
    io.error(`No links found${ids.length === 0 ? '' : ` in ${ids.join(', ')}`}.\n`);
    return 2;
  }
  const visitor = openVisitor({
    allowed: parseAllowed(io.env['KEYCHECK_ALLOW']),
    agent: `keymedic/${version()}`,
    timeoutMs,
  });
  try {
    const visited = await visitAll(links, (url) => visitor.visit(url), io);
    return report(visited, io);
  } finally {
    await visitor.close();
  }
}

async function visitAll(
  links: readonly KnownLink[],
  visit: (url: string) => Promise<Visit>,
  io: Io,
): Promise<readonly Visited[]> {
  const hosts = [...Map.groupBy(links, ({ url }) => new URL(url).host).values()];
  const visited: Visited[] = [];
  const work = async () => {
    for (let host = hosts.shift(); host !== undefined; host = hosts.shift()) {
      for (const link of host) {
        visited.push({ ...link, visit: await visit(link.url) });
        if (visited.length % PROGRESS_EVERY === 0) io.error(`${visited.length} of ${links.length} links visited\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, work));
  return visited.sort((a, b) => a.url.localeCompare(b.url));
}

function report(visited: readonly Visited[], io: Io): number {
  const of = (type: Visit['type']) => visited.filter(({ visit }) => visit.type === type);
  const broken = [...of('gone'), ...of('unreachable')];
  for (const { url, files, visit } of [...broken, ...of('moved'), ...of('withheld')])
    io.out(`${describe(visit)}  ${url}  (${files.join(', ')})\n`);
  io.out(
    `${visited.length} links: ${of('answers').length} answer, ${of('moved').length} moved, ${of('withheld').length} not shown to programs, ${of('gone').length} gone, ${of('unreachable').length} not reached.\n`,
  );
  return broken.length > 0 ? 1 : 0;
}

function describe(visit: Visit): string {
  switch (visit.type) {
    case 'answers':
      return 'answers';
    case 'moved':
      return `moved to ${visit.to}`;
    case 'withheld':
      return `not shown to programs (HTTP ${visit.status})`;
    case 'gone':
      return `gone (HTTP ${visit.status})`;
    case 'unreachable':
      return `not reached (${visit.why})`;
  }
}
