import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A zone far from UTC with daylight saving: hidden local-time bugs fail here.
    env: { TZ: 'America/St_Johns' },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    // No test leaves anything behind in its process, and to load all modules anew for each file takes a third of the time.
    isolate: false,
    experimental: { fsModuleCache: true },
    maxWorkers: 3, // much of a test is waiting for a disk or another process
  },
});
