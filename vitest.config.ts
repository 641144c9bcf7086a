import { defineConfig } from 'vitest/config';

const all = process.env.POLYLOG_TEST_ALL === '1';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(all ? [] : ['**/*.slow.test.ts'])],
    // A process a file: a suite that leaks a timer, a socket or a child cannot disturb the next one.
    pool: 'forks',
    isolate: true,
    // Two, however many cores there are: the timing of end-to-end tests is what it is in CI.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    teardownTimeout: 5_000,
    // A `.only` left behind would silently skip the rest.
    allowOnly: false,
    expandSnapshotDiff: true,
  },
});
