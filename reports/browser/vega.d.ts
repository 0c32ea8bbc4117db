import 'vega';

declare module 'vega' {
  /** Of vega-scenegraph, left out of Vega's own declarations. */
  export const textMetrics: { canvas(isUsed: boolean): void };
}
