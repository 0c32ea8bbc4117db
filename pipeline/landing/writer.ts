import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Page } from '../../connectors/contract.js';
import { sha256, writeAtomically } from '../files.js';
import { type Home, pathSegment } from '../home.js';
import { toLine } from './envelope.js';

const compress = promisify(gzip);

/** A raw file that a manifest commits. */
export interface RawFile {
  /** Relative to `data/raw`, with `/`. */
  readonly path: string;
  readonly source: string;
  readonly account: string;
  readonly stream: string;
  readonly pages: number;
  readonly sha256: string;
  readonly bytes: number;
  /** Checksum of the imported file whose rows these are; `null` for everything that was fetched. */
  readonly imported: string | null;
}

const flushAt = 8 * 1024 * 1024;

interface Open {
  readonly key: Pick<Page, 'source' | 'account' | 'stream'> & { date: string; imported: string | null };
  lines: string[];
  size: number;
}

/**
 * Lands pages, append-only: `source=/account=/stream=/date=/<run>-<number>.ndjson.gz`. A file appears under its name
 * only once it is whole and on disk, and counts only once a manifest lists it.
 */
export class LandingWriter {
  private readonly open = new Map<string, Open>();
  private number = 0;

  /** `onFile` is told about each file as soon as it is durable, so that a later failure cannot make it forgotten. */
  constructor(
    private readonly home: Home,
    private readonly runId: string,
    private readonly onFile: (file: RawFile) => void,
  ) {}

  async write(page: Page): Promise<void> {
    const key = {
      source: page.source,
      account: page.account,
      stream: page.stream,
      date: page.fetched_at.toISOString().slice(0, 10),
      imported: typeof page.request.sha256 === 'string' ? page.request.sha256 : null,
    };
    const id = JSON.stringify(key);
    const part: Open = this.open.get(id) ?? { key, lines: [], size: 0 };
    this.open.set(id, part);
    const line = toLine(page);
    part.lines.push(line);
    part.size += line.length;
    if (part.size >= flushAt) await this.close(id, part);
  }

  /** Makes everything written so far durable. */
  async flush(): Promise<void> {
    for (const [id, part] of this.open) await this.close(id, part);
  }

  private async close(id: string, { key, lines }: Open): Promise<void> {
    this.open.delete(id);
    this.number += 1;
    const path = [
      `source=${pathSegment(key.source)}`,
      `account=${pathSegment(key.account)}`,
      `stream=${key.stream}`,
      `date=${key.date}`,
      `${this.runId}-${String(this.number).padStart(4, '0')}.ndjson.gz`,
    ].join('/');
    const bytes = await compress(lines.join(''));
    const target = join(this.home.raw, path);
    await writeAtomically(target, bytes);
    this.onFile({
      path,
      source: key.source,
      account: key.account,
      stream: key.stream,
      pages: lines.length,
      sha256: sha256(bytes),
      bytes: bytes.length,
      imported: key.imported,
    });
  }
}
