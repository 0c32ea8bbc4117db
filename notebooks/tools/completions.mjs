// Prints what Tab offers in a notebook, as JSON: the marts, and the columns of one, by the kernel's own completion.
import { createRequire } from 'node:module';

const { createConverter } = createRequire(import.meta.url)('tslab/dist/converter.js');
const converter = createConverter({ isJS: false, isBrowser: false });
const { declOutput } = converter.convert(
  '',
  "import { open } from 'reachline/notebook';\nconst { warehouse } = await open();",
);
const offered = ['warehouse.marts.', 'warehouse.marts.media_performance.'].map(
  (source) => converter.complete(declOutput, source, source.length).candidates,
);
converter.close();
process.stdout.write(JSON.stringify(offered));
