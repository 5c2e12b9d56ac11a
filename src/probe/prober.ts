import type { Knowledge, ProbeDefaults } from '#knowledge/types.ts';
import type { Allowed } from './address.ts';
import { askAboutKey } from './ask.ts';
import { makeCalibration } from './calibrate.ts';
import { atHouse, choose, wishedProvider } from './choose.ts';
import { keyForms } from './forms.ts';
import type { Resolve } from './guard.ts';
import { type LimitOptions, makeLimits } from './limits.ts';
import { finding, lookAtKey } from './look.ts';
import { openSender } from './send.ts';
import type { Look, Prober, Wish } from './types.ts';

/** What a prober is made of. */
export interface ProberOptions {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
  /** The version that the User-Agent names. */
  readonly version: string;
  readonly allowed?: Allowed;
  readonly limits?: Omit<LimitOptions, 'defaults'>;
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
  const { knowledge, defaults, allowed = new Set<string>(), clock = () => performance.now() } = options;
  const agent = `keymedic/${options.version}`;
  const { send, close } = openSender({
    allowed,
    requestIdHeaders: defaults.request_id_headers,
    clock,
    ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  const calibrate = makeCalibration({ send, defaults, clock });
  const forms = keyForms(knowledge);
  return {
    look(key, wish) {
      const look = lookAtKey(key, wishedProvider(wish, knowledge), { knowledge, defaults, forms });
      const strange = strangeHost(wish, { knowledge, defaults });
      return strange === null ? look : { ...look, findings: [...look.findings, strange] };
    },
    choose: (wish, look) => choose(wish, look, { knowledge, defaults, allowed }),
    admit: makeLimits({ ...options.limits, defaults }),
    ask: (target, key, model) => askAboutKey(target, key, model, { send, calibrate, defaults, agent }),
    twins: (target) =>
      target.probe.twins
        .filter(({ base_url: address }) => new URL(address).host !== target.base.host)
        .map(({ name, base_url: address }) => ({ name, target: atHouse(target, new URL(address)) })),
    close,
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
