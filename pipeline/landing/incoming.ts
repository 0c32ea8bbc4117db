import type { Item, Page } from '../../connectors/contract.js';
import { redactor } from '../../connectors/http/redact.js';
import type { CanonicalRecord, RecordOf } from '../../connectors/streams.js';
import { TableBuffer } from '../engines/columns.js';
import type { Manifest } from './manifest.js';
import { isTotal, landingTables, originColumns } from './tables.js';
import type { RawFile } from './writer.js';

const payloadLimit = 2_000;
/** Raw pages hold no secret; a file that somebody imports may. */
export const redact = redactor([]);

/** Where an item comes from. */
interface Origin {
  readonly manifest: Manifest;
  readonly file: RawFile;
  readonly line: number;
  /** From 1, in the file. */
  readonly item: number;
  /** `null` when the line could not be read. */
  readonly page: Page | null;
}

/** What raw files say, as rows of landing tables and of the quarantine. */
export class Incoming {
  /** Rows so far. */
  rows = 0;
  readonly rejects: unknown[][] = [];
  private readonly tables = new Map<string, TableBuffer>();
  private readonly byStream = new Map(landingTables.map((table) => [table.stream, table]));

  /** Rows of a landing table; `undefined` when nothing was said for it. Without them here from then on. */
  take(table: string): TableBuffer | undefined {
    const rows = this.tables.get(table);
    this.tables.delete(table);
    return rows;
  }

  add(item: Item, origin: Origin): void {
    if ('reject' in item) {
      this.reject(item, origin);
      return;
    }
    let totals: Totals | null = null;
    for (const record of item.records) {
      if (record.stream === 'media_insights' && isTotal(record.values)) {
        if (!totals?.takes(record.values)) {
          totals?.end();
          totals = new Totals(this.begin('media_counters', origin), record.values);
        }
        totals.add(record.values);
      } else this.addRecord(record, origin);
    }
    totals?.end();
  }

  private addRecord({ stream, values }: CanonicalRecord, origin: Origin): void {
    // of the two tables that a stream may have the last one holds single records
    const { name, own } = this.byStream.get(stream)!;
    const table = this.begin(name, origin);
    for (const column of own)
      table.set(column.name, (values as Readonly<Record<string, unknown>>)[column.name]);
  }

  private begin(name: string, { manifest, file, line, item, page }: Origin): TableBuffer {
    let table = this.tables.get(name);
    if (!table) {
      table = new TableBuffer(landingTables.find((one) => one.name === name)!.columns);
      this.tables.set(name, table);
    }
    this.rows += 1;
    table.begin();
    const from = [file.source, manifest.run_id, file.path, line, item, page!.fetched_at];
    for (const [index, column] of originColumns.entries()) table.set(column.name, from[index]);
    return table;
  }

  private reject(
    { ref, reject }: Extract<Item, { reject: unknown }>,
    { manifest, file, line, item, page }: Origin,
  ): void {
    const { rule, field, message, payload } = reject;
    const seen = page?.fetched_at ?? new Date(manifest.nominal_at);
    const { source, account, stream, path } = file;
    const told = [ref, rule, field, redact(message), redact(payload).slice(0, payloadLimit), seen];
    this.rejects.push([manifest.run_id, source, account, stream, path, line, item, ...told]);
    this.rows += 1;
  }
}

type Counter = RecordOf<'media_insights'>;

/** A row of `landing.media_counters`: what an item says of a post's counters at one moment. */
class Totals {
  private readonly absent: string[] = [];

  constructor(
    private readonly row: TableBuffer,
    private readonly first: Counter,
  ) {
    row.set('media_ref', first.media_ref);
    row.set('account_ref', first.account_ref);
    row.set('observed_at', first.observed_at);
  }

  /** Whether a counter belongs here: a second statement about one is a row of its own. */
  takes({ media_ref, account_ref, observed_at, metric }: Counter): boolean {
    return (
      media_ref === this.first.media_ref &&
      account_ref === this.first.account_ref &&
      observed_at.getTime() === this.first.observed_at.getTime() &&
      !this.row.has(metric) &&
      !this.absent.some((pair) => pair.startsWith(`${metric}=`))
    );
  }

  add({ metric, value, absent_reason }: Counter): void {
    if (value === null) this.absent.push(`${metric}=${absent_reason ?? ''}`);
    else this.row.set(metric, value);
  }

  end(): void {
    if (this.absent.length > 0) this.row.set('absent', this.absent.sort().join(','));
  }
}
