/**
 * What a test gives a process of the program, beside its settings: the rest of this environment would decide with. It finds
 * what earlier starts compiled, as `npm start` does, which halves the work of a start.
 */
export const PROGRAM_ENV = {
  PATH: process.env['PATH'] ?? '',
  NODE_COMPILE_CACHE: new URL('../../node_modules/.cache/keymedic', import.meta.url).pathname,
};
