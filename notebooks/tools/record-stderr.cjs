// Loaded into a kernel under test: writes down all that goes to stderr. What comes between two cells, or after the last one, Jupyter loses;
// tslab reports rejections that nobody handles there.
const { appendFileSync } = require('node:fs');

let write = process.stderr.write.bind(process.stderr);
function recorded(...args) {
  if (!globalThis.isThrough) appendFileSync(process.env.REACHLINE_STDERR, args[0]); // tslab complains when it is shut down
  return write(...args);
}
// tslab puts another function in its place with every cell
Object.defineProperty(process.stderr, 'write', {
  get: () => recorded,
  set: (next) => {
    write = next;
  },
});
