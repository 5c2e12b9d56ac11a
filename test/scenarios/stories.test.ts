import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';
import { openTheatre, type Theatre, type TheatreStore } from './harness.ts';
import { STAGES, type Setting as Stage } from './stages.ts';
import { asking } from './stories/asking.ts';
import { desk, deskInOneChat } from './stories/desk.ts';
import { figures } from './stories/figures.ts';
import { handoffs } from './stories/handoffs.ts';
import { keys } from './stories/keys.ts';
import { life } from './stories/life.ts';
import { pastes } from './stories/pastes.ts';
import { ALONE } from './stories/story.ts';
import { walks } from './stories/walks.ts';

const STORIES = {
  ...pastes,
  ...walks,
  ...asking,
  ...keys,
  ...handoffs,
  ...desk,
  ...life,
  ...deskInOneChat,
  ...figures,
};
const PROGRAMS = postgresPrograms();
const [memory] = STAGES;

let postgres: RunningPostgres | null = null;
beforeAll(async () => {
  if (PROGRAMS !== null) postgres = await startPostgres(PROGRAMS);
}, 60_000);
afterAll(() => postgres?.stop());

interface Setting extends Stage {
  readonly store: () => TheatreStore;
  readonly at?: number;
}

/** Moments at which something else is due, or the calendar is at an edge: Mondays, midnights, leap days, ends of years. */
const MOMENTS = [
  '2026-11-30T08:59:50Z',
  '2026-11-30T23:53:00Z',
  '2026-12-06T23:59:58Z',
  '2026-03-29T00:59:50Z',
  '2028-02-28T23:59:58Z',
  '2026-12-31T23:59:58Z',
];

/** Every chat on the embedded store; the smallest chat on the other ones, and at other moments, too. */
const THEATRES: readonly Setting[] = [
  ...STAGES.map((stage) => ({ ...stage, store: (): TheatreStore => ({ type: 'memory' }) })),
  ...(memory === undefined
    ? []
    : MOMENTS.map((at) => ({
        ...memory,
        name: `memory, at ${at}`,
        at: Date.parse(at),
        store: (): TheatreStore => ({ type: 'memory' }),
      }))),
  ...(memory === undefined
    ? []
    : [{ ...memory, name: 'memory, on a file', store: (): TheatreStore => ({ type: 'file' }) }]),
  ...(memory === undefined || PROGRAMS === null
    ? []
    : [
        {
          ...memory,
          name: 'memory, on PostgreSQL',
          store: (): TheatreStore => ({ type: 'postgres', url: postgres?.url ?? '' }),
        },
      ]),
];

describe.for(THEATRES)('$name', ({ open, store, at, alone, handoffs: handedOn }) => {
  let theatre: Theatre;
  beforeEach(async () => {
    theatre = await openTheatre(open, store(), at);
  });
  afterEach(async () => {
    await theatre.close();
    if (store().type === 'postgres') await postgres?.empty();
  });

  const stories = handedOn === true ? { ...handoffs, ...desk, ...life, ...figures } : STORIES;
  const told = Object.entries(stories).filter(([name]) => alone !== true || ALONE.has(name));
  for (const [name, story] of told) test(name, () => story(theatre));
});
