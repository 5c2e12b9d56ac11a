import { type FoundEngine, findEngine } from './engine-files.ts';
import { type FairUse, openFairQueue } from './fair-queue.ts';
import { readPicture } from './read-picture.ts';
import type { HideSecrets, PictureReader, PictureReading } from './types.ts';

/** What pictures are read with. */
export interface ReaderParts {
  readonly hide: HideSecrets;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly engine?: FoundEngine;
  readonly fairUse?: FairUse;
  /** What became of each picture, and how long reading it took, in milliseconds. */
  readonly onReading?: (reading: PictureReading, ms: number) => void;
}

/** Opens the reader of pictures. Where its packages are missing it is there, and reads none. */
export function openPictureReader(parts: ReaderParts): PictureReader {
  const { hide, clock, engine = findEngine(), fairUse, onReading } = parts;
  const queue = openFairQueue(clock, fairUse);
  const stopping = new AbortController();
  const known = new Map<string, Promise<PictureReading>>();
  const told = async (read: () => Promise<PictureReading>): Promise<PictureReading> => {
    const from = performance.now();
    const reading = await read();
    onReading?.(reading, performance.now() - from);
    return reading;
  };
  return {
    off: engine.ok ? null : `Pictures are not read: the package ${engine.missing} is not installed.`,
    async read(load, person, id) {
      if (!engine.ok) return told(async () => ({ type: 'off' }));
      const before = id === undefined ? undefined : known.get(id);
      if (before !== undefined) return before;
      const reading = readNew(load, person);
      if (id !== undefined) remember(known, id, reading);
      return reading;
    },
    stop: () => stopping.abort(),
  };

  async function readNew(load: () => Promise<Uint8Array | null>, person: string): Promise<PictureReading> {
    const { signal } = stopping;
    const work = async (): Promise<PictureReading> => {
      if (signal.aborted || !engine.ok) return { type: 'gave-up' };
      const picture = await load();
      return picture === null ? { type: 'unreadable' } : readPicture(picture, { engine: engine.files, hide, signal });
    };
    return (await queue.run(person, () => told(work))) ?? told(async () => ({ type: 'busy' }));
  }
}

/** Pictures whose readings are remembered: a chat tells of a mention twice at once, and of an edit soon after. */
const REMEMBERED = 20;

function remember(known: Map<string, Promise<PictureReading>>, id: string, reading: Promise<PictureReading>): void {
  known.set(id, reading);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
}
