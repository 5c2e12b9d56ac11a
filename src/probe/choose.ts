import type { AnswerRow, AskableProbe, Knowledge, ProbeDefaults, Provider } from '#knowledge/types.ts';
import { either, fill } from '#probe/key/sentences.ts';
import { type Allowed, checkUrl } from './address.ts';
import { nearestProviders } from './find-provider.ts';
import type { Choice, Look, Target, Upstream, Wish } from './types.ts';

/** Whose probe is used where an address belongs to no known provider. */
export const UNKNOWN_HOST = 'relay';

/** What choosing needs to know. */
export interface ChooseContext {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
  readonly allowed: Allowed;
  /** Hosts that send every key on to their provider unchanged, as the operator declares: their refusals count as its own. */
  readonly passThrough: ReadonlySet<string>;
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
    return refused('unknown-provider', { expected: either(nearestProviders(wish.provider ?? '', knowledge)) });
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
  return { ok: true, target: target(provider, probe, { base: checked.url, own: wish.baseUrl !== undefined }, context) };
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

interface Door {
  readonly base: URL;
  readonly own: boolean;
}

function target(provider: Provider, probe: AskableProbe, door: Door, context: ChooseContext): Target {
  const { base, own } = door;
  const { knowledge, passThrough } = context;
  const atHome = provider.hosts.some((host) => isAtOrBelow(base.hostname, host));
  const home = provider.hosts.length === 0 || atHome;
  const passesOn = passThrough.has(base.hostname);
  const stranger = askable(knowledge.providers.get(UNKNOWN_HOST));
  // A request that goes to the provider's own key service must not take a key there that was meant for another host.
  const abroad = !home && [probe.request, probe.second].some((request) => request?.url.startsWith('https://') === true);
  const used = abroad && stranger !== undefined ? stranger : probe;
  const shared = [askable(knowledge.providers.get(used.like ?? '')), home ? undefined : stranger];
  // What an unknown host says in its provider's words may be about another key: that is judged by its upstreams.
  const trusted = (rows: readonly AnswerRow[]) => (home ? rows : rows.filter(({ says }) => says !== 'rejected'));
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
    passesOn,
    upstreams: home && !provider.serves_others ? [] : upstreamsOf(provider, home, knowledge),
  };
}

/** Whose refusals a host may pass on: first of the provider that the person named, then of all others. */
function upstreamsOf(provider: Provider, home: boolean, { providers }: Knowledge): readonly Upstream[] {
  const others = [...providers.values()].filter(({ id }) => id !== provider.id && id !== UNKNOWN_HOST);
  const all = home ? others : [provider, ...others];
  return all.flatMap(({ id, name, hosts, probe }) => {
    const rows =
      probe !== undefined && 'request' in probe ? probe.answers.filter(({ says }) => says === 'rejected') : [];
    return rows.length === 0 ? [] : [{ name, hosts, rows, named: id === provider.id }];
  });
}

function askable(provider: Provider | undefined): AskableProbe | undefined {
  return provider?.probe !== undefined && 'request' in provider.probe ? provider.probe : undefined;
}

function ownerOfAddress(address: string, knowledge: Knowledge): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname } = new URL(address);
  return [...knowledge.providers.values()].find(({ hosts }) => hosts.some((host) => isAtOrBelow(hostname, host)))?.id;
}

function isAtOrBelow(hostname: string, host: string): boolean {
  return hostname === host || hostname.endsWith(`.${host.replace(/^\./, '')}`);
}
