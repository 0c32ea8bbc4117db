import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

/** A source file as the rules see it: its path from the project's root, with `/`, and its text. */
interface Source {
  readonly path: string;
  readonly text: string;
}

const root = new URL('../', import.meta.url);
const folders = [
  'connectors',
  'emulator',
  'pipeline',
  'reports',
  'cli',
  'notebooks/api',
  'bench',
  'test',
] as const;

function filesOf(folder: string, ending: string): Source[] {
  let names: string[];
  try {
    names = readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' });
  } catch {
    return []; // a folder that later work adds
  }
  return names
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending) && !path.endsWith('.d.ts') && !path.includes('node_modules/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));
}

interface Import {
  readonly target: string;
  readonly isLazy: boolean;
  readonly isType: boolean;
}

/** What a file imports or exports again, lazily or not, types included. */
function importsOf({ text }: Source): Import[] {
  const code = text.replaceAll(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, '');
  const declared = [...code.matchAll(/^(?:import|export)\b([^;'"]*?)\bfrom\s+['"]([^'"]+)['"]/gm)];
  const bare = [...code.matchAll(/^import\s+['"]([^'"]+)['"]/gm)];
  const lazy = [...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)];
  return [
    ...declared.map(([, what, target]) => ({
      target: target!,
      isLazy: false,
      isType: what!.trim().startsWith('type '),
    })),
    ...bare.map(([, target]) => ({ target: target!, isLazy: false, isType: false })),
    ...lazy.map(([, target]) => ({ target: target!, isLazy: true, isType: false })),
  ];
}

/** What each folder may reach outside itself: prefixes of project paths. npm packages are another rule. */
const mayImport: Readonly<Record<(typeof folders)[number], readonly string[]>> = {
  connectors: [],
  emulator: [],
  pipeline: [
    'connectors/contract.js',
    'connectors/errors.js',
    'connectors/files/',
    'connectors/metrics.js',
    'connectors/streams.js',
    'connectors/http/redact.js',
  ],
  reports: ['pipeline/index.js'],
  'notebooks/api': ['pipeline/index.js', 'reports/index.js', 'reports/charts/index.js'],
  cli: ['connectors/', 'pipeline/', 'reports/', 'emulator/'],
  bench: ['connectors/', 'pipeline/', 'reports/', 'emulator/'],
  test: ['connectors/', 'pipeline/', 'reports/', 'emulator/', 'cli/', 'bench/', 'notebooks/'],
};

function folderOf(path: string): (typeof folders)[number] {
  return folders.find((folder) => path.startsWith(`${folder}/`))!;
}

function wrongArrows(source: Source): string[] {
  const own = folderOf(source.path);
  return importsOf(source)
    .filter(({ target }) => target.startsWith('.'))
    .map(({ target }) => posix.normalize(posix.join(posix.dirname(source.path), target)))
    .filter((target) => !target.startsWith(`${own}/`))
    .filter((target) => !mayImport[own].some((allowed) => target.startsWith(allowed)))
    .map((target) => `${source.path} → ${target}`);
}

const packages = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  dependencies: Record<string, string>;
};

/** npm packages that a user's install would not have. */
function undeclaredPackages(source: Source): string[] {
  return importsOf(source)
    .filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'))
    .map(({ target }) => /^(?:@[^/]+\/)?[^/]+/.exec(target)![0])
    .filter((name) => !(name in packages.dependencies))
    .map((name) => `${source.path} → ${name}`);
}

/** `vega` and `vega-lite` hold a top-level await: imported at start they would break `require` of the built package. */
function eagerVega(source: Source): string[] {
  return importsOf(source)
    .filter(({ target, isLazy }) => /^vega(-lite)?($|\/)/.test(target) && !isLazy)
    .map(({ target }) => `${source.path} imports ${target} at start`);
}

function topLevelAwait({ path, text }: Source): string[] {
  return text
    .split('\n')
    .filter((line) =>
      /^(?:(?:export )?(?:const|let|var) [^=]+= await\b|await\b|for await\b|await using\b)/.test(line),
    )
    .map((line) => `${path}: ${line}`);
}

/** The machine's clock is right only where processes are compared. */
const clockReaders = ['pipeline/run/lock.ts'];

function ambientClock({ path, text }: Source): string[] {
  if (clockReaders.includes(path)) return [];
  return [...text.matchAll(/\bDate\.now\b|\bnew Date\(\s*\)|\bTemporal\.Now\b/g)].map(
    ([found]) => `${path}: ${found}`,
  );
}

const spellings: readonly [RegExp, string][] = [
  [/::/, '::'],
  [/\bqualify\b/i, 'qualify'],
  [/\barg_m(?:ax|in)\b/i, 'arg_max'],
  [/\bm(?:ax|in)_by\b/i, 'max_by'],
  [/\blist_\w+\s*\(/i, 'list_*('],
  [/\bstrftime\b/i, 'strftime'],
  [/\/\//, '//'],
  [/\*\s*exclude\b/i, '* exclude'],
  [/\*\s*replace\b/i, '* replace'],
  [/\bread_(?:csv|parquet|json)\w*\b/i, 'read_*('],
  [/\blambda\b|->/i, 'lambda'],
];

/** What every engine spells alike. Anything else that a model calls has its own line in functions.sql. */
const portable = new Set(
  `abs avg cast coalesce concat concat_ws count count_if exists extract floor lag lead length ln lower max min nullif
   percentile_cont rank round row_number sqrt substr sum trim upper var_samp`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
/** Words that a parenthesis may follow without a call. */
const words = new Set(
  'all and as between by case else from group in not on or over select then union values when where'.split(
    ' ',
  ),
);

const namedFunctions = new Set(
  [
    ...readFileSync(new URL('pipeline/engines/duckdb/functions.sql', root), 'utf8').matchAll(
      /^create or replace macro (\w+)\(/gm,
    ),
  ].map(([, name]) => name!),
);

function unportable({ path, text }: Source): string[] {
  const code = text.replaceAll(/--.*$/gm, '').replaceAll(/'(?:[^']|'')*'/g, "''");
  const found = spellings.filter(([pattern]) => pattern.test(code)).map(([, name]) => `${path}: ${name}`);
  const names = new Set([...code.matchAll(/\b([a-z_]\w*)\s*\(/gi)].map(([, name]) => name!.toLowerCase()));
  const ctes = new Set([...code.matchAll(/\b(\w+) as \(/gi)].map(([, name]) => name!.toLowerCase()));
  const foreign = [...names].filter(
    (name) => !portable.has(name) && !words.has(name) && !namedFunctions.has(name) && !ctes.has(name),
  );
  return [...found, ...foreign.map((name) => `${path}: ${name}() is neither portable nor in functions.sql`)];
}

const sources = folders.flatMap((folder) => filesOf(folder, '.ts'));
const library = sources.filter(({ path }) => !/^(?:cli|bench|test)\//.test(path));
const shipped = sources.filter(({ path }) => !path.startsWith('test/'));
const models = filesOf('pipeline/models', '.sql');

interface Rule {
  readonly name: string;
  readonly breaks: (source: Source) => string[];
  readonly over: readonly Source[];
  /** A file that the rule must reject, so that the rule cannot quietly stop working. */
  readonly bad: readonly Source[];
  readonly good: readonly Source[];
}

const file = (path: string, text: string): Source => ({ path, text });

const rules: readonly Rule[] = [
  {
    name: 'imports point from the report to the source, never back',
    breaks: wrongArrows,
    over: sources,
    bad: [
      file('connectors/a.ts', `import { sha256 } from '../pipeline/files.js';`),
      file('connectors/graph-api/a.ts', `import type { World } from '../../emulator/world/world.js';`),
      file('emulator/a.ts', `import { streams } from '../connectors/streams.js';`),
      file('pipeline/run/a.ts', `import { connectors } from '../../connectors/registry.js';`),
      file('pipeline/a.ts', `export { writeReport } from '../reports/index.js';`),
      file('pipeline/a.ts', `const report = () => import('../reports/index.js');`),
      file('reports/a.ts', `import {\n  sha256,\n  writeAtomically,\n} from '../pipeline/files.js';`),
      file('reports/charts/a.ts', `import '../../cli/main.js';`),
      file('notebooks/api/a.ts', `import { streams } from '../../connectors/index.js';`),
      file('bench/a.ts', `import { print } from '../cli/terminal.js';`),
    ],
    good: [
      file('pipeline/run/a.ts', `import type { Connector } from '../../connectors/contract.js';`),
      file(
        'reports/a.ts',
        `// import { x } from '../cli/x.js'\nimport type { Marts } from '../pipeline/index.js';`,
      ),
      file('cli/a.ts', `const { startEmulator } = await import('../emulator/index.js');`),
    ],
  },
  {
    name: 'every package that ships is a declared dependency',
    breaks: undeclaredPackages,
    over: shipped,
    bad: [file('pipeline/a.ts', `import fc from 'fast-check';`), file('cli/a.ts', `await import('@x/y/z');`)],
    good: [file('pipeline/a.ts', `import { parse } from 'yaml';\nimport 'node:fs';`)],
  },
  {
    name: 'vega and vega-lite load lazily, and their types stay inside',
    breaks: eagerVega,
    // The page's script is a bundle of its own, which Node never loads.
    over: shipped.filter(({ path }) => !path.startsWith('reports/browser/')),
    bad: [
      file('reports/a.ts', `import * as vega from 'vega';`),
      file('reports/a.ts', `import type { TopLevelSpec } from 'vega-lite';`),
    ],
    good: [
      file('reports/a.ts', `const vega = await import('vega');`),
      file('reports/a.ts', `import { expressionInterpreter } from 'vega-interpreter';`),
    ],
  },
  {
    name: 'nothing outside the command line awaits at the top level',
    breaks: topLevelAwait,
    over: library,
    bad: [
      file('pipeline/a.ts', `const models = await readModels();`),
      file('pipeline/a.ts', `await start();`),
      file('pipeline/a.ts', `export const { a, b } = await import('./b.js');`),
    ],
    good: [file('pipeline/a.ts', `async function a() {\n  await b();\n}`)],
  },
  {
    name: 'the clock is passed in',
    breaks: ambientClock,
    over: library,
    bad: [
      file('pipeline/a.ts', `const now = new Date();`),
      file('reports/a.ts', `const now = Date.now();`),
      file('emulator/a.ts', `const clock = Date.now;`),
    ],
    good: [file('pipeline/a.ts', `const day = new Date(text);`)],
  },
  {
    name: 'models are portable SQL',
    breaks: unportable,
    over: models,
    bad: [
      `select a::bigint from t`,
      `select * from t qualify row_number() over (order by a) = 1`,
      `select arg_max(a, b) from t`,
      `select max_by(a, b) from t`,
      `select list_sort(a) from t`,
      `select strftime(a, '%Y') from t`,
      `select a // 2 from t`,
      `select * exclude (a) from t`,
      `select * replace (1 as a) from t`,
      `select epoch_ms(a) from t`,
      `select regexp_extract(a, 'x') from t`,
    ].map((text) => file('pipeline/models/marts/bad.sql', text)),
    good: [
      file(
        'pipeline/models/marts/good.sql',
        `-- a::b, strftime\nwith t as (\n  select 1 as a\n)\nselect rate(a, 2), 'max_by(//' from t where a in (1)`,
      ),
    ],
  },
];

describe.each(rules)('$name', ({ breaks, over, bad, good }) => {
  it('holds', () => {
    expect(over.length).toBeGreaterThan(0);
    expect(over.flatMap(breaks)).toEqual([]);
  });
  it.each(bad)('would notice: $text', (source) => {
    expect(breaks(source)).not.toEqual([]);
  });
  it.each(good)('allows: $text', (source) => {
    expect(breaks(source)).toEqual([]);
  });
});

it('knows the files it judges', () => {
  for (const folder of ['connectors', 'emulator', 'pipeline', 'reports', 'cli'] as const) {
    const judged = sources.filter(({ path }) => folderOf(path) === folder);
    expect(judged.length, folder).toBeGreaterThan(5);
    expect(judged.flatMap(importsOf).length, folder).toBeGreaterThan(10);
  }
  expect(models.length).toBeGreaterThan(20);
  expect(namedFunctions).toContain('rate');
});
