/**
 * Stands for every package that `scripts/bundle.mjs` leaves out. What Vega calls of them all the same: it makes itself a
 * loader, and here has none; it reads the data inside a chart, which needs no reading.
 */
export const loader = (): null => null;
export const read = <Data>(data: Data): Data => data;
