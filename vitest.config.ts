import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These have scripts of their own; of the stories, those that need neither SDK nor socket are told here too.
    exclude: [
      'test/scenarios/{stories,stores,upgrade,lives}.test.ts',
      'test/{crash,faults,fuzz,bench}/**',
      'test/lint-fixtures/**',
      'node_modules/**',
    ],
    testTimeout: 20_000,
    // Most of the long ones wait for processes and sockets.
    maxWorkers: 3,
  },
});
