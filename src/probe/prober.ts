import type { Knowledge, ProbeDefaults, ProbeRequest } from '#knowledge/types.ts';
import { type KeyPattern, keyForms } from '#probe/key/forms.ts';
import { housesFor } from '#probe/key/houses.ts';
import { finding, lookAtKey } from '#probe/key/look.ts';
import type { Allowed } from './address.ts';
import { askAboutKey } from './ask.ts';
import { makeCalibration } from './calibrate.ts';
import { atHouse, choose, wishedProvider } from './choose.ts';
import { findProvider } from './find-provider.ts';
import type { Resolve } from './guard.ts';
import { planAsk } from './plan.ts';
import { openSender } from './send.ts';
import type { Look, Prober, Target, Wish } from './types.ts';

/** What a prober is made of. Knowledge and defaults are looked up at every use: getters can follow files that change. */
export interface ProberOptions {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
  /** The version that the User-Agent names. */
  readonly version: string;
  readonly allowed?: Allowed;
  /** Host names of gateways that send every key on unchanged. */
  readonly passThrough?: ReadonlySet<string>;
  readonly resolve?: Resolve;
  readonly timeoutMs?: number;
  readonly clock?: () => number;
}

/** A prober and the way to close its connections. */
export interface OpenProber extends Prober {
  close(): Promise<void>;
}

/** Puts the parts of the key check together: pure ones around the one that sends. */
export function openProber(options: ProberOptions): OpenProber {
  const { allowed = new Set<string>(), passThrough = new Set<string>(), clock = () => performance.now() } = options;
  const agent = `keymedic/${options.version}`;
  const { send, close } = openSender({
    allowed,
    requestIdHeaders: options.defaults.request_id_headers,
    clock,
    ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  const calibrate = makeCalibration({
    send,
    get defaults() {
      return options.defaults;
    },
    clock,
  });
  const formsOf = lastFormsOf();
  return {
    named(wish) {
      const found = wish.provider === undefined ? null : findProvider(wish.provider, options.knowledge);
      return found === null ? wish : { ...wish, provider: found.id };
    },
    look(key, wish) {
      const { knowledge, defaults } = options;
      const look = lookAtKey(key, wishedProvider(wish, knowledge), { knowledge, defaults, forms: formsOf(knowledge) });
      const strange = strangeHost(wish, options);
      return strange === null ? look : { ...look, findings: [...look.findings, strange] };
    },
    choose: (wish, look) => {
      const { knowledge, defaults } = options;
      return choose(wish, look, { knowledge, defaults, allowed, passThrough });
    },
    hostsOf: (target) => requestsOf(target).map((request) => planAsk(request, target, agent).url.host),
    ask: (target, key, model) =>
      askAboutKey(target, key, model, { send, calibrate, defaults: options.defaults, agent }),
    twins: otherHouses,
    close,
  };
}

function requestsOf({ probe: { request, second } }: Target): readonly ProbeRequest[] {
  return second === undefined ? [request] : [request, second];
}

const otherHouses: Prober['twins'] = (target, key) =>
  housesFor(key, target.probe.twins)
    .filter(({ base_url: address }) => address === undefined || new URL(address).host !== target.base.host)
    .map(({ name, base_url: address }) => ({
      name,
      target: address === undefined ? null : atHouse(target, new URL(address)),
    }));

/** Key forms cost some expressions: they are made once for each state of the knowledge. */
function lastFormsOf(): (knowledge: Knowledge) => readonly KeyPattern[] {
  let last: { readonly knowledge: Knowledge; readonly forms: readonly KeyPattern[] } | null = null;
  return (knowledge) => {
    if (last?.knowledge !== knowledge) last = { knowledge, forms: keyForms(knowledge) };
    return last.forms;
  };
}

/** The person named one provider and the address of another. */
function strangeHost(
  wish: Wish,
  context: { readonly knowledge: Knowledge; readonly defaults: ProbeDefaults },
): Look['findings'][number] | null {
  if (wish.provider === undefined || wish.baseUrl === undefined || !URL.canParse(wish.baseUrl)) return null;
  const byAddress = wishedProvider(wish, context.knowledge);
  if (byAddress === null || byAddress === wish.provider) return null;
  const name = (id: string) => context.knowledge.providers.get(id)?.name ?? id;
  const values = { host: new URL(wish.baseUrl).host, provider: name(byAddress), chosen: name(wish.provider) };
  const { id, says, kind } = finding({ id: 'other-host', values }, context);
  return { id, says, kind };
}
