import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/helpers/build.ts'],
    setupFiles: ['tests/helpers/load-widths.ts'],
    // The tests mostly wait for processes, so two files at once fit on two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Real terminals and processes on a busy machine: what fails once and then passes is told as "retry x1", not hidden.
    retry: 1,
    coverage: {
      provider: 'v8',
      include: ['source/**/*.{ts,tsx}'],
      reporter: ['text-summary', 'lcov'],
      thresholds: { lines: 85 },
    },
  },
})
