import { answerPaste } from '#support/answer/answer-paste.ts';

export const answer: unknown = answerPaste;
