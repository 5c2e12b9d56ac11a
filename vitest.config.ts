import { defineConfig } from 'vitest/config';

/** Tests that start the whole program as a process, see vitest.programs.config.ts. */
export const PROGRAMS = [
  'test/commands/serve/serve*.test.ts',
  'test/commands/setup/setup-terminal.test.ts',
  'test/commands/closed-pipe.test.ts',
  'test/{image,warm-up}.test.ts',
];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These have scripts of their own; of the stories, those that need neither SDK nor socket are told here too.
    exclude: [
      'test/scenarios/{stories,stores,upgrade,lives}.test.ts',
      'test/{crash,faults,fuzz,bench}/**',
      ...PROGRAMS,
      'test/lint-fixtures/**',
      'node_modules/**',
    ],
    testTimeout: 20_000,
    // Most of the long ones wait for processes and sockets.
    maxWorkers: 3,
  },
});
