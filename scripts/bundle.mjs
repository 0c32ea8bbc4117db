// Bundles what runs in the report's page, reports/browser, into one file: reports/browser/page.js, which tests read, and its copy in
// dist.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Parts of Vega that no chart of ours uses; they would be a third of the page. What the rest imports of them stands in absent.ts. */
const absent = new Set([
  'd3-delaunay',
  'd3-dsv',
  'd3-ease',
  'd3-force',
  'd3-geo',
  'd3-geo-projection',
  'd3-hierarchy',
  'd3-quadtree',
  'topojson-client',
  'vega-crossfilter',
  'vega-force',
  'vega-geo',
  'vega-hierarchy',
  'vega-label',
  'vega-loader',
  'vega-projection',
  'vega-regression',
  'vega-selections',
  'vega-voronoi',
  'vega-wordcloud',
]);

export async function bundlePage() {
  const bundle = await rolldown({
    input: 'reports/browser/main.ts',
    cwd: root,
    platform: 'browser',
    shimMissingExports: true,
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    // Names that are missing on purpose are what it would warn of.
    logLevel: 'silent',
    plugins: [
      {
        name: 'absent',
        resolveId: (name) => (absent.has(name) ? `${root}reports/browser/absent.ts` : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true, comments: false });
  await bundle.close();
  // Nothing in it may end its element, or hide where that ends.
  const code = ascii(output[0].code.trim()).replaceAll(/<\/(?=script)/gi, '<\\/');
  if (/<!--|<script/i.test(code)) throw new Error('the bundle spells <!-- or <script');
  // It waits until the page is painted.
  return `${licences()}(self.requestIdleCallback||setTimeout)(function(){${code}},{timeout:1000});`;
}

/** The same code in ASCII, as all of a page is. What is beyond it stands in strings. */
function ascii(code) {
  return code.replaceAll(
    /[^\u0000-\u007f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Reports are handed on, and with them the work of others. */
function licences() {
  const texts = ['vega', 'd3-shape'].map((name) =>
    readFileSync(`${root}node_modules/${name}/LICENSE`, 'utf8').trim(),
  );
  return `/*\nWith parts of Vega and D3.\n\n${texts.join('\n\n')}\n*/\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const code = await bundlePage();
  for (const folder of ['reports/browser', 'dist/reports/browser']) {
    mkdirSync(`${root}${folder}`, { recursive: true });
    writeFileSync(`${root}${folder}/page.js`, code);
  }
}
