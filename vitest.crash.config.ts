import { defineConfig } from 'vitest/config';

/** The process is killed at random, again and again; minutes, not seconds. */
export default defineConfig({
  test: {
    include: ['test/crash/**/*.test.ts'],
    testTimeout: 600_000,
  },
});
