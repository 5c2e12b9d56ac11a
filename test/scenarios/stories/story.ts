import type { Theatre } from '#test/scenarios/harness.ts';

/** The stories that one person alone can play, in private: those of a chat without channels. */
export const ALONE: ReadonlySet<string> = new Set([
  'in the direct messages everything is answered',
  'a walk is one message, edited in place, to "That was it"',
  'the end of the list offers the key check and a human',
  '"Not this" offers what else it could be, and is counted by signature',
  'a key that the provider refuses changes the case and its checklist',
  'a key as a direct message is called exposed and never used',
]);

/** A story: what people do and see, in the words of a driver. */
export type Story = (theatre: Theatre) => Promise<void>;
