// Writes the types of the marts' columns, notebooks/api/marts.ts, from what the models give over no data: names complete in notebooks.
// The file is committed, so that types are there before the first build; where CI is set, one that lags behind is an error.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema } from '../dist/pipeline/config/schema.js';
import { homeAt } from '../dist/pipeline/home.js';
import { readModels } from '../dist/pipeline/models/catalogue.js';
import { openMarts } from '../dist/pipeline/published.js';
import { build } from '../dist/pipeline/run/build.js';

const types = {
  BIGINT: 'number',
  BOOLEAN: 'boolean',
  DATE: 'string',
  DOUBLE: 'number',
  HUGEINT: 'number',
  INTEGER: 'number',
  'TIMESTAMP WITH TIME ZONE': 'Date',
  VARCHAR: 'string',
  'VARCHAR[]': 'readonly string[]',
};

async function columnsOfMarts() {
  const root = await mkdtemp(join(tmpdir(), 'reachline-marts-'));
  try {
    const home = homeAt(root);
    await mkdir(home.data);
    const config = configSchema.parse({});
    const nothing = { connections: [], connectors: [], manifests: [] };
    await build({ home, config, ...nothing, runId: 'none', now: new Date(0) });
    const marts = await openMarts(home);
    return await marts
      .rows(
        `select table_name as mart, column_name as name, data_type as type from information_schema.columns
         order by table_name, ordinal_position`,
      )
      .finally(() => marts.close());
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function typeOf(model, { name, type }) {
  const checks = model.checks.filter(({ severity }) => severity === 'error');
  const values = checks.find((check) => check.name === 'accepted_values' && check.arguments[0] === name);
  const known = types[type];
  if (known === undefined)
    throw new Error(`${model.name}.${name} is of type ${type}, which has no type in scripts/mart-types.mjs`);
  const plain = values
    ? values.arguments
        .slice(1)
        .map((value) => `'${value}'`)
        .join(' | ')
    : known;
  const isKnown =
    model.grain.includes(name) ||
    checks.some((check) => check.name === 'not_null' && check.arguments.includes(name));
  return isKnown ? plain : `${plain} | null`;
}

function comment(model) {
  const text = `${model.description} One row per ${model.grain.join(', ')}.`
    .replaceAll(/\s+/g, ' ')
    .replaceAll('*/', '* /');
  return `  /** ${text} */\n`;
}

const columns = await columnsOfMarts();
const marts = (await readModels()).filter(({ layer }) => layer === 'marts');
const members = marts.map((model) => {
  const own = columns.filter(({ mart }) => mart === model.name);
  return `${comment(model)}  ${model.name}: {\n${own.map((column) => `    ${column.name}: ${typeOf(model, column)};\n`).join('')}  };\n`;
});
const text = `// Made by scripts/mart-types.mjs in every build, from the models; do not edit.

/** The columns of each mart as plain rows have them: instants as \`Date\`, days as \`YYYY-MM-DD\`. */
export interface Marts {
${members.join('')}}
`;

const path = 'notebooks/api/marts.ts';
if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
  if (process.env.CI === 'true')
    throw new Error(`${path} is not what the models give; run \`npm run build\` and commit it`);
  await writeFile(path, text);
  await writeFile('dist/notebooks/api/marts.d.ts', text);
  process.stdout.write(`wrote ${path}: commit it\n`);
}
