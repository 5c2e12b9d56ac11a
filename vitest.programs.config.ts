import { defineConfig } from 'vitest/config';
import { PROGRAMS } from './vitest.config.ts';

/** The tests that start the whole program, as processes of their own. They take most of their time for starts and stops. */
export default defineConfig({
  test: {
    include: PROGRAMS,
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
