import type { ProbeDefaults } from '#knowledge/types.ts';
import type { Admission, ProbeOutcome, Prober, Target, Wish } from '#probe/types.ts';
import type { SecretKey } from '#secret-key.ts';

/** What asking several houses needs. */
export interface HouseParts {
  readonly prober: Prober;
  readonly defaults: ProbeDefaults;
  /** Asks the person; null where nobody can be asked, which counts as no. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
  readonly admit?: (hosts: readonly string[], again: boolean) => Promise<Admission>;
}

/**
 * Asks the chosen house, and where it refuses the key, with the person's consent, those whose keys it refuses too: until
 * all that could know the key have refused it, it may be alive.
 */
export async function askHouses(
  target: Target,
  key: SecretKey,
  { model }: Pick<Wish, 'model'>,
  parts: HouseParts,
): Promise<ProbeOutcome> {
  const { prober, defaults } = parts;
  const outcome = await prober.ask(target, key, model);
  const houses = outcome.says === 'rejected' ? prober.twins(target, key) : [];
  const askable = houses.flatMap(({ name, target: twin }) => (twin === null ? [] : [{ name, twin }]));
  const agreed = askable.length > 0 && (await mayAsk(outcome.host, named(houses), parts));
  const silent = agreed ? houses.filter((house) => house.target === null) : [...houses];
  for (const { name, twin } of agreed ? askable : []) {
    const other = await askHouse(twin, key, model, parts);
    if (other?.says === 'works' || other?.says === 'limited') return aliveElsewhere(other, defaults);
    if (other?.says !== 'rejected') silent.push({ name, target: twin });
  }
  if (silent.length === 0) return outcome;
  const { kind, note } = defaults.twin_not_asked;
  const says = filled(note, { host: outcome.host, expected: named(silent) });
  return { ...outcome, says: 'undecided', kind, note: says };
}

async function mayAsk(host: string, others: string, { confirm }: HouseParts): Promise<boolean> {
  const question = `${host} refuses the key. Its keys and those of ${others} are not interchangeable. Ask there too?`;
  return (await confirm?.(question)) === true;
}

/** Null where that house may not be asked now. */
async function askHouse(
  house: Target,
  key: SecretKey,
  model: string | undefined,
  { prober, admit }: HouseParts,
): Promise<ProbeOutcome | null> {
  const admission = await admit?.(prober.hostsOf(house), true);
  return admission?.ok === false ? null : prober.ask(house, key, model);
}

function aliveElsewhere(outcome: ProbeOutcome, { twin_works: { kind, note } }: ProbeDefaults): ProbeOutcome {
  return { ...outcome, kind: outcome.kind ?? kind, note: filled(note, { expected: outcome.host }) };
}

/** "Model Studio US (dashscope-us.aliyuncs.com), Kimi Code". */
function named(houses: readonly { readonly name: string; readonly target: Target | null }[]): string {
  return houses.map(({ name, target }) => (target === null ? name : `${name} (${target.base.host})`)).join(', ');
}

function filled(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole);
}
