import { z } from 'zod';
import { isTimeZone, parseShift } from '#support/desk/working-hours.ts';
import { setting } from './setting.ts';
import { hours, minutes, text, yesOrNo } from './values.ts';

const shift = text.transform((value, context) => {
  const read = parseShift(value);
  if (read !== null) return read;
  context.addIssue({ code: 'custom', message: 'days and hours such as Mon-Fri 09:00-18:00, or always' });
  return z.NEVER;
});

/** How the staff's desk is run; the program's times are in milliseconds. */
export const DESK = {
  nudgeAfterMs: setting({
    env: 'NUDGE_MINUTES',
    key: 'staff.nudge_minutes',
    says: 'An unclaimed case comes up again after so many minutes, in working hours; then after twice as long, and so on',
    form: 'number',
    value: minutes(1, 1440),
    otherwise: '30',
  }),
  closeAfterMs: setting({
    env: 'CLOSE_AFTER_HOURS',
    key: 'staff.close_after_hours',
    says: 'A case whose person does not answer is closed after so many hours; they are asked once before',
    form: 'number',
    value: hours(1, 720),
    otherwise: '72',
  }),
  shift: setting({
    env: 'WORKING_HOURS',
    key: 'staff.working_hours',
    says: 'When the staff works: days and hours such as Mon-Fri 09:00-18:00, or always',
    form: 'text',
    value: shift,
    otherwise: 'always',
    example: 'Mon-Fri 09:00-18:00',
  }),
  digest: setting({
    env: 'DIGEST',
    key: 'staff.digest',
    says: "Does the staff's channel get the numbers of the week, on Mondays from nine on?",
    form: 'yes or no',
    value: yesOrNo,
    otherwise: 'true',
  }),
  timeZone: setting({
    env: 'TIME_ZONE',
    key: 'staff.time_zone',
    says: 'The zone of the working hours, and of the times that the staff sees',
    form: 'text',
    value: text.refine(isTimeZone, { error: 'a name such as Europe/Berlin or America/New_York' }),
    otherwise: 'UTC',
  }),
};
