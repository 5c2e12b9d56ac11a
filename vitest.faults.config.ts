import { defineConfig } from 'vitest/config';

/** What the bot depends on breaks, each in its way; a file for each of them. Most of the time is waited. And a load for some seconds. */
export default defineConfig({
  test: {
    include: ['test/{faults,bench}/**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
  },
});
