import { diagnose } from '#diagnosis/diagnose.ts';

export const known: unknown = diagnose;
