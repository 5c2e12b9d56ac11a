import type { Atom, Knowledge, Strength } from '#knowledge/types.ts';

/** Begins the ids of signatures for programs that no tool file is about: such a one outweighs the libraries that it is made of. */
const OTHER_PROGRAM = 'other-program';

/** Makes a signature that holds where any of these conditions does. */
export type Make = (
  id: string,
  says: { readonly provider?: string; readonly tool?: string },
  strength: Strength,
  any: readonly Atom[],
) => void;

/** Services and programs that are known by name only. */
export function namesAlone({ names, defaults, providers, tools }: Knowledge, make: Make): void {
  const byTrace = Object.entries(names.by_trace).map(([id, others]) => [id, others, false] as const);
  const anywhere = Object.entries(names.services).map(([id, others]) => [id, others, true] as const);
  for (const [id, others, isRead] of [...byTrace, ...anywhere]) {
    if (providers.has(id)) continue;
    const hosts = others.filter(isHostName);
    const texts = [...(isRead ? spellings(id) : []), ...others.filter((one) => !isHostName(one))].filter(isLongEnough);
    make(
      `${id}/name`,
      { provider: id },
      'hint',
      texts.map((text) => ({ text })),
    );
    make(
      `${id}/host`,
      { provider: id },
      'strong',
      hosts.map((host) => ({ host: [host] })),
    );
  }
  const programs = Map.groupBy(defaults.other_programs, (name) => name.replaceAll(/[^\p{L}\p{N}]+/gu, ''));
  for (const spelt of programs.values()) {
    const id = (spelt[0] as string).replaceAll(/[ _]+/g, '-');
    if (!tools.has(id))
      make(
        `${OTHER_PROGRAM}/${id}`,
        { tool: id },
        'strong',
        spelt.map((text) => ({ text })),
      );
  }
}

function isHostName(name: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(name);
}

/** Shorter ones would stand in every text, and be dear to look for. */
function isLongEnough(text: string): boolean {
  return text.length >= 4 || /[^\x00-\x7f]/.test(text);
}

function spellings(id: string): readonly string[] {
  return id.includes('-') ? [id, id.replaceAll('-', ' '), id.replaceAll('-', '')] : [id];
}
