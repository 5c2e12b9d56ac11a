import type { AddedStep, Failure, Knowledge, Provider, Step, Tool } from '#knowledge/types.ts';
import { applies } from './applies.ts';
import { endedNotices } from './ended.ts';
import type { Checklist, ChecklistStep, Commands, Subject } from './types.ts';

const MOST_STEPS = 7;
const VARIABLE = /\{((?:provider|tool|key|refused)\.[a-z_]+)\}/g;

/**
 * Another order of steps than the knowledge's: ids in, ids out with the share of solved cases that each has solved (null: none).
 */
export type StepOrder = (
  ids: readonly string[],
) => readonly { readonly id: string; readonly fixedFor: number | null }[];

/**
 * The checklist for a diagnosis: the steps of its kind and those that its provider and tool add, most probable cause
 * first, only those that apply, variables filled in, seven at most.
 *
 * @returns null where the kind is not known
 */
export function makeChecklist(
  subject: Subject,
  knowledge: Knowledge,
  order: StepOrder | null = null,
): Checklist | null {
  const failure = subject.kind === null ? undefined : knowledge.failures.get(subject.kind);
  if (failure === undefined) return null;
  const fill = filler(subject, knowledge);
  const steps = inOrder(stepsFor(subject, knowledge), order).slice(0, MOST_STEPS);
  return {
    title: fill(failure.title),
    verdict: sentence(fill(verdictFor(subject, failure, knowledge))),
    meaning: fill(failure.meaning),
    notices: endedNotices(subject, knowledge),
    keyIsFine: failure.key_is_fine ? fill(failure.key_is_fine_note ?? 'Your key is not the problem.') : null,
    steps: steps.map(({ step, fixedFor }) => ({
      ...filled(step, fill, knowledge),
      ...(fixedFor === null ? {} : { fixedFor }),
    })),
  };
}

function inOrder(steps: readonly Step[], order: StepOrder | null) {
  if (order === null) return steps.map((step) => ({ step, fixedFor: null }));
  const known = new Map(steps.map((step) => [step.id, step]));
  return order([...known.keys()]).flatMap(({ id, fixedFor }) => {
    const step = known.get(id);
    return step === undefined ? [] : [{ step, fixedFor }];
  });
}

/** The steps that apply, in order, before variables are filled in. */
export function stepsFor(subject: Subject, knowledge: Knowledge): readonly Step[] {
  const own = knowledge.failures.get(subject.kind ?? '')?.steps ?? [];
  const added = [knowledge.providers.get(subject.provider ?? ''), knowledge.tools.get(subject.tool ?? '')]
    .flatMap((entry) => entry?.steps ?? [])
    .filter((step) => step.for.includes(subject.kind ?? '') && applies(step, subject));
  const replaced = new Set(added.flatMap((step) => step.replaces ?? []));
  const kept = own.filter((step) => applies(step, subject) && !replaced.has(step.id));
  const seen = new Set<string>();
  const rankOf = ({ rank, answers = [] }: Step) => (answers.some((fact) => subject.facts.includes(fact)) ? 0 : rank);
  return [...added, ...kept].sort((a, b) => rankOf(a) - rankOf(b)).filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** What the paste means, in one sentence: the tool's and the provider's own words for it come before the failure's. */
function verdictFor(subject: Subject, failure: Failure, { providers, tools }: Knowledge): string {
  const added = [tools.get(subject.tool ?? ''), providers.get(subject.provider ?? '')]
    .flatMap((entry) => entry?.verdicts ?? [])
    .filter((verdict) => verdict.for.includes(failure.id));
  return [...added, ...failure.verdicts].find((verdict) => applies(verdict, subject))?.says ?? failure.title;
}

/** Fills `{provider.…}`, `{tool.…}`, `{key.…}` and `{refused.…}` in one text. */
export type Fill = (text: string) => string;

/** The variables of a diagnosis; what is not known reads as in `defaults.yaml`. */
export function filler(
  subject: Pick<Subject, 'provider' | 'tool' | 'refusedBy' | 'keyOf'>,
  knowledge: Knowledge,
): Fill {
  const values = new Map(
    variables(
      knowledge.providers.get(subject.provider ?? ''),
      knowledge.tools.get(subject.tool ?? ''),
      knowledge,
      // A provider without a file is called as the text shows it.
      subject.refusedBy?.host ?? subject.provider,
    ),
  );
  const owner = knowledge.providers.get(subject.keyOf ?? '')?.name;
  if (owner !== undefined) values.set('key.provider', owner);
  const host = subject.refusedBy?.host ?? null;
  if (host !== null) values.set('refused.host', host);
  return (text) =>
    text.replaceAll(VARIABLE, (whole, name: string, at: number) => {
      const value = values.get(name) ?? whole;
      return /(?:^|[.!?] )$/.test(text.slice(Math.max(0, at - 2), at)) ? sentence(value) : value;
    });
}

/** Names in a text that no provider or tool can fill in: a mistake of its author. */
export function unknownVariables(text: string, knowledge: Knowledge): readonly string[] {
  const known = variables(undefined, undefined, knowledge);
  const odd = [...text.matchAll(/(?<!\$)\{([a-z_]+\.[a-z_]+)\}/g)].map((match) => match[1] as string);
  return odd.filter((name) => !known.has(name));
}

function variables(
  provider: Provider | undefined,
  tool: Tool | undefined,
  knowledge: Knowledge,
  shown: string | null = null,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, words] of Object.entries(knowledge.defaults.provider)) values.set(`provider.${name}`, words);
  for (const [name, words] of Object.entries(knowledge.defaults.tool)) values.set(`tool.${name}`, words);
  for (const [name, words] of Object.entries(knowledge.defaults.key)) values.set(`key.${name}`, words);
  for (const [name, words] of Object.entries(knowledge.defaults.refused)) values.set(`refused.${name}`, words);
  const set = (name: string, value: string | undefined) =>
    value !== undefined && value !== '' && values.set(name, value);
  if (provider === undefined && shown !== null) set('provider.name', shown);
  if (provider !== undefined) {
    set('provider.name', provider.name);
    set('provider.dashboard', provider.dashboard);
    set('provider.status_page', provider.status_page);
    set('provider.base_url', provider.base_url);
    set(
      'provider.header',
      `${provider.header.name}: ${provider.header.scheme === null ? '' : `${provider.header.scheme} `}YOUR_KEY`,
    );
    set('provider.header_name', provider.header.name);
    set('provider.env', provider.variables[0]);
    set('provider.base_url_env', provider.base_url_variable);
    set('provider.key_prefix', provider.keys.find((key) => key.prefix !== '')?.prefix);
  }
  if (tool !== undefined) {
    set('tool.name', tool.name);
    set('tool.key_location', tool.key_location);
    set('tool.base_url_location', tool.base_url_location);
    set('tool.reenter_key', tool.reenter_key);
    set('tool.restart', tool.restart);
    set('tool.version_command', tool.version_command);
  }
  return values;
}

function filled(step: Step, fill: Fill, knowledge: Knowledge): ChecklistStep {
  const commands = typeof step.commands === 'string' ? knowledge.defaults.commands[step.commands] : step.commands;
  const link = step.link === undefined ? undefined : linkOf(fill(step.link));
  return {
    id: step.id,
    goal: sentence(fill(step.goal)),
    ...(step.first === undefined ? {} : { first: sentence(fill(step.first)) }),
    check: sentence(fill(step.check)),
    ...(commands === undefined ? {} : { commands: filledCommands(commands, fill) }),
    good: sentence(fill(step.good)),
    bad: sentence(fill(step.bad)),
    fix: sentence(fill(step.fix)),
    ...(link === undefined ? {} : { link }),
    ...(isUnverified(step) ? { unverified: true as const } : {}),
  };
}

function filledCommands(commands: Commands, fill: Fill): Commands {
  return { bash: fill(commands.bash), powershell: fill(commands.powershell), cmd: fill(commands.cmd) };
}

/** Only what a provider or tool adds names menus, pages and settings that can be wrong or out of date. */
function isUnverified(step: Step | AddedStep): boolean {
  return 'for' in step && step.unverified === true;
}

/** A dashboard may be described in words where no address is known: then there is nothing to link. */
function linkOf(text: string): string | undefined {
  return /https:\/\/[^\s)]+/.exec(text)?.[0];
}

/** Variables such as "your provider" may stand first. */
function sentence(text: string): string {
  return /^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
