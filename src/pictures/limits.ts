/** Largest picture file that is read, in bytes. */
export const LARGEST_BYTES = 8 * 1024 * 1024;
/** Most pixels that are decoded: more than the screens of most people have, and the memory of the reading process allows. */
export const MOST_PIXELS = 12_500_000;
/** Longest side, in pixels. */
export const LONGEST_SIDE = 8000;
/** Shortest side on which a line of text fits, in pixels. */
export const FEWEST_SIDE = 40;
/** Confidence, 0 to 100, from which on a reading counts without asking back. */
export const SURE_ENOUGH = 60;
