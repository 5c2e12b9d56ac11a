import type { SecretIndex } from '#diagnosis/secrets/formats.ts';

export type Shown = SecretIndex;
