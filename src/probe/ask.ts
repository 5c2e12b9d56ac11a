import type { AnswerRow, ProbeDefaults } from '#knowledge/types.ts';
import { fill } from '#probe/key/sentences.ts';
import type { SecretKey } from '#secret-key.ts';
import type { Calibrate } from './calibrate.ts';
import { judge, judgeFailure, leadsNowhere } from './judge.ts';
import { judgePassedOn } from './judge-passed-on.ts';
import { hasModel } from './models.ts';
import { planAsk, withMendedVersion, withOtherHeader } from './plan.ts';
import { type Answer, readAnswer } from './read-answer.ts';
import type { Ask, Judgement, ProbeOutcome, ProbeReply, Send, Target } from './types.ts';

/** What asking a provider needs. */
export interface AskOptions {
  readonly send: Send;
  readonly calibrate: Calibrate;
  readonly defaults: ProbeDefaults;
  readonly agent: string;
}

/** One reply with what it says. */
interface Step {
  readonly ask: Ask;
  readonly reply: ProbeReply;
  readonly answer: Answer | null;
  readonly judgement: Judgement;
}

/**
 * Asks a provider about a key: one request, and at most two more to the same host where the first leaves the cause open
 * (another header, `/v1` put right, the provider's second request, the list of models).
 */
export async function askAboutKey(
  target: Target,
  key: SecretKey,
  model: string | undefined,
  options: AskOptions,
): Promise<ProbeOutcome> {
  const inquiry = new Inquiry(target, key, options);
  const decisive = await inquiry.run();
  const modelAvailable = await inquiry.findModel(decisive, model);
  return inquiry.outcome(decisive, modelAvailable);
}

class Inquiry {
  readonly #target: Target;
  readonly #key: SecretKey;
  readonly #options: AskOptions;
  #requests = 0;
  #calibrations = 0;

  constructor(target: Target, key: SecretKey, options: AskOptions) {
    this.#target = target;
    this.#key = key;
    this.#options = options;
  }

  async run(): Promise<Step> {
    const first = planAsk(this.#target.probe.request, this.#target, this.#options.agent);
    return this.#askFurther(await this.#ask(first));
  }

  /** Where everybody may be let in, a made-up key goes first; where it is let in, the real one is not shown for nothing. */
  async #ask(ask: Ask): Promise<Step> {
    const { probe, rows, secondRows } = this.#target;
    if (!probe.list_is_public) return this.#step(ask, rows);
    const { result, asked } = await this.#options.calibrate(ask, this.#target, this.#key);
    this.#calibrations += asked ? 1 : 0;
    if (result === 'keyed') return this.#step(ask, rows);
    const nothingLearnt: Judgement = { ...NOTHING, note: this.#options.defaults.public.note };
    if (result === 'public') {
      const second = this.#second('public');
      if (second !== null) return this.#step(second, secondRows);
      return { ask, reply: NO_REPLY, answer: null, judgement: nothingLearnt };
    }
    const step = await this.#step(ask, rows);
    return step.judgement.says === 'works' ? { ...step, judgement: nothingLearnt } : step;
  }

  async #askFurther(step: Step): Promise<Step> {
    const { answer, judgement } = step;
    if (answer === null) return step;
    if (this.#target.own && (answer.form === 'html' || answer.status === 404)) return this.#withMendedVersion(step);
    if (judgement.askNext === 'other_header') return this.#withOtherHeader(step);
    return judgement.askNext === 'second' ? this.#withSecond(step) : step;
  }

  async #withSecond(step: Step): Promise<Step> {
    const second = this.#second('refused');
    if (second === null) return step;
    const { secondRows } = this.#target;
    const further = await this.#step(second, secondRows);
    // The second request may be closed or unknown at this site; then the first answer stands.
    return secondRows.some(({ id }) => id === further.judgement.row) ? further : step;
  }

  async #withMendedVersion(step: Step): Promise<Step> {
    const mended = withMendedVersion(this.#target);
    if (mended === null) return step;
    const further = await this.#ask(planAsk(mended.probe.request, mended, this.#options.agent));
    if (!isAlive(further.judgement)) return further.judgement.says === 'rejected' ? further : step;
    const { kind, note } = this.#options.defaults.mended_endpoint;
    const expected = mended.base.href.replace(/\/$/, '');
    return { ...further, judgement: { ...further.judgement, kind, note: fill(note, { expected }) } };
  }

  async #withOtherHeader(step: Step): Promise<Step> {
    const other = withOtherHeader(step.ask);
    if (other === null || other.key.in !== 'header') return step;
    const further = await this.#ask(other);
    if (!isAlive(further.judgement)) return step;
    const { kind, note } = this.#options.defaults.mended_header;
    const expected = `${other.key.name}: ${other.key.scheme === null ? '' : `${other.key.scheme} `}YOUR_KEY`;
    return { ...further, judgement: { ...further.judgement, kind, note: fill(note, { expected }) } };
  }

  #second(where: 'public' | 'refused'): Ask | null {
    const { second, second_for: uses } = this.#target.probe;
    return second === undefined || !uses.includes(where) ? null : planAsk(second, this.#target, this.#options.agent);
  }

  async #step(ask: Ask, rows: readonly AnswerRow[]): Promise<Step> {
    this.#requests += 1;
    const reply = await this.#options.send(ask, this.#key);
    if (reply.type === 'failed')
      return { ask, reply, answer: null, judgement: judgeFailure(reply, this.#options.defaults) };
    const answer = readAnswer(reply);
    const judgement = judge(answer, rows, this.#options.defaults);
    const passedOn = { answer, echo: reply.echo, host: ask.url.host };
    return { ask, reply, answer, judgement: judgePassedOn(judgement, passedOn, this.#target, this.#options.defaults) };
  }

  async findModel(decisive: Step, model: string | undefined): Promise<boolean | null> {
    const { models } = this.#target.probe;
    if (model === undefined || models === undefined || !isAlive(decisive.judgement)) return null;
    if (models.request === undefined) return decisive.answer === null ? null : hasModel(decisive.answer, models, model);
    const { answer } = await this.#step(planAsk(models.request, this.#target, this.#options.agent), []);
    return answer === null ? null : hasModel(answer, models, model);
  }

  outcome({ ask, reply, judgement }: Step, modelAvailable: boolean | null): ProbeOutcome {
    const { model_missing: missing } = this.#options.defaults;
    const lacksModel = modelAvailable === false && judgement.says === 'works';
    return {
      ...judgement,
      ...(lacksModel ? { says: 'limited' as const, kind: missing.kind, note: missing.note } : {}),
      host: ask.url.host,
      status: reply.type === 'answer' ? reply.status : null,
      // The time of a look-up would tell an internal name from an unknown one.
      latencyMs: reply.type === 'failed' && leadsNowhere(reply.stage) ? 0 : reply.latencyMs,
      requestId: reply.type === 'answer' ? reply.requestId : null,
      modelAvailable,
      requests: this.#requests,
      calibrations: this.#calibrations,
    };
  }
}

const NOTHING: Judgement = { says: 'undecided', kind: null, note: '', row: null, credits: null, askNext: null };
const NO_REPLY: ProbeReply = { type: 'failed', stage: 'protocol', latencyMs: 0 };

function isAlive({ says }: Judgement): boolean {
  return says === 'works' || says === 'limited';
}
