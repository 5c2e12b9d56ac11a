import { catalogue } from '#diagnosis/compile.ts';

export const x = catalogue;
