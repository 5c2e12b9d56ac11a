import { openStore } from '#store/open.ts';

export const opened: unknown = openStore;
