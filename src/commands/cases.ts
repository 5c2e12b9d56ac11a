import { parseArgs } from 'node:util';
import { render } from '#chat/console/render.ts';
import { type Config, openFile, readConfig } from '#config/config.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { openStore } from '#store/open.ts';
import type { Case, CaseQuery, CaseState, PersonRef, Store } from '#store/types.ts';
import { draftsIn } from '#support/answer/draft-example.ts';
import { cardReply, cardTitle, stateInWords } from '#support/views/desk/card.ts';
import { momentIn } from '#support/views/moment.ts';
import { draftsAsYaml } from './drafts-as-yaml.ts';
import type { Io } from './io.ts';
import { toJson } from './json.ts';

const HELP = `Usage: npm run -s cases -- list [--all] [--json] | show N | export | drafts | forget PERSON

list            list the cases that are with the support team; --all adds closed ones; --json prints one object per line
show N          show the card and history of case N
export          print every case that went to the support team with its events, one JSON object per line, keys masked
drafts          print errors the bot did not recognize or got wrong, as YAML examples for knowledge files, keys masked
forget PERSON   delete everything a person wrote, but keep the counts. Write PERSON as export shows it:
                slack:T012345:U012345, discord::123456789012345678

Reads the configured database (DATA_DIR or DATABASE_URL). You can run it while the bot is running.
Exit status: 0 done, 1 no such case or the database is not usable, 2 invalid arguments.
`;

const WITH_STAFF: readonly CaseState[] = ['waiting_for_staff', 'claimed', 'waiting_for_person'];
const PAGE = 200;
const MOST_DRAFTS = 1000;

/** `npm run cases`: what the operator can ask of the store. Returns the exit status. */
export async function casesCommand(argv: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: 'boolean' }, json: { type: 'boolean' }, all: { type: 'boolean' } },
  });
  if (values.help === true) {
    io.out(HELP);
    return 0;
  }
  const [verb = '', about = ''] = positionals;
  const run = verbs({ all: values.all === true, json: values.json === true })[verb];
  const read = readConfig(io.env, openFile(io.env, process.cwd()));
  if (run === undefined || !read.ok) {
    io.error(read.ok ? HELP : `${read.faults.join('\n')}\n`);
    return 2;
  }
  return withStore(read.config, io, (desk) => run(about, desk));
}

/** What a verb works with. */
interface Around {
  readonly store: Store;
  readonly knowledge: Knowledge;
  readonly timeZone: string;
  readonly io: Io;
}

type Verb = (about: string, around: Around) => Promise<number>;

function verbs(options: { readonly all: boolean; readonly json: boolean }): Readonly<Record<string, Verb>> {
  return {
    list: (_about, around) => list(options, around),
    show,
    export: (_about, around) => exportAll(around),
    drafts,
    forget,
  };
}

async function withStore(config: Config, io: Io, work: (around: Around) => Promise<number>): Promise<number> {
  const loaded = loadKnowledge(config.knowledgeDir ?? undefined);
  if (!loaded.ok) {
    io.error('The knowledge files have mistakes. To list them, run npm run -s knowledge -- check\n');
    return 1;
  }
  const { databaseUrl, dataDir } = config;
  const address = databaseUrl === null ? ({ type: 'file', folder: dataDir } as const) : null;
  const store = await openStore(address ?? { type: 'postgres', url: databaseUrl ?? '' }, Date.now, true);
  try {
    return await work({ store, knowledge: loaded.knowledge, timeZone: config.desk.hours.timeZone, io });
  } finally {
    await store.close();
  }
}

async function list(
  { all, json }: { readonly all: boolean; readonly json: boolean },
  { store, knowledge, timeZone, io }: Around,
): Promise<number> {
  let count = 0;
  for await (const it of casesIn(store, all ? {} : { states: WITH_STAFF })) {
    count += 1;
    if (json) io.out(`${toJson(it)}\n`);
    else {
      const since = it.handedAt === null ? '' : momentIn(it.handedAt, timeZone);
      const text = `${it.person.name} · ${stateInWords(it, timeZone)} · handed over ${since}`;
      io.out(`${render({ tone: 'neutral', title: cardTitle(it, knowledge), text }, io)}\n`);
    }
  }
  if (count === 0 && !json) io.out('No cases found.\n');
  return 0;
}

/** Page by page: there may be very many. */
async function* casesIn(store: Store, query: Omit<CaseQuery, 'limit'>): AsyncGenerator<Case> {
  let before: number | undefined;
  for (;;) {
    const page = await store.write((trx) =>
      trx.findCases({ ...query, ...(before === undefined ? {} : { before }), limit: PAGE }),
    );
    yield* page;
    before = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

async function show(about: string, { store, knowledge, timeZone, io }: Around): Promise<number> {
  const id = Number(about);
  const found = await store.write(async (trx) => {
    const it = Number.isSafeInteger(id) && id > 0 ? await trx.case(id) : null;
    return it === null ? null : { it, events: await trx.events(id) };
  });
  if (found === null) {
    io.error(`Case ${about} does not exist.\n`);
    return 1;
  }
  const card = cardReply(found.it, found.events, knowledge, timeZone);
  const happened = found.events.map(
    ({ at, type, by, data }) =>
      `${momentIn(at, timeZone)}  ${type}${by === null ? '' : ` by ${by.name || by.id}`}${details(data)}`,
  );
  io.out(`${render(card, io)}\n${render({ tone: 'neutral', title: 'What happened', text: happened.join('\n') }, io)}`);
  return 0;
}

/** Buttons say nothing to people. */
function details(data: object | undefined): string {
  const known = Object.entries(data ?? {}).filter(
    ([name, value]) => name !== 'buttons' && value !== null && value !== '',
  );
  return known.length === 0 ? '' : `  ${known.map(([name, value]) => `${name}=${String(value)}`).join(' ')}`;
}

async function exportAll({ store, io }: Around): Promise<number> {
  for await (const it of casesIn(store, {})) {
    const events = await store.write((trx) => trx.events(it.id));
    io.out(`${toJson({ ...it, events })}\n`);
  }
  return 0;
}

async function drafts(_about: string, { store, io }: Around): Promise<number> {
  io.out(draftsAsYaml(await store.write((trx) => draftsIn(trx, MOST_DRAFTS))));
  return 0;
}

async function forget(about: string, { store, io }: Around): Promise<number> {
  const person = personIn(about);
  if (person === null) {
    io.error(`${about === '' ? 'Nobody' : about}: expected a person such as slack:T012345:U012345\n`);
    return 2;
  }
  const count = await store.write((trx) => trx.forget(person));
  io.out(`Deleted everything they wrote in ${count === 1 ? '1 case' : `${count} cases`}. The counts are kept.\n`);
  return 0;
}

function personIn(text: string): Omit<PersonRef, 'name'> | null {
  const [chat = '', tenant = '', id = '', ...more] = text.split(':');
  return chat === '' || id === '' || more.length > 0 ? null : { chat, tenant, id };
}
