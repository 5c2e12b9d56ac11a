import { z } from './zod.ts';

const day = z.string().regex(/^20\d\d-\d\d-\d\d$/, 'a date such as 2026-11-20');
const words = z.string().trim().min(1);
const link = z.string().regex(/^https:\/\/\S+$/, 'an https:// address');
const links = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(link).min(1));

/** Fields of advice that say whether somebody opened its sources; see {@link saysWhetherVerified}. */
export const verification = {
  last_verified: day
    .optional()
    .describe('the day on which somebody opened the sources and found there what is said here'),
  unverified: z.literal(true).optional().describe('nobody has opened the sources; people are told so'),
};

/** Refuses advice that does not say whether it was checked, or says both. */
export const saysWhetherVerified: [
  (advice: { readonly last_verified?: string | undefined; readonly unverified?: true | undefined }) => boolean,
  { readonly message: string; readonly path: string[] },
] = [
  ({ last_verified, unverified }) => (last_verified === undefined) !== (unverified === undefined),
  {
    message:
      'either last_verified (the day on which the source was opened and said this) or "unverified: true", not both',
    path: ['last_verified'],
  },
];

/** A product that is gone, was renamed, or no longer serves most people. */
export const endedSchema = z.strictObject({
  on: day,
  says: words.describe('one sentence: what ended and when'),
  successor: words.optional().describe('what to use instead, such as "Zoo Code or Cline"'),
  source: links,
});
