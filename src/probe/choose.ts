import type { AnswerRow, AskableProbe, Knowledge, ProbeDefaults, Provider } from '#knowledge/types.ts';
import { either, fill } from '#probe/key/sentences.ts';
import { type Allowed, checkUrl } from './address.ts';
import type { Choice, Look, Target, Wish } from './types.ts';

/** Whose probe is used where an address belongs to no known provider. */
export const UNKNOWN_HOST = 'relay';

/** What choosing needs to know. */
export interface ChooseContext {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
  readonly allowed: Allowed;
}

/**
 * The provider that a wish names: by the host of its address, else by its id; null where it names none.
 *
 * An address says more than a name: the key goes there, and that host has to understand it.
 */
export function wishedProvider(wish: Wish, knowledge: Knowledge): string | null {
  const byHost = wish.baseUrl === undefined ? undefined : ownerOfAddress(wish.baseUrl, knowledge);
  return byHost ?? wish.provider ?? (wish.baseUrl === undefined ? null : UNKNOWN_HOST);
}

/**
 * Whose API is asked, and where. Pure.
 *
 * @param look the look at the key, whose owner is asked where the wish names nobody
 */
export function choose(wish: Wish, look: Look, context: ChooseContext): Choice {
  const { knowledge, defaults } = context;
  const refused = (id: string, values: Readonly<Record<string, string>> = {}): Choice => ({
    ok: false,
    refusal: { id, says: fill(defaults.refusals[id] ?? id, values) },
  });
  if (knowsNot(wish, knowledge))
    return refused('unknown-provider', { expected: [...knowledge.providers.keys()].sort().join(', ') });
  const provider = knowledge.providers.get(wishedProvider(wish, knowledge) ?? look.owner ?? '');
  if (provider === undefined) return refused('no-provider');
  if (provider.ended !== undefined) return refused(...endedRefusal(provider.ended));
  const { probe } = provider;
  if (probe === undefined) return refused('no-request', { why: `There is no request known for ${provider.name}.` });
  if ('not_probeable' in probe) return refused('no-request', { why: probe.not_probeable.why });
  const base = baseOf(wish, provider, probe);
  if (base === undefined) return refused('needs-base-url', { expected: probe.needs_base_url ?? '' });
  const checked = checkUrl(base, context.allowed);
  if (!checked.ok) return refused(checked.refusal);
  if (!isOneOfItsHosts(checked.url, probe))
    return refused('wrong-host', { provider: provider.name, expected: either(probe.hosts ?? []) });
  return { ok: true, target: target(provider, probe, checked.url, wish.baseUrl !== undefined, knowledge) };
}

/** The id of the refusal for a provider that is gone, and what is filled in. */
function endedRefusal({ says, successor }: NonNullable<Provider['ended']>): [string, Readonly<Record<string, string>>] {
  return successor === undefined ? ['ended', { says }] : ['ended-with-successor', { says, successor }];
}

function baseOf({ baseUrl }: Wish, provider: Provider, probe: AskableProbe): string | undefined {
  return baseUrl ?? (probe.needs_base_url === undefined ? provider.base_url : undefined);
}

function knowsNot({ provider }: Wish, knowledge: Knowledge): boolean {
  return provider !== undefined && !knowledge.providers.has(provider);
}

function isOneOfItsHosts({ hostname }: URL, { hosts }: AskableProbe): boolean {
  return hosts === undefined || hosts.some((host) => isAtOrBelow(hostname, host));
}

/** A target at one of the provider's other houses. */
export function atHouse(house: Target, base: URL): Target {
  return { ...house, base, own: false };
}

function target(provider: Provider, probe: AskableProbe, base: URL, own: boolean, knowledge: Knowledge): Target {
  const atHome = provider.hosts.some((host) => isAtOrBelow(base.hostname, host));
  const home = provider.hosts.length === 0 || atHome;
  const stranger = askable(knowledge.providers.get(UNKNOWN_HOST));
  // A request that goes to the provider's own key service must not take a key there that was meant for another host.
  const abroad = !home && [probe.request, probe.second].some((request) => request?.url.startsWith('https://') === true);
  const used = abroad && stranger !== undefined ? stranger : probe;
  const shared = [askable(knowledge.providers.get(used.like ?? '')), home ? undefined : stranger];
  const trusted = (rows: readonly AnswerRow[]) => (home ? rows : rows.map(softened));
  return {
    provider: provider.id,
    probe: used,
    base,
    atHome,
    own,
    header: { name: provider.header.name.toLowerCase(), scheme: provider.header.scheme },
    headers: provider.header.extra ?? {},
    rows: [...trusted(used.answers), ...shared.flatMap((other) => other?.answers ?? [])],
    secondRows: [...trusted(used.second_answers ?? []), ...shared.flatMap((other) => other?.second_answers ?? [])],
  };
}

function askable(provider: Provider | undefined): AskableProbe | undefined {
  return provider?.probe !== undefined && 'request' in provider.probe ? provider.probe : undefined;
}

/** An unknown host may forward an upstream's answer, which does not prove that this key is refused. */
function softened(row: AnswerRow): AnswerRow {
  return row.says === 'rejected' ? { ...row, says: 'undecided' } : row;
}

function ownerOfAddress(address: string, knowledge: Knowledge): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname } = new URL(address);
  return [...knowledge.providers.values()].find(({ hosts }) => hosts.some((host) => isAtOrBelow(hostname, host)))?.id;
}

function isAtOrBelow(hostname: string, host: string): boolean {
  return hostname === host || hostname.endsWith(`.${host.replace(/^\./, '')}`);
}
