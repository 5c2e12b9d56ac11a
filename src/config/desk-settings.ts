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
    says: 'Minutes until the support team is reminded of an unclaimed case, in working hours. The wait doubles each time',
    form: 'number',
    value: minutes(1, 1440),
    otherwise: '30',
  }),
  closeAfterMs: setting({
    env: 'CLOSE_AFTER_HOURS',
    key: 'staff.close_after_hours',
    says: 'Hours until a case is closed when the person does not answer. They get one reminder before',
    form: 'number',
    value: hours(1, 720),
    otherwise: '72',
  }),
  shift: setting({
    env: 'WORKING_HOURS',
    key: 'staff.working_hours',
    says: "The support team's working hours: days and hours such as Mon-Fri 09:00-18:00, or always",
    form: 'text',
    value: shift,
    otherwise: 'always',
    example: 'Mon-Fri 09:00-18:00',
  }),
  digest: setting({
    env: 'DIGEST',
    key: 'staff.digest',
    says: 'Post weekly statistics in the support channel, on Mondays from 9:00 on',
    form: 'yes or no',
    value: yesOrNo,
    otherwise: 'true',
  }),
  timeZone: setting({
    env: 'TIME_ZONE',
    key: 'staff.time_zone',
    says: 'Time zone of the working hours and of the times shown to the support team',
    form: 'text',
    value: text.refine(isTimeZone, { error: 'a name such as Europe/Berlin or America/New_York' }),
    otherwise: 'UTC',
  }),
};
