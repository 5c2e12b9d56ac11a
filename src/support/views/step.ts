import type { CodeBlock, Reply } from '#chat/port.ts';
import type { ChecklistStep, Commands } from '#diagnosis/types.ts';

/** The shells that commands are written for. */
type Shell = keyof Commands;

const SHELL_NAMES: Readonly<Record<Shell, string>> = { bash: 'bash, zsh', powershell: 'PowerShell', cmd: 'cmd' };

/**
 * One step of a walk.
 *
 * @param place number of the step, from 1, and how many there are
 * @param facts of the diagnosis; they tell the person's shell
 */
export function stepReply(
  step: ChecklistStep,
  place: { readonly number: number; readonly of: number },
  facts: readonly string[],
): Reply {
  const code = step.commands === undefined ? [] : blocksFor(step.commands, facts);
  return {
    tone: 'neutral',
    title: `Step ${place.number} of ${place.of}: ${step.goal}`,
    text: `${fixedFor(step)}${step.check}${hedge(step)}`,
    code,
    fields: [
      { name: 'Good', value: step.good },
      { name: 'Bad', value: step.bad },
      { name: 'Fix', value: step.fix },
    ],
    ...(step.link === undefined ? {} : { link: step.link }),
  };
}

/** How often a step was it, in a sentence of its own; empty where that is not known. */
export function fixedFor({ fixedFor: share = 0 }: ChecklistStep): string {
  const percent = Math.round(share * 100);
  return percent === 0 ? '' : `This fixed it for ${percent}% of people. `;
}

/** A sentence behind advice that nobody has checked; empty behind the rest. */
export function hedge({ unverified }: ChecklistStep): string {
  return unverified === true ? ' (Not verified: names and menus may differ.)' : '';
}

/** The shell that a paste shows; undefined where it shows none. */
function shellOf(facts: readonly string[]): Shell | undefined {
  if (facts.includes('shell-powershell')) return 'powershell';
  if (facts.includes('shell-cmd')) return 'cmd';
  return facts.includes('shell-posix') ? 'bash' : undefined;
}

/** The commands for the shell that a paste shows; without one, for those that most people use. */
export function blocksFor(commands: Commands, facts: readonly string[]): CodeBlock[] {
  const shell = shellOf(facts);
  const shells: readonly Shell[] = shell === undefined ? ['bash', 'powershell'] : [shell];
  const texts = new Map<string, string[]>();
  for (const one of shells) texts.set(commands[one], [...(texts.get(commands[one]) ?? []), SHELL_NAMES[one]]);
  return [...texts].map(([text, names]) => ({ label: names.join(', '), text }));
}
