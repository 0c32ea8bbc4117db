import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { JobEvents } from '../pipeline/index.js';
import { dim, safe } from './terminal.js';

/** Progress on a terminal; silence elsewhere. `done` clears the bars so that the last screen stands alone. */
export interface Progress extends JobEvents {
  done(): void;
}

const labels = {
  sync: 'reading',
  load: 'loading',
  build: 'building',
  check: 'checking',
  publish: 'publishing',
  report: 'reporting',
};

export function progress(enabled: boolean): Progress {
  if (!enabled || !process.stderr.isTTY) return { done: () => undefined };
  const bars = new MultiBar(
    {
      stream: process.stderr,
      format: '  {label} {bar} {value}/{total}',
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_grey,
  );
  const open = new Map<string, SingleBar>();
  let status: string | null = null;
  return {
    progress(_connection, account, done, total) {
      const bar =
        open.get(account) ?? bars.create(total, 0, { label: safe(account).padEnd(24).slice(0, 24) });
      open.set(account, bar);
      bar.setTotal(total);
      bar.update(done);
    },
    step(step, detail) {
      if (step === 'sync') return;
      if (status === null) bars.stop();
      status = `  ${labels[step]} ${dim(safe(detail))}`;
      process.stderr.write(`\r\u001b[K${status}`);
    },
    done() {
      bars.stop();
      if (status !== null) process.stderr.write('\r\u001b[K');
    },
  };
}
