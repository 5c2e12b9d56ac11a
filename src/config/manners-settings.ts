import { setting } from './setting.ts';
import { minutes, share, wholeNumber } from './values.ts';

/** How much the bot says unasked; the program's times are in milliseconds. */
export const MANNERS = {
  leastConfidence: setting({
    env: 'LEAST_CONFIDENCE',
    key: 'manners.least_confidence',
    says: 'Minimum confidence for answering without a mention, from 0 to 1. 0 uses the learned threshold, 0.8 makes the bot quieter',
    form: 'number',
    value: share,
    otherwise: '0',
  }),
  perPerson: setting({
    env: 'ANSWERS_PER_PERSON',
    key: 'manners.answers_per_person',
    says: 'Answers one person gets within the window without mentioning the bot',
    form: 'number',
    value: wholeNumber(0, 1000),
    otherwise: '3',
  }),
  perChannel: setting({
    env: 'ANSWERS_PER_CHANNEL',
    key: 'manners.answers_per_channel',
    says: 'Answers in one channel within the window without a mention',
    form: 'number',
    value: wholeNumber(0, 1000),
    otherwise: '20',
  }),
  perSignature: setting({
    env: 'ANSWERS_PER_CAUSE',
    key: 'manners.answers_per_cause',
    says: 'Answers about the same cause in one channel within the window without a mention. In an outage everyone posts the same error',
    form: 'number',
    value: wholeNumber(0, 1000),
    otherwise: '5',
  }),
  windowMs: setting({
    env: 'ANSWERS_WINDOW_MINUTES',
    key: 'manners.window_minutes',
    says: 'Length of the window for these limits, in minutes',
    form: 'number',
    value: minutes(1, 1440),
    otherwise: '10',
  }),
  quietAfterNoMs: setting({
    env: 'QUIET_AFTER_NO_MINUTES',
    key: 'manners.quiet_after_no_minutes',
    says: 'Minutes in which a person gets no answer without a mention after pressing "Not this" or "Dismiss"',
    form: 'number',
    value: minutes(0, 10_080),
    otherwise: '10',
  }),
};
