import { checkKey } from '#support/check-key.ts';

export const x = checkKey;
