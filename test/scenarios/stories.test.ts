import { openMemory } from './memory-stage.ts';
import { STAGES } from './stages.ts';
import { type Told, tellOn } from './tell.ts';

/** Moments at which something else is due, or the calendar is at an edge: Mondays, midnights, leap days, ends of years. */
const MOMENTS = [
  '2026-11-30T08:59:50Z',
  '2026-11-30T23:53:00Z',
  '2026-12-06T23:59:58Z',
  '2026-03-29T00:59:50Z',
  '2028-02-28T23:59:58Z',
  '2026-12-31T23:59:58Z',
];

const store = (): { readonly type: 'memory' } => ({ type: 'memory' });

/** Every chat on the embedded store, and the smallest one at other moments. The smallest on other stores: stores.test.ts. */
tellOn([
  ...STAGES.map((stage): Told => ({ ...stage, store })),
  ...MOMENTS.map((at): Told => ({ name: `memory, at ${at}`, open: openMemory, at: Date.parse(at), store })),
]);
