import type { Knowledge, ProbeDefaults } from '#knowledge/types.ts';
import type { KeyFinding, Look } from '#probe/types.ts';
import { SecretKey } from '#secret-key.ts';
import { clean, type Note } from './clean.ts';
import { formOf, type KeyPattern, ownerOf } from './forms.ts';
import { refuseToSend } from './refuse-to-send.ts';
import { either, fill } from './sentences.ts';

/** What the look needs to know. */
export interface LookContext {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
  readonly forms: readonly KeyPattern[];
}

/**
 * Looks at a key without sending it anywhere: how it was entered, whose it is, whether it may be sent at all. Pure.
 *
 * @param key the key as it was entered
 * @param chosen id of the provider that the person named, or null
 */
export function lookAtKey(key: SecretKey, chosen: string | null, context: LookContext): Look {
  const { forms, knowledge } = context;
  const isWhole = (text: string) => forms.some((form) => form.prefix.length >= 3 && form.whole.test(text));
  const entered = key.reveal();
  const { text, notes } = clean(entered, isWhole);
  const found = notes.map((note) => finding(note, context));
  if (found.some(({ stops }) => stops) || text === '') return stopped(found, null);
  const form = formOf(text, chosen, forms);
  const owner = ownerOf(text, forms);
  const whose = chosen ?? owner;
  if (form !== undefined && chosen !== null && form.provider !== chosen) {
    const values = { form: form.name, provider: nameOf(form.provider, knowledge), chosen: nameOf(chosen, knowledge) };
    return stopped([...found, finding({ id: 'other-provider', values }, context)], form.provider);
  }
  const never = refuseToSend(text, form, context.knowledge.providers.get(whose ?? '')?.probe, context.defaults);
  if (never !== null) return stopped([...found, { ...never, stops: true }], owner);
  const shape = shapeNotes(text, form, whose, context).map((note) => finding(note, context));
  const mended = text !== entered;
  return {
    findings: [...found, ...shape].map(shown),
    key: mended ? new SecretKey(text) : key,
    mended,
    owner,
  };
}

interface Judged extends KeyFinding {
  readonly stops: boolean;
}

/** A finding in its words. Also for findings that others make, such as a key that was seen in public. */
export function finding({ id, values }: Note, { defaults }: Pick<LookContext, 'defaults'>): Judged {
  const entry = defaults.findings[id];
  // A finding without words is a gap in the knowledge, and the safe way is to stop.
  if (entry === undefined) return { id, says: id, kind: null, stops: true };
  return { id, says: fill(entry.says, values), kind: entry.kind, stops: entry.stops };
}

function stopped(found: readonly Judged[], owner: string | null): Look {
  return { findings: found.map(shown), key: null, mended: false, owner };
}

function shown({ id, says, kind }: Judged): KeyFinding {
  return { id, says, kind };
}

function shapeNotes(
  text: string,
  form: KeyPattern | undefined,
  whose: string | null,
  { forms, knowledge }: LookContext,
): readonly Note[] {
  if (form === undefined) {
    const lower = text.toLowerCase();
    const other = forms.find(
      ({ prefix, provider, distinct }) =>
        prefix.length >= 3 &&
        (provider === whose || (distinct && prefix.length >= 4)) &&
        lower.startsWith(prefix.toLowerCase()),
    );
    return other === undefined ? [] : [{ id: 'wrong-case', values: { provider: nameOf(other.provider, knowledge) } }];
  }
  const values = { form: form.name, provider: nameOf(form.provider, knowledge), length: text.length };
  if (form.keyClass === 'test') return [{ id: 'test-key', values }];
  // Another form of the same prefix may be the right one.
  const siblings = forms.filter(({ prefix, provider }) => prefix === form.prefix && provider === form.provider);
  if (siblings.some(({ whole }) => whole.test(text))) return [];
  const lengths = [...new Set(siblings.flatMap((one) => one.lengths))];
  if (lengths.length > 0 && !lengths.includes(text.length))
    return [{ id: 'wrong-length', values: { ...values, expected: either(lengths) } }];
  return [{ id: 'wrong-characters', values }];
}

function nameOf(provider: string, knowledge: Knowledge): string {
  return knowledge.providers.get(provider)?.name ?? provider;
}
