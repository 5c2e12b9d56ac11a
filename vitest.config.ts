import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/scenarios/**', 'test/crash/**', 'test/faults/**', 'test/lint-fixtures/**', 'node_modules/**'],
    testTimeout: 20_000,
    // Most of the long ones wait for processes and sockets.
    maxWorkers: 3,
  },
});
