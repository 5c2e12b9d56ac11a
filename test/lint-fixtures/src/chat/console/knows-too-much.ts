import { answerPaste } from '#support/answer-paste.ts';

export const answer: unknown = answerPaste;
