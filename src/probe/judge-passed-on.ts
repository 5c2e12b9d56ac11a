import type { ProbeDefaults } from '#knowledge/types.ts';
import { fill } from '#probe/key/sentences.ts';
import type { Echo } from './echo.ts';
import { judge } from './judge.ts';
import type { Answer } from './read-answer.ts';
import type { Judgement, Target, Upstream } from './types.ts';

/** An answer with what else is known about it. */
interface PassedOn {
  readonly answer: Answer;
  readonly echo: Echo;
  /** Who was asked. */
  readonly host: string;
}

/**
 * Whose key does a gateway's answer refuse, where it passes on another provider's refusal? Pure. The shortened key in it
 * decides: the end of this key makes it a rejection, the end of another one shows that the gateway's own key was refused.
 * Without one nothing is known, unless the operator has declared that the host sends every key on.
 *
 * @param judgement what the host's own rows and the rows for every provider say; it stands unless only the latter fitted
 */
export function judgePassedOn(
  judgement: Judgement,
  { answer, echo, host }: PassedOn,
  { upstreams, rows, secondRows, passesOn }: Target,
  defaults: ProbeDefaults,
): Judgement {
  const own = [...rows, ...secondRows].some(({ id }) => id === judgement.row);
  if (own || judgement.says !== 'undecided') return judgement;
  const rejecting = upstreams.map((upstream) => ({ upstream, said: judge(answer, upstream.rows, defaults) }));
  const fitting = rejecting.filter(({ said }) => said.says === 'rejected');
  const first = fitting.find(({ upstream }) => isNamedIn(answer.text, upstream)) ?? fitting[0];
  if (first === undefined) return judgement;
  const { upstream, said } = first;
  const known = upstream.named || isNamedIn(answer.text, upstream);
  const values = { host, provider: known ? upstream.name : 'its provider' };
  const { this_key: thisKey, other_key: otherKey, no_echo: noEcho } = defaults.upstream;
  if (echo === 'other') return { ...judgement, kind: otherKey.kind, note: fill(otherKey.note, values) };
  if (echo === 'this' || passesOn) {
    const note = echo === 'this' ? fill(thisKey.note, values) : said.note;
    return { ...said, note };
  }
  return { ...judgement, kind: noEcho.kind, note: fill(noEcho.note, values) };
}

/** Providers name themselves in their refusals by an address of their own. */
function isNamedIn(text: string, { name, hosts }: Upstream): boolean {
  return hosts.some((host) => text.includes(host.toLowerCase())) || text.includes(name.toLowerCase());
}
