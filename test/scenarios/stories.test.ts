import { afterEach, beforeEach, describe, test } from 'vitest';
import { openTheatre, type Theatre } from './harness.ts';
import { STAGES } from './stages.ts';
import { asking } from './stories/asking.ts';
import { handoffs } from './stories/handoffs.ts';
import { keys } from './stories/keys.ts';
import { pastes } from './stories/pastes.ts';
import { ALONE } from './stories/story.ts';
import { walks } from './stories/walks.ts';

const STORIES = { ...pastes, ...walks, ...asking, ...keys, ...handoffs };

describe.for(STAGES)('$name', ({ open, alone = false }) => {
  let theatre: Theatre;
  beforeEach(async () => {
    theatre = await openTheatre(open);
  });
  afterEach(() => theatre.close());

  const told = Object.entries(STORIES).filter(([name]) => !alone || ALONE.has(name));
  for (const [name, story] of told) test(name, () => story(theatre));
});
