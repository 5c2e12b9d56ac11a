import { afterEach, beforeEach, describe, test } from 'vitest';
import { openTheatre, type Theatre } from './harness.ts';
import { STAGES } from './stages.ts';
import { asking } from './stories/asking.ts';
import { handoffs } from './stories/handoffs.ts';
import { keys } from './stories/keys.ts';
import { pastes } from './stories/pastes.ts';
import { walks } from './stories/walks.ts';

const STORIES = { ...pastes, ...walks, ...asking, ...keys, ...handoffs };

describe.for(STAGES)('$name', ({ open }) => {
  let theatre: Theatre;
  beforeEach(async () => {
    theatre = await openTheatre(open);
  });
  afterEach(() => theatre.close());

  for (const [name, story] of Object.entries(STORIES)) test(name, () => story(theatre));
});
