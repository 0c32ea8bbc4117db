/**
 * The published marts in a notebook: `const { warehouse, plot } = await open({ display: tslab.display })`. Loads with `import` and
 * with `require`.
 */
export type { Cell } from '../../pipeline/index.js';
export type { ChartSpec } from '../../reports/charts/index.js';
export type { Study } from '../../reports/index.js';
export type { Danfo } from './danfo.js';
export type { Display } from './display.js';
export { Identifier, identifier, type MartName, type MartNames } from './identifier.js';
export type { Marts } from './marts.js';
export { type Notebook, type OpenOptions, open } from './open.js';
export type { Plot } from './plot.js';
export type { Table } from './table.js';
export type { Warehouse } from './warehouse.js';
