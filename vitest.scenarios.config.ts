import { defineConfig } from 'vitest/config';

/** The stories that run on every chat through the real SDKs; longer than the unit tests. */
export default defineConfig({
  test: {
    include: ['test/scenarios/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
