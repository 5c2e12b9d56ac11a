import fc from 'fast-check';
import { expect, test } from 'vitest';
import { render as terminal } from '#chat/console/render.ts';
import { render as discord, renderForm as discordForm } from '#chat/discord/render.ts';
import type { Form, Reply } from '#chat/port.ts';
import { renderHome, render as slack, renderForm as slackForm } from '#chat/slack/render.ts';
import { makeChecklist } from '#diagnosis/checklist.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { drawPng } from '#ops/draw.ts';
import type { Case, CaseEvent, PersonRef, Statistics } from '#store/types.ts';
import { answerReply } from '#support/views/answer.ts';
import { askedForCheck, didNote } from '#support/views/desk/ask-person.ts';
import { cardReply } from '#support/views/desk/card.ts';
import { caseListReply, draftListReply } from '#support/views/desk/case-list.ts';
import { chartInWords, chartSvg } from '#support/views/desk/chart-svg.ts';
import { correctForm, handOverForm, resolveForm } from '#support/views/desk/desk-forms.ts';
import {
  passedOn,
  personSaid,
  relayed,
  sentToPerson,
  undeliveredNote,
  unreadReplies,
} from '#support/views/desk/relay.ts';
import { claimedNote, nudgeReply, reopenedNote, resolvedNote } from '#support/views/desk/staff-notes.ts';
import { statisticsReply } from '#support/views/desk/statistics.ts';
import { diagnosisReply } from '#support/views/diagnosis.ts';
import { handedOverReply, handoffForm } from '#support/views/handoff.ts';
import { homeReply } from '#support/views/home.ts';
import { notYours, unknownCommand } from '#support/views/notes.ts';
import { standReply } from '#support/views/stand.ts';
import { realCatalogue } from '#test/catalogue.ts';
import type { Json } from '#test/fakes/discord-server/state.ts';
import { validateModal } from '#test/fakes/discord-server/validate.ts';
import { checkView } from '#test/fakes/slack/validate-blocks.ts';
import { checkDiscord, checkSlack, checkTerminal } from './alive.ts';
import { hostileText, longText, RUN } from './hostile.ts';

const catalogue = realCatalogue();
const { knowledge } = catalogue;
const HERE = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: null, direct: false };
const AT = 1_795_000_000_000;
/** Each run draws two dozen views three times. */
const FEWER = { ...RUN, numRuns: Math.ceil(RUN.numRuns / 5) };

/** A case of somebody who calls themselves what they like, about what they pasted. */
interface Hostile {
  readonly it: Case;
  readonly events: readonly [CaseEvent, CaseEvent];
  readonly words: string;
}

const state = fc.constantFrom('open', 'waiting_for_staff', 'claimed', 'waiting_for_person', 'resolved');
const hostile: fc.Arbitrary<Hostile> = fc
  .tuple(longText, hostileText, hostileText, longText, state)
  .map(([paste, name, words, filled, now]) => caseOf(paste, name, words, filled, now));

function caseOf(paste: string, name: string, words: string, filled: string, now: Case['state']): Hostile {
  const { secrets, evidence, masked, ...rest } = diagnose(`${paste}\n401 Incorrect API key provided`, catalogue);
  const person: PersonRef = { chat: 'slack', tenant: 'T1', id: 'U1', name };
  const it: Case = {
    id: 7,
    state: now,
    owner: 'human',
    person,
    place: HERE,
    paste: masked,
    diagnosis: {
      ...rest,
      requestId: words,
      quotes: evidence.map(({ quote }) => quote),
      signature: null,
      secrets: secrets.length,
    },
    walk: null,
    checks: [{ verdict: 'works', kind: null, provider: null, host: words, status: 200, fingerprint: words, at: AT }],
    handoff: { tool: filled, endpoint: words, error: filled, key: words, urgency: words, email: words, before: words },
    claimedBy: { ...person, id: 'U2', name: words },
    handedAt: AT,
    due: { what: 'wake', at: AT },
    createdAt: AT,
    updatedAt: AT,
  };
  const by = { ...person, name: words };
  const kept = { id: 1, caseId: 7, at: AT, by };
  const events = [
    { ...kept, type: 'step', data: { step: words, outcome: 'fixed', goal: words } },
    { ...kept, type: 'resolved', data: { cause: words, note: words } },
  ] as const;
  return { it, events, words };
}

const LIST = { knowledge, timeZone: 'UTC', now: AT + 1000, more: 'open', cut: true } as const;

function repliesOf({ it, events, words }: Hostile): readonly Reply[] {
  const checklist = makeChecklist(it.diagnosis, knowledge);
  const by = { name: words };
  const diagnosis = diagnose(it.paste, catalogue);
  const step = checklist?.steps[0];
  return [
    cardReply(it, events, knowledge, 'UTC'),
    caseListReply(`Cases with ${words}`, [it, { ...it, id: 8 }], LIST),
    draftListReply([{ caseId: 7, why: 'not recognised', paste: it.paste } as never]),
    homeReply([it], knowledge, { quiet: false, retentionDays: 30 }),
    nudgeReply(it, knowledge, { why: 'waits', now: AT }),
    personSaid(it, words, [words], 'edited'),
    relayed(it, by, words),
    sentToPerson(it, by, words, 'failed'),
    unreadReplies(it, [{ name: words, text: words }], []),
    claimedNote(it),
    resolvedNote(it, words, words),
    passedOn(it),
    reopenedNote(it),
    undeliveredNote(it, { title: words }, true),
    standReply(it, events[0], knowledge),
    standReply({ ...it, owner: 'bot' }, events[1], knowledge),
    handedOverReply(it),
    notYours(it.person.name),
    unknownCommand(words),
    askedForCheck(it, by),
    diagnosisReply(diagnosis, makeChecklist(diagnosis, knowledge), knowledge),
    statisticsReply(`The last week ${words}`, statisticsOf(words), knowledge),
    ...(checklist === null ? [] : [answerReply(it, checklist, knowledge, { staff: true })]),
    ...(step === undefined ? [] : [didNote(it, step, 'fixed')]),
  ];
}

function statisticsOf(words: string): Statistics {
  const counted = [{ names: [words, `${words}x`], count: 3 }];
  const lists = { kinds: counted, providers: counted, tools: counted, steps: counted };
  const rest = { notThis: counted, checks: counted, causes: counted };
  return { ...lists, ...rest, pastes: 3, handed: 1, withdrawn: 0, unrecognised: 1, answerMs: [1000] };
}

const isOurs = (url: string) => !/evil|\/v1\/v1|example/.test(url);

test('no view brings to life what people wrote, on any chat', () => {
  fc.assert(
    fc.property(hostile, (given) => {
      for (const reply of repliesOf(given)) {
        checkSlack(slack(reply), isOurs);
        checkDiscord(discord(reply), isOurs);
        checkTerminal(terminal(reply, { columns: 80, colour: false }), reply, 80);
      }
    }),
    FEWER,
  );
});

test('the home page of anybody is one that Slack takes', () => {
  fc.assert(
    fc.property(hostile, ({ it }) => {
      const page = renderHome(homeReply([it], knowledge, { quiet: true, retentionDays: 1 }));
      checkView(JSON.parse(JSON.stringify(page)), 'home');
    }),
    FEWER,
  );
});

test('no form is refused, whatever it is filled with and whoever is in its lists', () => {
  fc.assert(
    fc.property(hostile, fc.array(hostileText, { maxLength: 30 }), ({ it }, names) => {
      const colleagues = names.map((name, index) => ({ ...it.person, id: `U${index + 10}`, name }));
      const forms: readonly Form[] = [
        handoffForm(it, knowledge),
        resolveForm(it, knowledge),
        correctForm(it, knowledge),
        handOverForm(it, colleagues),
      ];
      for (const form of forms) {
        validateModal(JSON.parse(JSON.stringify(discordForm(form))) as Json);
        checkView(JSON.parse(JSON.stringify(slackForm(form, '{}'))), 'modal');
      }
    }),
    FEWER,
  );
});

test('a chart is drawn, whatever its labels hold', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, fc.array(fc.tuple(longText, fc.nat()), { maxLength: 11 }), async (title, given) => {
      const chart = { title, bars: given.map(([label, value]) => ({ label, value })) };
      expect(Buffer.from(await drawPng(chartSvg(chart))).toString('latin1', 1, 4)).toBe('PNG');
      expect(chartInWords(chart)).not.toBe('');
    }),
    { ...RUN, numRuns: Math.ceil(RUN.numRuns / 50) },
  );
});
