import { writeSync } from 'node:fs';
import { homeAt } from '../../pipeline/home.js';
import { slowNight } from './slow-source.js';

// A night of the slow source that stops at a place, says so, and waits there for its end.
const [root, stopAt] = process.argv.slice(-2);

/** Says where the night is, if that is the place, and is true then. */
function isHere(place: string): boolean {
  if (place === stopAt) writeSync(1, `${place}\n`);
  return place === stopAt;
}

const arrive = async (place: string): Promise<void> => {
  if (isHere(place)) await new Promise((resolve) => setTimeout(resolve, 60_000));
};
slowNight(homeAt(root!), new Date('2026-11-01T02:00:00Z'), arrive, {
  step: (step, detail) => {
    // a step is announced and done in one go: stand still within it
    if (isHere(step) || isHere(`${step} ${detail}`))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  },
}).then(
  () => process.stdout.write('done\n'),
  (error: Error) => process.stdout.write(`${error.stack}\n`),
);
