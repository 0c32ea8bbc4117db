/** What a table needs of danfojs-node: pass the module, `table.dataframe(danfo)`. */
export interface Danfo<DataFrame = unknown, Series = unknown> {
  readonly DataFrame: new (data: Record<string, unknown[]>) => DataFrame;
  readonly Series: new (data: unknown[]) => Series;
}

/** A plain value as danfojs can hold it: instants and lists have no type there. */
export function danfoValue(value: unknown): string | number | boolean | null {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return value as string | number | boolean | null;
}
