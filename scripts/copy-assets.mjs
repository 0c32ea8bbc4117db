// Copies what tsc does not emit (SQL models, page styles and scripts) beside the compiled files.
import { chmodSync, cpSync, rmSync } from 'node:fs';

const isAsset = (path) => /\.(sql|css|html|yaml|json)$/.test(path) || !/\.[a-z0-9]+$/i.test(path);
for (const folder of ['pipeline', 'reports', 'emulator', 'connectors']) {
  cpSync(folder, `dist/${folder}`, { recursive: true, filter: isAsset });
}
chmodSync('dist/cli/main.js', 0o755);
rmSync('dist/test', { recursive: true, force: true });
