import { endedNotice } from '#diagnosis/ended.ts';
import type { AddedStep, Condition, Failure, Provider, Signature, Step, Tool } from '#knowledge/types.ts';

/** A failure kind as people would read it: meaning, signatures, steps. */
export function explainFailure(failure: Failure): string {
  const fine = failure.key_is_fine ? '\nThe key is not the problem.' : '';
  return `${failure.title}  (${failure.id})\n${failure.meaning}${fine}\n\n${signatureLines(failure.signatures)}\n${stepLines(failure.steps)}`;
}

/** A provider as people would read it: addresses, how it wants its key, what it answers. */
export function explainProvider(provider: Provider): string {
  const { header } = provider;
  const rows: [string, string | undefined][] = [
    ['base URL', provider.base_url],
    ['keys are created at', provider.dashboard],
    ['status page', provider.status_page],
    ['header', `${header.name}: ${header.scheme === null ? '' : `${header.scheme} `}KEY`],
    ['variables', provider.variables.join(', ')],
    [
      'keys',
      provider.keys.map((key) => `${key.name} ${key.prefix === '' ? '(no prefix)' : `${key.prefix}…`}`).join(', '),
    ],
    ['ended', endedNotice(provider) ?? undefined],
    ['verified', provider.last_verified ?? 'no: nobody has opened its sources'],
  ];
  return `${provider.name}  (${provider.id})\n${table(rows)}\n${signatureLines([...provider.recognise, ...provider.signatures])}\n${stepLines(provider.steps)}`;
}

/** A tool as people would read it: where it keeps its key, how it is recognised. */
export function explainTool(tool: Tool): string {
  const rows: [string, string | undefined][] = [
    ['reads the key from', tool.key_location],
    ['reads the base URL from', tool.base_url_location],
    ['re-enter the key', tool.reenter_key],
    ['restart', tool.restart],
    ['version', tool.version_command],
    ['ended', endedNotice(tool) ?? undefined],
    ['verified', tool.last_verified ?? 'no: nobody has opened its sources'],
  ];
  return `${tool.name}  (${tool.id})\n${table(rows)}\n${signatureLines([...tool.recognise, ...tool.signatures])}\n${stepLines(tool.steps)}`;
}

/** One line a signature: its id, its strength, what it says and when it fires. */
export function signatureLines(
  signatures: readonly (Pick<Signature, 'id' | 'strength' | 'when'> & { says?: Signature['says'] })[],
): string {
  if (signatures.length === 0) return '';
  const lines = signatures.map(({ id, strength, when, says }) => {
    const said = Object.values(says ?? {}).join(', ');
    return `  ${id} (${strength})${said === '' ? '' : `: ${said}`}\n    when ${conditionWords(when)}\n`;
  });
  return `Signatures\n${lines.join('')}`;
}

function conditionWords(condition: Condition): string {
  const parts: string[] = [];
  const words = (list: NonNullable<Condition['all']>, glue: string) =>
    list
      .map((atom) =>
        Object.entries(atom)
          .filter(([name]) => name !== 'anchor')
          .map(([name, value]) => `${name} ${shown(value)}`)
          .join(' '),
      )
      .join(glue);
  if (condition.all !== undefined) parts.push(words(condition.all, ' and '));
  if (condition.any !== undefined) parts.push(words(condition.any, ' or '));
  const rest = condition.none === undefined ? '' : `, unless ${words(condition.none, ' or ')}`;
  return parts.join(', and ') + rest;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join('|');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, values]) => `${name}=${shown(values)}`)
      .join(' ');
  return JSON.stringify(value);
}

function stepLines(steps: readonly (Step | AddedStep)[]): string {
  if (steps.length === 0) return '';
  const lines = [...steps]
    .sort((a, b) => a.rank - b.rank)
    .map(
      (step) =>
        `  ${step.rank}. ${step.goal}  [${step.id}]${'for' in step ? `  for ${step.for.join(', ')}` : ''}${step.unverified === true ? '  unverified' : ''}\n     ${step.fix}\n`,
    );
  return `Steps\n${lines.join('')}`;
}

function table(rows: readonly [string, string | undefined][]): string {
  return rows
    .map(([name, value]) => (value === undefined || value === '' ? '' : `  ${name.padEnd(24)} ${value}\n`))
    .join('');
}
