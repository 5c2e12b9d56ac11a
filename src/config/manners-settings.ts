import { setting } from './setting.ts';
import { minutes, share, wholeNumber } from './values.ts';

/** How much the bot says unasked; the program's times are in milliseconds. */
export const MANNERS = {
  leastConfidence: setting({
    env: 'LEAST_CONFIDENCE',
    key: 'manners.least_confidence',
    says: 'How sure an unasked answer must be at least, from 0 to 1, over what is learned; 0.8 makes the bot quieter',
    form: 'number',
    value: share,
    otherwise: '0',
  }),
  perPerson: setting({
    env: 'ANSWERS_PER_PERSON',
    key: 'manners.answers_per_person',
    says: 'Unasked answers that one person gets within the window',
    form: 'number',
    value: wholeNumber(0, 1000),
    otherwise: '3',
  }),
  perChannel: setting({
    env: 'ANSWERS_PER_CHANNEL',
    key: 'manners.answers_per_channel',
    says: 'Unasked answers in one channel within the window',
    form: 'number',
    value: wholeNumber(0, 1000),
    otherwise: '20',
  }),
  perSignature: setting({
    env: 'ANSWERS_PER_CAUSE',
    key: 'manners.answers_per_cause',
    says: 'Unasked answers with the same cause in one channel within the window: in an outage everybody posts the same',
    form: 'number',
    value: wholeNumber(0, 1000),
    otherwise: '5',
  }),
  windowMs: setting({
    env: 'ANSWERS_WINDOW_MINUTES',
    key: 'manners.window_minutes',
    says: 'The window of these limits, in minutes',
    form: 'number',
    value: minutes(1, 1440),
    otherwise: '10',
  }),
  quietAfterNoMs: setting({
    env: 'QUIET_AFTER_NO_MINUTES',
    key: 'manners.quiet_after_no_minutes',
    says: 'How long a person gets no unasked answer after "Not this" or "Dismiss", in minutes',
    form: 'number',
    value: minutes(0, 10_080),
    otherwise: '10',
  }),
};
