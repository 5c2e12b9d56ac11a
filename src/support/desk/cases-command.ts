import type { ButtonTurn, CommandTurn, Interaction } from '#chat/port.ts';
import type { Case, CaseQuery, PersonRef } from '#store/types.ts';
import { draftsIn } from '#support/answer/draft-example.ts';
import { type Bot, chatOf } from '#support/bot.ts';
import { personOf } from '#support/people.ts';
import { text } from '#support/texts/text.ts';
import { type ListFilter, readCaseId } from '#support/turns/actions.ts';
import { caseListReply, casesHelp, draftListReply, noSuchCase } from '#support/views/desk/case-list.ts';
import { notStaff, staffOnly } from '#support/views/notes.ts';
import { cardOf, isStaff } from './card.ts';
import { handOver } from './hand-over.ts';
import { statisticsCommand } from './statistics.ts';

/** How many cases a page of a list has. */
const AT_ONCE = 8;
const WITH_STAFF = ['waiting_for_staff', 'claimed', 'waiting_for_person'] as const;
/** A mention as Slack and Discord put it into the text of a command. */
const MENTION = /<@!?([\w-]+)(?:\|[^>]*)?>/;

/** `/cases` of the staff: lists, one case, a person's history, a search. Shown to the asker alone. */
export async function casesCommand(turn: CommandTurn, bot: Bot): Promise<void> {
  await turn.ack();
  if (!(await isStaff(turn.actor, bot))) return turn.whisper(staffOnly);
  const [verb = '', ...rest] = turn.text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const run = COMMANDS.get(verb.toLowerCase());
  if (run !== undefined) return run(rest, turn, bot);
  if (/^#?\d+$/.test(verb)) return show(verb, turn, bot);
  return verb === '' ? list('open', undefined, turn, bot) : turn.whisper(casesHelp);
}

type Run = (words: readonly string[], turn: CommandTurn, bot: Bot) => Promise<void>;

const COMMANDS: ReadonlyMap<string, Run> = new Map(
  Object.entries<Run>({
    open: (_words, turn, bot) => list('open', undefined, turn, bot),
    mine: (_words, turn, bot) => list('mine', undefined, turn, bot),
    unclaimed: (_words, turn, bot) => list('unclaimed', undefined, turn, bot),
    search,
    show: ([id = ''], turn, bot) => show(id, turn, bot),
    person: history,
    unrecognised: drafts,
    stats: statisticsCommand,
    give,
    help: (_words, turn) => turn.whisper(casesHelp),
  }),
);

/** *Older* below a list: cases before that number. */
export async function showMore(filter: ListFilter, before: number, turn: ButtonTurn, bot: Bot): Promise<void> {
  await turn.ack();
  return list(filter, before, turn, bot);
}

/** *Show the case*: its card with its buttons, visible only to whoever pressed. */
export async function showCase(it: Case, turn: Interaction, bot: Bot): Promise<void> {
  const { card, message } = await bot.store.write(async (trx) => ({
    card: await cardOf(it, { bot, trx }),
    message: await trx.messageOf(it.id, 'card'),
  }));
  const link = message === null ? null : await chatOf(bot, message.place.chat).linkTo(message);
  await turn.whisper(link === null ? card : { ...card, link });
}

async function show(id: string, turn: CommandTurn, bot: Bot): Promise<void> {
  const it = await caseOfStaff(id, bot);
  return it === null ? turn.whisper(noSuchCase) : showCase(it, turn, bot);
}

/** A case that is or was with the staff, by its number as people write it: `12` or `#12`. */
async function caseOfStaff(written: string, bot: Bot): Promise<Case | null> {
  const id = readCaseId(written.replace('#', ''));
  const it = id === null ? null : await bot.store.write((trx) => trx.case(id));
  return it === null || it.handedAt === null ? null : it;
}

async function list(
  filter: ListFilter,
  before: number | undefined,
  turn: CommandTurn | ButtonTurn,
  bot: Bot,
): Promise<void> {
  const states = filter === 'unclaimed' ? (['waiting_for_staff'] as const) : WITH_STAFF;
  const found = await find(
    {
      states,
      ...(filter === 'mine' ? { claimedBy: personOf(turn.actor) } : {}),
      ...(before === undefined ? {} : { before }),
    },
    bot,
  );
  await turn.whisper(listReply(text(`list.${filter}`), found, bot, filter));
}

async function search(words: readonly string[], turn: CommandTurn, bot: Bot): Promise<void> {
  if (words.length === 0) return turn.whisper(casesHelp);
  return turn.whisper(listReply(text('list.search', { words: words.join(' ') }), await find({ words }, bot), bot));
}

/** The cases of one person: of the one mentioned, or of the person of a case. */
async function history(words: readonly string[], turn: CommandTurn, bot: Bot): Promise<void> {
  const mentioned = mentionIn(words.join(' '), turn);
  const it = mentioned === null ? await caseOfStaff(words[0] ?? '', bot) : null;
  const person = mentioned ?? it?.person;
  if (person === undefined) return turn.whisper(words.length === 0 ? casesHelp : noSuchCase);
  const found = await find({ person }, bot);
  return turn.whisper(
    listReply(text('list.person', { name: it?.person.name || text('list.this_person') }), found, bot),
  );
}

/** Pastes that the knowledge authors should look at. */
async function drafts(_words: readonly string[], turn: CommandTurn, bot: Bot): Promise<void> {
  return turn.whisper(draftListReply(await bot.store.write((trx) => draftsIn(trx, AT_ONCE))));
}

/** `/cases give 12 @colleague`. */
async function give([id = '', ...words]: readonly string[], turn: CommandTurn, bot: Bot): Promise<void> {
  const it = await caseOfStaff(id, bot);
  const to = mentionIn(words.join(' '), turn);
  if (it === null) return turn.whisper(noSuchCase);
  if (to === null) return turn.whisper(casesHelp);
  if (!(await chatOf(bot, to.chat).isStaff(to))) return turn.whisper(notStaff);
  return handOver(it.id, to, turn, bot);
}

function mentionIn(typed: string, { actor: { chat, tenant } }: CommandTurn): Omit<PersonRef, 'name'> | null {
  const id = MENTION.exec(typed)?.[1];
  return id === undefined ? null : { chat, tenant, id };
}

/** Finds one more than is shown, to know whether there are more. */
function find(query: Omit<CaseQuery, 'limit'>, bot: Bot): Promise<readonly Case[]> {
  return bot.store.write((trx) => trx.findCases({ ...query, limit: AT_ONCE + 1 }));
}

function listReply(title: string, found: readonly Case[], bot: Bot, filter?: ListFilter) {
  return caseListReply(title, found.slice(0, AT_ONCE), {
    knowledge: bot.catalogue().knowledge,
    timeZone: bot.desk.hours.timeZone,
    now: bot.clock(),
    more: found.length > AT_ONCE && filter !== undefined ? filter : null,
    cut: found.length > AT_ONCE && filter === undefined,
  });
}
