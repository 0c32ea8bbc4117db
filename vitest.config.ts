import { defineConfig } from 'vitest/config';

// glibc gives blocks of this size back to the system and maps them anew, again and again; DuckDB's are just so large, and a build
// spends a sixth of its time on it. Read when a process starts: by the workers, and by what they start.
process.env.MALLOC_MMAP_THRESHOLD_ ??= '268435456';
process.env.MALLOC_TRIM_THRESHOLD_ ??= '1073741824';

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
