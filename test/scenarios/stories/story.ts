import type { Theatre } from '#test/scenarios/harness.ts';

/** A story: what people do and see, in the words of a driver. */
export type Story = (theatre: Theatre) => Promise<void>;
