const RealDate = Date;

/** A day on which nothing is due: no Monday, no change of clocks, no end of a month. */
export const A_WEDNESDAY = RealDate.parse('2026-03-11T12:00:00Z');

/**
 * Sets the calendar of this process: `Date` begins at this moment and runs on from there. Bot, SDKs and fakes then live in
 * the same time, whatever day it is outside.
 *
 * @param at milliseconds since 1970
 * @returns what gives the real calendar back
 */
export function setCalendar(at: number): () => void {
  const shift = at - RealDate.now();
  const now = () => RealDate.now() + shift;
  globalThis.Date = new Proxy(RealDate, {
    construct: (date, values, target) =>
      Reflect.construct(date, values.length === 0 ? [now()] : values, target) as Date,
    get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
  });
  return () => {
    globalThis.Date = RealDate;
  };
}
