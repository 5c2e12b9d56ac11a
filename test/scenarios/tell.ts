import { afterEach, beforeEach, describe, test } from 'vitest';
import { type OpenStage, openTheatre, type Theatre, type TheatreStore } from './harness.ts';
import { asking } from './stories/asking.ts';
import { desk, deskInOneChat } from './stories/desk.ts';
import { figures } from './stories/figures.ts';
import { handoffs } from './stories/handoffs.ts';
import { hearing } from './stories/hearing.ts';
import { keyChecks } from './stories/key-checks.ts';
import { keys } from './stories/keys.ts';
import { life } from './stories/life.ts';
import { pastes } from './stories/pastes.ts';
import { pictures } from './stories/pictures.ts';
import { ALONE } from './stories/story.ts';
import { walks } from './stories/walks.ts';

const STORIES = {
  ...pastes,
  ...hearing,
  ...walks,
  ...asking,
  ...keys,
  ...keyChecks,
  ...handoffs,
  ...desk,
  ...life,
  ...deskInOneChat,
  ...figures,
};

/** A chat that stories are told on. */
export interface Setting {
  readonly name: string;
  readonly open: OpenStage;
  /** For the stories alone that one person can play. */
  readonly alone?: true;
  /** For the stories alone that lead to the staff. */
  readonly handoffs?: true;
}

/** A chat with the store behind it, and when the stories begin there: milliseconds since 1970, or the usual day. */
export interface Told extends Setting {
  readonly store: () => TheatreStore;
  readonly at?: number;
  /** Makes the store fresh for the next story. */
  readonly empty?: () => Promise<void>;
}

/** Tells every story that suits them, on each of these. */
export function tellOn(settings: readonly Told[]): void {
  describe.for(settings)('$name', ({ open, store, at, alone, handoffs: handedOn, empty }) => {
    let theatre: Theatre;
    beforeEach(async () => {
      theatre = await openTheatre(open, store(), at);
    });
    afterEach(async () => {
      await theatre.close();
      await empty?.();
    });

    // Reading a picture takes seconds, and the day it happens on changes nothing.
    const all = at === undefined ? { ...STORIES, ...pictures } : STORIES;
    const stories = handedOn === true ? { ...handoffs, ...desk, ...life, ...figures } : all;
    const told = Object.entries(stories).filter(([name]) => alone !== true || ALONE.has(name));
    for (const [name, story] of told) test(name, () => story(theatre));
  });
}
