import { makeChecklist } from '#diagnosis/checklist.ts';
import { bareKey } from '#diagnosis/text/mask.ts';
import type { ChecklistStep } from '#diagnosis/types.ts';
import type { Knowledge, ProbeDefaults } from '#knowledge/types.ts';
import type {
  Admission,
  AuditSink,
  KeyFinding,
  Look,
  ProbeOutcome,
  Prober,
  Refusal,
  Says,
  Target,
  Wish,
} from '#probe/types.ts';
import { SecretKey } from '#secret-key.ts';
import { type Refinable, type Refining, refine } from '#support/answer/refine.ts';
import { askHouses } from './ask-houses.ts';

/** What a person wants checked. */
export interface KeyCheckRequest {
  readonly key: SecretKey;
  readonly wish: Wish;
  /** Who asks, for the record. */
  readonly person: string;
  /** The diagnosis that the check continues, or null. */
  readonly before: Refinable | null;
}

/** What the use case works with. */
export interface KeyCheckParts {
  readonly prober: Prober;
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
  readonly audit: AuditSink;
  readonly now: () => Date;
  /** The operator's SECRET_KEY; null leaves fingerprints out. */
  readonly secret: string | null;
  /** Asks the person a yes-or-no question; null where nobody can be asked, which counts as no. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
  /** Was a key with this fingerprint seen in public? Such a key is never sent. */
  readonly wasSeenInPublic?: (fingerprint: string) => Promise<boolean>;
  /** May these hosts be asked now? Left out where nobody counts. `again`: for a further house within the same check. */
  readonly admit?: (hosts: readonly string[], again: boolean) => Promise<Admission>;
  /** The keys of a text as the masker finds them, each in one piece. */
  readonly keysIn?: (text: string) => readonly string[];
}

/** The stable object of `--json`; docs/key-check.md documents it. */
export interface ProbeVerdict {
  readonly verdict: Says;
  readonly kind: string | null;
  readonly provider: string | null;
  readonly host: string | null;
  readonly http_status: number | null;
  readonly latency_ms: number | null;
  readonly request_id: string | null;
  readonly model_available?: boolean;
  readonly credits?: 'available' | 'used_up' | 'not_tested';
  readonly findings: readonly Pick<KeyFinding, 'id' | 'says'>[];
  readonly next: readonly ChecklistStep[];
}

/** A check with what was learnt from it. */
export interface KeyCheck {
  readonly verdict: ProbeVerdict;
  /** A sentence of our own about the answer; empty where there is nothing to add. */
  readonly note: string;
  /** Why nothing was sent; null where something was. */
  readonly refusal: Refusal | null;
  /** The name of who was asked: the provider, or a host of which nobody knows whose it is; null where nobody could be. */
  readonly asked: string | null;
  /** What the check says about the failure itself: it refines a diagnosis. */
  readonly learnt: Refining;
  /** The diagnosis as it stands now. */
  readonly diagnosis: Refinable;
}

const ADMITTED: Admission = { ok: true, leave: () => undefined };

/** Something is known about the key: by asking, or by looking alone. */
interface Learnt {
  readonly look: Look;
  readonly target: Target | null;
  readonly outcome: ProbeOutcome | null;
  readonly refusal: Refusal | null;
  readonly probeOf: string | null;
}

/**
 * Checks one key: looks at it, asks its provider where that is allowed, says what is known and what to do next. Only the
 * chosen host sees the key; another one only after the person agrees. Every check leaves an audit row.
 *
 * Never throws for anything that a key, a person or a provider can cause.
 */
export async function checkKey(asked: KeyCheckRequest, parts: KeyCheckParts): Promise<KeyCheck> {
  const request = { ...asked, wish: parts.prober.named(asked.wish) };
  const cleaned = parts.prober.look(request.key, request.wish).key ?? request.key;
  const fingerprint = parts.secret === null ? null : cleaned.fingerprint(parts.secret);
  const exposed = await wasExposed([request.key, cleaned], parts);
  const learnt = exposed ? seenInPublic(parts) : await learn(request, parts);
  const check = conclude(learnt, request, parts);
  const { verdict } = check;
  await parts.audit.record({
    at: parts.now().toISOString(),
    person: request.person,
    provider: verdict.provider,
    host: verdict.host,
    verdict: check.refusal === null ? verdict.verdict : 'refused',
    kind: verdict.kind,
    http_status: verdict.http_status,
    fingerprint,
  });
  return check;
}

/** Was this key seen in public, in whatever way it was written there and is entered here? */
async function wasExposed(entered: readonly SecretKey[], parts: KeyCheckParts): Promise<boolean> {
  const { secret, wasSeenInPublic, keysIn } = parts;
  if (secret === null || wasSeenInPublic === undefined) return false;
  const texts = entered.map((key) => key.reveal());
  const keys = new Set(texts.flatMap((text) => [text, bareKey(text), ...(keysIn?.(text) ?? [])]));
  for (const key of keys) if (await wasSeenInPublic(new SecretKey(key).fingerprint(secret))) return true;
  return false;
}

async function learn(request: KeyCheckRequest, parts: KeyCheckParts): Promise<Learnt> {
  const { prober } = parts;
  const look = prober.look(request.key, request.wish);
  if (look.key === null) {
    const elsewhere = await otherProvider(look, request, parts);
    return elsewhere === null
      ? { look, target: null, outcome: null, refusal: null, probeOf: null }
      : learn({ ...request, wish: elsewhere }, parts);
  }
  const choice = prober.choose(request.wish, look);
  if (!choice.ok)
    return { look, target: null, outcome: null, refusal: choice.refusal, probeOf: request.wish.provider ?? look.owner };
  const { target } = choice;
  const admission = (await parts.admit?.(prober.hostsOf(target), false)) ?? ADMITTED;
  if (!admission.ok) return { look, target, outcome: null, refusal: admission.refusal, probeOf: null };
  try {
    const outcome = await askHouses(target, look.key, request.wish, parts);
    return { look, target, outcome, refusal: null, probeOf: null };
  } catch {
    // What was thrown may hold the request, so it is neither kept nor shown.
    const refusal = { id: 'crashed', says: parts.defaults.refusals['crashed'] ?? 'crashed' };
    return { look, target, outcome: null, refusal, probeOf: null };
  } finally {
    admission.leave();
  }
}

/** The key belongs to another provider than the one named: that one is asked only if the person wants it. */
async function otherProvider(look: Look, { wish }: KeyCheckRequest, parts: KeyCheckParts): Promise<Wish | null> {
  const owner = look.owner === null ? undefined : parts.knowledge.providers.get(look.owner);
  const elsewhere = look.findings.some(({ id }) => id === 'other-provider');
  if (owner === undefined || !elsewhere || parts.confirm === null) return null;
  const agreed = await parts.confirm(`This looks like a key of ${owner.name}. Ask ${owner.name} about it instead?`);
  return agreed ? { provider: owner.id, ...(wish.model === undefined ? {} : { model: wish.model }) } : null;
}

function seenInPublic({ defaults }: KeyCheckParts): Learnt {
  const entry = defaults.findings['seen-in-public'];
  const finding = { id: 'seen-in-public', says: entry?.says ?? '', kind: entry?.kind ?? null };
  const look: Look = { findings: [finding], key: null, mended: false, owner: null };
  return { look, target: null, outcome: null, refusal: null, probeOf: null };
}

function conclude(learnt: Learnt, request: KeyCheckRequest, parts: KeyCheckParts): KeyCheck {
  const { look, target, outcome } = learnt;
  const provider = target?.provider ?? request.wish.provider ?? look.owner;
  const { says, kind, status, note } = outcome === null ? unasked(look) : said(outcome, look);
  const refining = { verdict: says, kind, provider: askedOf(target, provider) };
  const diagnosis = refine(request.before, refining, parts.defaults.refine);
  const findings = [...look.findings, ...(learnt.refusal === null ? [] : [learnt.refusal])];
  const verdict: ProbeVerdict = {
    verdict: says,
    kind,
    provider,
    ...measured(outcome),
    findings: findings.map(({ id, says: sentence }) => ({ id, says: sentence })),
    next: nextSteps(learnt, { says, status, diagnosis }, parts),
  };
  return {
    verdict,
    note,
    refusal: learnt.refusal ?? refusedByLook(look),
    asked: askedName(learnt, provider, parts),
    learnt: refining,
    diagnosis,
  };
}

/** Who was asked, for the diagnosis: an id where it is known whose host that is, else the host itself. */
function askedOf(target: Target | null, provider: string | null): string | null {
  return target === null || target.atHome ? provider : target.base.hostname;
}

/** The same as people call it. */
function askedName({ target }: Learnt, provider: string | null, { knowledge }: KeyCheckParts): string | null {
  if (target !== null && !target.atHome) return target.base.host;
  return knowledge.providers.get(provider ?? '')?.name ?? null;
}

type Said = Pick<ProbeOutcome, 'says' | 'kind' | 'status' | 'note'>;

function unasked(look: Look): Said {
  return { says: 'undecided', kind: kindFound(look), status: null, note: '' };
}

/** What the provider said comes first; where it says no kind, what was wrong with how the key was entered. */
function said({ says, kind, status, note }: ProbeOutcome, look: Look): Said {
  return { says, kind: kind ?? (says === 'rejected' ? null : kindFound(look)), status, note };
}

function kindFound(look: Look): string | null {
  return look.findings.find(({ kind }) => kind !== null)?.kind ?? null;
}

type Measured = Omit<ProbeVerdict, 'verdict' | 'kind' | 'provider' | 'findings' | 'next'>;

function measured(outcome: ProbeOutcome | null): Measured {
  if (outcome === null) return { host: null, http_status: null, latency_ms: null, request_id: null };
  const { host, status, latencyMs, requestId, modelAvailable, says, credits } = outcome;
  const alive = says === 'works' || says === 'limited';
  return {
    host,
    http_status: status,
    latency_ms: latencyMs,
    request_id: requestId,
    ...(modelAvailable === null ? {} : { model_available: modelAvailable }),
    ...(alive ? { credits: credits ?? 'not_tested' } : {}),
  };
}

function refusedByLook(look: Look): Refusal | null {
  const reason = look.key === null ? look.findings.at(-1) : undefined;
  return reason === undefined ? null : { id: reason.id, says: reason.says };
}

interface Known {
  readonly says: Says;
  readonly status: number | null;
  readonly diagnosis: Refinable;
}

function nextSteps(learnt: Learnt, { says, status, diagnosis }: Known, parts: KeyCheckParts): readonly ChecklistStep[] {
  const { knowledge, defaults } = parts;
  // The refusal says what to use instead; no step can bring the provider back.
  if (learnt.refusal?.id.startsWith('ended') === true) return [];
  const instead = insteadOfAsking(learnt, knowledge);
  if (instead !== null) return [instead];
  const mended = learnt.look.mended && learnt.look.key !== null ? defaults.next.mended : [];
  const checklist = makeChecklist({ ...diagnosis, status, facts: [] }, knowledge);
  const steps = checklist?.steps ?? (says === 'works' ? defaults.next.works : defaults.next.undecided);
  return [...mended, ...steps];
}

/** Where a provider cannot be asked with a key alone, the commands to run instead. */
function insteadOfAsking({ probeOf }: Learnt, knowledge: Knowledge): ChecklistStep | null {
  const provider = knowledge.providers.get(probeOf ?? '');
  if (provider?.probe === undefined || !('not_probeable' in provider.probe)) return null;
  const { why, instead, note } = provider.probe.not_probeable;
  return {
    id: 'run-instead',
    goal: `Check the credentials of ${provider.name} on your own machine`,
    check: why,
    commands: instead,
    good: 'It answers without an error.',
    bad: 'It names an error.',
    fix: note ?? 'Paste the error here, secrets masked.',
  };
}
