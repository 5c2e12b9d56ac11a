import type { Knowledge, Provider, Tool } from '#knowledge/types.ts';

/**
 * What to say before everything else: the provider or tool is gone, and what takes its place.
 *
 * @param about ids of a provider and a tool; null or unknown ones say nothing
 * @returns one text each, the provider's first; empty where nothing has ended
 */
export function endedNotices(
  about: { readonly provider: string | null; readonly tool: string | null },
  knowledge: Knowledge,
): readonly string[] {
  const entries = [knowledge.providers.get(about.provider ?? ''), knowledge.tools.get(about.tool ?? '')];
  return [...new Set(entries.flatMap((entry) => endedNotice(entry) ?? []))];
}

/** The notice of one provider or tool; null where it has not ended. */
export function endedNotice(entry: Provider | Tool | undefined): string | null {
  if (entry?.ended === undefined) return null;
  const { says, successor } = entry.ended;
  return successor === undefined ? says : `${says} Use ${successor} instead.`;
}
