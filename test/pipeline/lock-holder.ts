import { homeAt } from '../../pipeline/home.js';
import { takeLock } from '../../pipeline/run/lock.js';

// A process that takes the lock of a home, says how that went, and holds it for as long as it is told to.
const [root, holdMs] = process.argv.slice(-2);

takeLock(homeAt(root!), 'nightly').then(
  async (lock) => {
    process.stdout.write('taken\n');
    await new Promise((resolve) => setTimeout(resolve, Number(holdMs)));
    await lock.release();
    process.exit(0);
  },
  (error: { exitCode?: number; message: string }) => {
    process.stdout.write(`${error.message}\n`);
    process.exit(error.exitCode ?? 70);
  },
);
