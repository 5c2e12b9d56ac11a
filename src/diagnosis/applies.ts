import type { Step } from '#knowledge/types.ts';
import type { Subject } from './types.ts';

/** Does a step or a verdict apply to what is known of a paste? */
export function applies({ when }: Pick<Step, 'when'>, subject: Subject): boolean {
  if (when === undefined) return true;
  const { provider, tool, status } = subject;
  return (
    isOneOf(when.provider, provider) &&
    isNoneOf(when.not_provider, provider) &&
    isOneOf(when.tool, tool) &&
    isNoneOf(when.not_tool, tool) &&
    isOneOf(when.status?.map(String), status?.toString() ?? null) &&
    isShown(when, subject)
  );
}

/** Does the paste show what must be there, and nothing that must not? */
function isShown({ fact, not_fact, known = [] }: NonNullable<Step['when']>, subject: Subject): boolean {
  const holdsAny = (names: readonly string[]) => names.some((name) => subject.facts.includes(name));
  const shown = {
    provider: subject.provider,
    tool: subject.tool,
    key: subject.keyOf ?? null,
    host: subject.refusedBy?.host ?? null,
  };
  return (
    (fact === undefined || holdsAny(fact)) && !holdsAny(not_fact ?? []) && known.every((name) => shown[name] !== null)
  );
}

function isOneOf(wanted: readonly string[] | undefined, value: string | null): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value));
}

function isNoneOf(unwanted: readonly string[] | undefined, value: string | null): boolean {
  return value === null || unwanted?.includes(value) !== true;
}
