// Copies what tsc does not emit (SQL models, functions and checks, and what benchmarks compare with) beside the compiled files. A model that was deleted leaves too.
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';

const isAsset = (path) => /\.(sql|py)$/.test(path);
for (const folder of ['pipeline', 'reports', 'emulator', 'connectors', 'bench']) {
  for (const path of readdirSync(`dist/${folder}`, { recursive: true })) {
    if (isAsset(path)) rmSync(`dist/${folder}/${path}`);
  }
  for (const path of readdirSync(folder, { recursive: true })) {
    if (isAsset(path)) cpSync(`${folder}/${path}`, `dist/${folder}/${path}`);
  }
}
chmodSync('dist/cli/main.js', 0o755);
