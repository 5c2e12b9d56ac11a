import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { hostOwner } from '#diagnosis/read/facts.ts';
import type { NamesRead } from '#diagnosis/read/read-names.ts';
import type { Diagnosis } from '#diagnosis/types.ts';
import { type OpenName, openName } from './name-openly.ts';
import type { Ranking } from './ranking.ts';
import { WEIGHTS, type Weighed } from './weigh.ts';

/** What is known of who refused and of what was used. */
export interface NameClues {
  readonly names: NamesRead;
  readonly facts: ReadonlySet<string>;
  /** Was an HTTP status read? */
  readonly answered: boolean;
  /** Hosts of the addresses in the text. */
  readonly hosts: readonly string[];
}

/** An address that was asked tells as much as this; a single class or variable tells less. */
const ASKED = 3;
const LEAST_SERVICE = 2;
const LEAST_CLIENT = 3;

/** Names the provider and the tool: ids where there are files, else the names that were read. */
export function decideNames(
  weighed: Weighed,
  clues: NameClues,
  catalogue: Catalogue,
): Pick<Diagnosis, 'provider' | 'tool' | 'refusedBy'> {
  const used = toolOf(weighed.tools) ?? openName(clues.names.clients, LEAST_CLIENT)?.name ?? null;
  const provider = providerOf(withFilesFirst(weighed.providers, catalogue), used, clues, catalogue);
  // What refused is not what was used, where one name is all that there is.
  const tool = used === provider && used !== null && !catalogue.knowledge.tools.has(used) ? null : used;
  return { provider, tool, refusedBy: refusedBy(provider, clues, catalogue) };
}

function named([first]: Ranking, from: number): string | null {
  return first !== undefined && first.score >= from ? first.id : null;
}

/** Where models of others are served, their names and the names of who made them stand beside the one who refused. */
function houseOf(ranking: Ranking, { knowledge }: Catalogue): string | null {
  const [first] = ranking;
  if (first === undefined || first.score >= WEIGHTS.strength.strong) return null;
  const servesOthers = ({ id }: Ranking[number]) => knowledge.providers.get(id)?.serves_others === true;
  return named(ranking.filter(servesOthers), WEIGHTS.strength.fair);
}

/** The tool that the evidence names; of two that are named alike neither is known to be the one. */
function toolOf(ranking: Ranking): string | null {
  const [first, second] = ranking;
  return first === undefined || first.score === second?.score ? null : named(ranking, WEIGHTS.nameFrom);
}

/** Of providers that weigh alike, one that there is a file for comes before one that is known by name only. */
function withFilesFirst(ranking: Ranking, { knowledge }: Catalogue): Ranking {
  const best = ranking[0]?.score;
  const known = ranking.find(({ id, score }) => score === best && knowledge.providers.has(id));
  return known === undefined ? ranking : [known, ...ranking.filter((one) => one !== known)];
}

/** The provider that the evidence names, or the one that the tool asks by default. */
function providerOf(
  ranking: Ranking,
  tool: string | null,
  { names, facts, answered }: NameClues,
  catalogue: Catalogue,
): string | null {
  const asked = openName(names.services, LEAST_SERVICE);
  if (facts.has('custom-base-url')) return named(ranking, WEIGHTS.nameAwayFrom) ?? byHost(asked);
  const found = houseOf(ranking, catalogue) ?? named(ranking, WEIGHTS.nameFrom);
  if (asked !== null && (found === null || isBehind(ranking, asked))) return asked.name;
  // An answer in which nothing shows the default provider came from somebody else.
  if (found !== null || tool === null || answered) return found;
  return catalogue.knowledge.tools.get(tool)?.default_provider ?? null;
}

/** Where requests go to somebody else's address, only an address names them. */
function byHost(asked: OpenName | null): string | null {
  return asked === null || asked.host === null ? null : asked.name;
}

/** A name in prose stands back behind the address that was asked. */
function isBehind([first]: Ranking, { weight, host }: OpenName): boolean {
  return (first?.score ?? 0) < WEIGHTS.strength.fair && weight >= ASKED && host !== null;
}

/** Whose host answered, as a text shows it: the host where one was read, and a name to call them by. */
function refusedBy(provider: string | null, { names, hosts }: NameClues, catalogue: Catalogue): Diagnosis['refusedBy'] {
  if (provider === null) return null;
  const own = hosts.find((host) => hostOwner(host, catalogue) === provider);
  const letters = provider.replaceAll(/[^a-z0-9]/g, '').slice(0, 4);
  const read = names.services.find(({ host, name }) => host !== null && name.startsWith(letters))?.host ?? null;
  return { host: own ?? read, name: catalogue.knowledge.providers.get(provider)?.name ?? provider };
}
