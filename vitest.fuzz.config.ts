import { defineConfig } from 'vitest/config';

/** Hostile input, made up by the thousand. FUZZ_RUNS and FUZZ_SEED change how much and which. */
export default defineConfig({
  test: {
    include: ['test/fuzz/**/*.fuzz.test.ts'],
    testTimeout: 600_000,
  },
});
