import { writeSync } from 'node:fs';
import { homeAt } from '../../pipeline/home.js';
import { nightly } from '../../pipeline/run/nightly.js';
import { everything } from './emulated-night.js';

// A night against an emulator in another process. It says which step it is at and, at the one it is told, waits for its end.
const [root, url, token, stopAt] = process.argv.slice(-4);

const job = everything(
  homeAt(root!),
  { url: url!, token: token! },
  {
    events: {
      step(step, detail) {
        if (stopAt !== `${step} ${detail}` && stopAt !== step) return;
        writeSync(1, `${stopAt}\n`);
        // a step is announced and done in one go: stand still within it
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
      },
    },
  },
);
nightly(job).then(
  () => process.stdout.write('done\n'),
  (error: Error) => process.stdout.write(`${error.stack}\n`),
);
