import type { AnswerRow, Knowledge, ProbeDefaults } from '#knowledge/types.ts';
import { makeUpKey } from '#probe/key/made-up.ts';
import { type Allowed, checkUrl } from './address.ts';
import { atHouse, choose } from './choose.ts';
import { judge } from './judge.ts';
import { planAsk } from './plan.ts';
import { readAnswer } from './read-answer.ts';
import type { Failed, ProbeReply, Send, Target } from './types.ts';

/**
 * What a provider answers to a key that nobody has, held against its file. `as-described`: an own row fits. `accepts`: it
 * takes the key, so the request proves nothing. `moved`: it redirects. `changed`: no row of its file fits. `unreachable`: it gave no
 * answer that says anything. `skipped`: it cannot be asked without an address or a login of a customer.
 */
export type Finding =
  | { readonly type: 'as-described'; readonly row: string; readonly says: AnswerRow['says'] }
  | { readonly type: 'accepts' | 'moved' | 'changed'; readonly status: number; readonly excerpt: string }
  | { readonly type: 'unreachable'; readonly why: Failed['stage'] | 'busy' }
  | { readonly type: 'skipped'; readonly why: string };

/** One request of one provider with what came of it. */
export interface Verified {
  readonly provider: string;
  /** The house, where there are several; else the provider's name. */
  readonly name: string;
  readonly host: string;
  readonly request: 'first' | 'second';
  readonly finding: Finding;
}

/** What verifying needs. */
export interface VerifyOptions {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
  readonly allowed: Allowed;
  readonly send: Send;
  readonly agent: string;
}

const EXCERPT = 160;
const BUSY = new Set([429, 500, 502, 503, 504, 529]);

/** Asks a provider, in each of its houses, with a made-up key, and compares the answers with its file. */
export async function verifyProvider(id: string, options: VerifyOptions): Promise<readonly Verified[]> {
  const { knowledge, defaults, allowed } = options;
  const provider = knowledge.providers.get(id);
  const nothing = { findings: [], key: null, mended: false, owner: null };
  const context = { knowledge, defaults, allowed, passThrough: new Set<string>() };
  const choice = choose({ provider: id }, nothing, context);
  const name = provider?.name ?? id;
  if (!choice.ok || provider === undefined) {
    const why = choice.ok ? '' : choice.refusal.says;
    return [{ provider: id, name, host: '', request: 'first', finding: { type: 'skipped', why } }];
  }
  const verified: Verified[] = [];
  for (const house of housesOf(choice.target, name))
    for (const request of ['first', 'second'] as const) {
      const finding = await findingOf(house.target, request, provider, options);
      if (finding !== null)
        verified.push({ provider: id, name: house.name, host: house.target.base.host, request, finding });
    }
  return verified;
}

function housesOf(target: Target, name: string): readonly { readonly name: string; readonly target: Target }[] {
  const others = target.probe.twins.flatMap((twin) =>
    twin.base_url === undefined || new URL(twin.base_url).host === target.base.host
      ? []
      : [{ name: twin.name, target: atHouse(target, new URL(twin.base_url)) }],
  );
  return [{ name, target }, ...others];
}

async function findingOf(
  target: Target,
  which: 'first' | 'second',
  provider: Parameters<typeof makeUpKey>[0],
  { send, defaults, agent, allowed }: VerifyOptions,
): Promise<Finding | null> {
  const request = which === 'first' ? target.probe.request : target.probe.second;
  if (request === undefined) return null;
  const ask = planAsk(request, target, agent);
  if (!checkUrl(ask.url.origin, allowed).ok) return { type: 'unreachable', why: 'private-address' };
  const reply = await send(ask, makeUpKey(provider));
  const isPublic = which === 'first' && target.probe.list_is_public;
  return compared(reply, which === 'first' ? target.rows : target.secondRows, isPublic, defaults);
}

function compared(reply: ProbeReply, rows: readonly AnswerRow[], isPublic: boolean, defaults: ProbeDefaults): Finding {
  if (reply.type === 'failed') return { type: 'unreachable', why: reply.stage };
  const { says, row } = judge(readAnswer(reply), rows, defaults);
  const shown = { status: reply.status, excerpt: excerptOf(reply.text) };
  const own = row !== null && rows.some(({ id }) => id === row);
  const alive = says === 'works' || says === 'limited';
  if (own && (!alive || isPublic)) return { type: 'as-described', row, says };
  if (own || alive) return { type: 'accepts', ...shown };
  if (reply.status >= 300 && reply.status < 400) return { type: 'moved', ...shown };
  return BUSY.has(reply.status) ? { type: 'unreachable', why: 'busy' } : { type: 'changed', ...shown };
}

/** The start of an answer, on one line and without anything that a terminal obeys. */
function excerptOf(text: string): string {
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT)}…` : line;
}
