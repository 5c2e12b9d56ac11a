import { messageKey } from '#chat/message-key.ts';
import type { Actor, ButtonTurn, CommandTurn, FormTurn } from '#chat/port.ts';
import { keysIn } from '#diagnosis/text/mask.ts';
import type { Wish } from '#probe/types.ts';
import type { SecretKey } from '#secret-key.ts';
import type { Case, KeptCheck, Role, Transaction } from '#store/types.ts';
import { diagnosePolitely } from '#support/answer/diagnose-politely.ts';
import { openCaseFor, privatePlace } from '#support/answer/open-answer.ts';
import { refine } from '#support/answer/refine.ts';
import { type Bot, chatOf, staffOf } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { sayOnCard } from '#support/desk/card.ts';
import { directTo, personOf, samePerson } from '#support/people.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import { markKeys } from '#support/turns/manners.ts';
import { checkNote, keyCheckActions, keyCheckReply } from '#support/views/key-check.ts';
import { ANOTHER, checking, GUESS, keyForm, keyInvitation, keyQuestion, NAMED } from '#support/views/key-form.ts';
import { exposedReply } from '#support/views/leak.ts';
import { directClosed, lookInDirect, tryAgainLater } from '#support/views/notes.ts';
import { checkKey, type KeyCheck } from './check-key.ts';
import { leakedIn, rememberExposed, rememberTyped } from './guard-leak.ts';
import { type Asker, askerOf } from './limits.ts';
import { watchChecks } from './watch-checks.ts';

/** How long a person may think about a question while the key waits in memory, in milliseconds. */
const QUESTION_MS = 120_000;
/** How long a case counts as the one a person is working on, in milliseconds. */
const SAME_MATTER_MS = 3_600_000;
/** A text this long behind the command can be a key even where it has no known form. */
const LOOKS_LIKE_KEY = /\S{16,}/;

/**
 * `/keycheck`: in the direct messages it opens the form, in a channel it invites there. A key behind the command is never
 * used: it stands in the history now.
 */
export async function keyCommand(turn: CommandTurn, bot: Bot): Promise<void> {
  const typed = turn.text.trim();
  const diagnosis = await diagnosePolitely(typed, bot.catalogue());
  const { knowledge } = bot.catalogue();
  if (diagnosis.secrets.length > 0 || LOOKS_LIKE_KEY.test(typed)) {
    await turn.whisper(exposedReply(diagnosis.secrets.length > 0 ? leakedIn(diagnosis) : [null], knowledge));
    await bot.store.write(async (trx) => {
      await rememberExposed(typed, diagnosis, bot, trx);
      await rememberTyped(typed, bot, trx);
    });
    return;
  }
  const { provider = '' } = bot.prober.named({ provider: typed });
  await inviteOrOpen(turn, { caseId: 0, provider: knowledge.providers.has(provider) ? provider : null }, bot);
}

/** *Check my key privately*: the same for a case. */
export async function keyButton(turn: ButtonTurn, it: Case | null, bot: Bot): Promise<void> {
  await inviteOrOpen(turn, { caseId: it?.id ?? 0, provider: it?.diagnosis.provider ?? null }, bot);
}

async function inviteOrOpen(
  turn: ButtonTurn | CommandTurn,
  about: { readonly caseId: number; readonly provider: string | null },
  bot: Bot,
): Promise<void> {
  if (turn.place.direct) {
    const offer = {
      provider: about.provider,
      knowledge: bot.catalogue().knowledge,
      first: bot.defaults().offered_first,
    };
    await turn.openForm(keyForm(about.caseId, offer));
    return;
  }
  await turn.ack();
  if (!(await bot.store.write((trx) => trx.firstSeen(turn.id)))) return;
  // Nothing is lost where this is: the person is told, and presses again.
  const sent = await chatOf(bot, turn.actor.chat).post(directTo(turn.actor), keyInvitation(about.caseId), {
    key: messageKey(),
    again: false,
    since: bot.clock(),
  });
  await turn.whisper(sent.type === 'delivered' ? lookInDirect : sent.type === 'later' ? tryAgainLater : directClosed);
}

/** The form with the key was sent: "checking" at once, then the result in its place, in the direct messages. */
export async function keyFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const key = turn.secrets['key'];
  if (key === undefined) return;
  const begun = await begin(turn, bot);
  if (begun === null) return;
  bot.wake();
  const check = await run(key, wishOf(turn), { begun, actor: turn.actor, bot });
  await conclude(check, key, begun, bot);
  if (check.refusal === null) await watch(check, begun, turn.actor, bot);
  bot.wake();
}

interface Begun {
  readonly it: Case;
  /** The message that shows this check. */
  readonly role: Role;
}

/** A check continues the case that it was begun from, or opens one, so that its result can be walked and handed over. */
async function begin(turn: FormTurn, bot: Bot): Promise<Begun | null> {
  const { actor } = turn;
  const wanted = caseIdOf(turn);
  const diagnosis = await diagnosePolitely('', bot.catalogue());
  return bot.store.write(async (trx) => {
    if (!(await trx.firstSeen(turn.id))) return null;
    const known = wanted === 0 ? await currentCase(actor, bot, trx) : await trx.case(wanted);
    const mine = known !== null && samePerson(known.person, actor);
    const it = mine
      ? known
      : await openCaseFor({ actor, place: privatePlace(actor), diagnosis, message: null }, { bot, trx });
    const role = `check:${bot.clock()}` as const;
    await happen(it, { type: 'check_begun', by: personOf(actor), data: { role } }, { bot, trx });
    await trx.mark(`check:${it.id}:${role}`, Number.POSITIVE_INFINITY);
    await trx.send({ type: 'post', caseId: it.id, role, to: directTo(actor), reply: checking });
    return { it, role };
  });
}

/** A check without a case belongs to the case the person is working on. */
async function currentCase(actor: Actor, bot: Bot, trx: Transaction): Promise<Case | null> {
  const [newest] = await trx.casesOf(actor, ['open']);
  return newest !== undefined && bot.clock() - newest.updatedAt < SAME_MATTER_MS ? newest : null;
}

function wishOf({ values }: FormTurn): Wish {
  // A name that was typed says more than the list, which always has something chosen.
  const typed = values[NAMED]?.trim() ?? '';
  const chosen = values['provider'] ?? GUESS;
  const provider = typed !== '' ? typed : chosen === ANOTHER ? GUESS : chosen;
  const baseUrl = values['base-url']?.trim() ?? '';
  const model = values['model']?.trim() ?? '';
  return {
    ...(provider === GUESS ? {} : { provider }),
    ...(baseUrl === '' ? {} : { baseUrl }),
    ...(model === '' ? {} : { model }),
  };
}

function run(
  key: SecretKey,
  wish: Wish,
  { begun, actor, bot }: { readonly begun: Begun; readonly actor: Actor; readonly bot: Bot },
): Promise<KeyCheck> {
  const { diagnosis } = begun.it;
  const asker = askerFor(begun, actor, bot);
  return checkKey(
    { key, wish, person: `${actor.chat}:${actor.tenant}:${actor.id}`, before: diagnosis },
    {
      prober: bot.prober,
      knowledge: bot.catalogue().knowledge,
      defaults: bot.defaults(),
      audit: bot.audit ?? { record: (row) => bot.store.write((trx) => trx.audit({ ...row })) },
      now: () => new Date(bot.clock()),
      secret: bot.secret,
      admit: (hosts, again) => bot.admit(asker, hosts, again),
      confirm: (question) => confirmInDirect(question, actor, begun, bot),
      keysIn: (text) => keysIn(text, bot.catalogue().secrets),
      wasSeenInPublic: (fingerprint) => bot.store.write((trx) => trx.marked(markKeys.seenInPublic(fingerprint))),
    },
  );
}

function askerFor({ it }: Begun, actor: Actor, bot: Bot): Asker {
  return askerOf(actor, it.place, chatOf(bot, actor.chat).accountMadeAt?.(actor.id) ?? null);
}

/** The key may go to another host only if the person says so; it waits in memory meanwhile, and no answer is a no. */
async function confirmInDirect(question: string, actor: Actor, { it, role }: Begun, bot: Bot): Promise<boolean> {
  const id = `${it.id}-${role.replaceAll(/\D/g, '')}`;
  await bot.store.write((trx) => trx.send({ type: 'edit', caseId: it.id, role, reply: keyQuestion(question, id) }));
  bot.wake();
  return (await bot.questions.ask(`${actor.chat}:${actor.tenant}:${actor.id}:${id}`, QUESTION_MS)) === 'yes';
}

/** *Yes* or *No* to such a question; false where nobody waits any more. */
export function answerQuestion(actor: Actor, question: string, value: string, bot: Bot): boolean {
  return bot.questions.answer(`${actor.chat}:${actor.tenant}:${actor.id}:${question}`, value);
}

async function watch({ verdict }: KeyCheck, begun: Begun, actor: Actor, bot: Bot): Promise<void> {
  const about = { rejected: verdict.verdict === 'rejected', chat: actor.chat, tenant: actor.tenant };
  await bot.store.write((trx) => watchChecks(askerFor(begun, actor, bot), about, bot, trx));
}

async function conclude(check: KeyCheck, key: SecretKey, { it, role }: Begun, bot: Bot): Promise<void> {
  const { verdict } = check;
  bot.meter.keyChecked(check.refusal === null ? verdict.verdict : 'refused', verdict.latency_ms);
  const { knowledge } = bot.catalogue();
  await bot.store.write(async (trx) => {
    const now = await trx.case(it.id);
    if (now === null) return;
    const kept = keptCheck(check, key, bot);
    const event = { type: 'checked', by: now.person, data: { verdict: kept.verdict, kind: kept.kind } } as const;
    const diagnosis = { ...now.diagnosis, ...refine(now.diagnosis, check.learnt, bot.defaults().refine) };
    const changed = await happen(now, { ...event, check: kept, diagnosis }, { bot, trx });
    if (changed === null) return;
    await trx.unmark(`check:${it.id}:${role}`);
    const buttons = keyCheckActions(changed, knowledge, staffOf(bot, changed.person) !== null);
    const reply = { ...keyCheckReply(check, knowledge, bot.defaults()), buttons };
    await trx.send({ type: 'edit', caseId: it.id, role, reply });
    if (changed.owner !== 'human') return;
    await sayOnCard(changed, `told:${role}`, checkNote(changed, kept, bot.desk.hours.timeZone), { bot, trx });
  });
  bot.log('info', 'a key was checked', { case: it.id, verdict: verdict.verdict });
}

function keptCheck({ verdict }: KeyCheck, key: SecretKey, { secret, clock }: Bot): KeptCheck {
  return {
    verdict: verdict.verdict,
    kind: verdict.kind,
    provider: verdict.provider,
    host: verdict.host,
    status: verdict.http_status,
    fingerprint: secret === null ? null : key.fingerprint(secret),
    at: clock(),
  };
}
