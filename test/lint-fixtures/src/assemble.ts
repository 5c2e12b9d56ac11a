import { openSlack } from '#chat/slack/adapter.ts';

export const opened: unknown = openSlack;
