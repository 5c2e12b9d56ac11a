import type { AskableProbe, Knowledge } from '#knowledge/types.ts';
import type { KnowledgeFault } from './check-knowledge.ts';

type Path = readonly (string | number)[];

/** Checks of the probes what their schema cannot: names of kinds and providers, row ids, whole addresses. */
export function checkProbes(knowledge: Knowledge): readonly KnowledgeFault[] {
  return [...knowledge.providers.values()].flatMap(({ id, probe }) => {
    if (probe === undefined || 'not_probeable' in probe) return [];
    const fault = (path: Path, message: string): KnowledgeFault => ({
      part: 'providers',
      id,
      path: ['probe', ...path],
      message: `${id}/probe ${message}`,
    });
    return [...rowFaults(probe, knowledge, fault), ...addressFaults(probe, knowledge, fault)];
  });
}

type MakeFault = (path: Path, message: string) => KnowledgeFault;

function rowFaults(probe: AskableProbe, knowledge: Knowledge, fault: MakeFault): readonly KnowledgeFault[] {
  const tables = { answers: probe.answers, second_answers: probe.second_answers ?? [] };
  const seen = new Set<string>();
  return Object.entries(tables).flatMap(([table, rows]) =>
    rows.flatMap((row, index) => {
      const faults: KnowledgeFault[] = [];
      if (seen.has(row.id)) faults.push(fault([table, index, 'id'], `"${row.id}" appears twice`));
      seen.add(row.id);
      if (row.kind !== undefined && !knowledge.failures.has(row.kind))
        faults.push(fault([table, index, 'kind'], `"${row.id}": there is no failure kind "${row.kind}"`));
      if (row.ask_next === 'second' && probe.second === undefined)
        faults.push(fault([table, index, 'ask_next'], `"${row.id}": there is no second request`));
      return faults;
    }),
  );
}

function addressFaults(probe: AskableProbe, knowledge: Knowledge, fault: MakeFault): readonly KnowledgeFault[] {
  const like = knowledge.providers.get(probe.like ?? '')?.probe;
  const faults = probe.twins.flatMap(({ base_url: address }, index) =>
    address === undefined || (address.startsWith('https://') && URL.canParse(address))
      ? []
      : [fault(['twins', index, 'base_url'], `"${address}" is not an https:// address`)],
  );
  if (probe.like !== undefined && (like === undefined || !('request' in like)))
    faults.push(fault(['like'], `"${probe.like}" is not a provider with a key check`));
  if (probe.second === undefined && probe.second_answers !== undefined)
    faults.push(fault(['second_answers'], 'has answers to a second request, but no such request'));
  return faults;
}
