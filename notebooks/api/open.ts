import { openMarts, ReachlineError } from '../../pipeline/index.js';
import { readStudy, type Study } from '../../reports/index.js';
import type { Display } from './display.js';
import { findHome } from './find-home.js';
import { oneAtATime } from './one-at-a-time.js';
import { type Plot, plotter } from './plot.js';
import { Warehouse } from './warehouse.js';

export interface OpenOptions {
  /** What tables and charts are shown with: `tslab.display`. Without one, tables print as text. */
  readonly display?: Display;
  /** The home to read; default `REACHLINE_HOME`, else the nearest folder upward with published tables, its `demo` included. */
  readonly home?: string;
  /** More rows of a query are not read; default 5 million. */
  readonly mostRows?: number;
}

export interface Notebook {
  readonly warehouse: Warehouse;
  /** Draws a Vega-Lite specification, or a chart of the report, with the data given or its own. */
  readonly plot: Plot;
  /**
   * What the report of an account and period is made from: its posts, measures and residuals. `account` is an id, a user name
   * or a name; `period` as in `reachline report`, by default `last-28-days` up to the publication.
   * @throws ReachlineError `usage` for an unknown account or a bad period.
   */
  readonly study: (account: string, period?: string) => Promise<Study>;
}

/**
 * Opens the published marts of a home, read-only, as they are now.
 * @throws ReachlineError `usage` when nothing is published, `refused` when its files are missing or damaged.
 */
export async function open(options: OpenOptions = {}): Promise<Notebook> {
  const { display, mostRows = 5_000_000 } = options;
  const home = findHome(options.home, process.env, process.cwd());
  const marts = await openMarts(home);
  const shown = display ?? null;
  const inTurn = oneAtATime();
  const warehouse = await Warehouse.over(marts, { home, mostRows, display: shown, inTurn });
  return {
    warehouse,
    plot: plotter(shown),
    study: async (account, period = 'last-28-days') => {
      const [found] = (
        await warehouse.sql<{ account_id: string }>`
          select account_id from accounts where ${account} in (account_id, username, name) order by account_id`
      ).rows();
      if (found === undefined) {
        throw new ReachlineError('usage', `no account "${account}"`, {
          hint: 'See them with sql`select account_id, username, name from accounts`.',
        });
      }
      return inTurn(() => readStudy(marts, found.account_id, period, warehouse.publishedAt, {}));
    },
  };
}
