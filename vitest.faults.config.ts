import { defineConfig } from 'vitest/config';

/** What the bot depends on breaks, each in its way; a file for each of them. Most of the time is waited. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
  },
});
