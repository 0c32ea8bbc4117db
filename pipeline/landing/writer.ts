import { access } from 'node:fs/promises';
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

/** Where a raw file lies, relative to `data/raw`, with `/`. */
export function rawPath(
  { source, account, stream, date }: Pick<RawFile, 'source' | 'account' | 'stream'> & { date: string },
  name: string,
): string {
  const folder = `source=${pathSegment(source)}/account=${pathSegment(account)}/stream=${stream}/date=${date}`;
  return `${folder}/${name}.ndjson.gz`;
}

/** The UTC day in the path of a page's file. */
export function dayOf({ fetched_at }: Page): string {
  return fetched_at.toISOString().slice(0, 10);
}

/** Lines to one whole raw file on disk; returns its bytes. */
export async function writeRawFile(home: Home, path: string, lines: readonly string[]): Promise<Uint8Array> {
  const bytes = await compress(lines.join(''));
  await writeAtomically(join(home.raw, path), bytes);
  return bytes;
}

/** Characters of lines in one file. */
const flushAt = 8 * 1024 * 1024;
/** Characters of lines that are held as they are: what is packed takes a fifth or less. */
const packAt = 1024 * 1024;

/** A file that is still written to. */
class Open {
  pages = 0;
  size = 0;
  private lines: string[] = [];
  private unpacked = 0;
  private packing: Promise<unknown> = Promise.resolve();
  private readonly packed: Uint8Array[] = [];

  constructor(
    readonly key: Pick<Page, 'source' | 'account' | 'stream'> & { date: string; imported: string | null },
  ) {}

  async add(line: string): Promise<void> {
    this.lines.push(line);
    this.pages += 1;
    this.size += line.length;
    this.unpacked += line.length;
    if (this.unpacked >= packAt) await this.pack();
  }

  /** Gzip may consist of several parts, which unpack to their texts one after the other. */
  async bytes(): Promise<Uint8Array> {
    if (this.lines.length > 0) await this.pack();
    await this.packing;
    return Buffer.concat(this.packed);
  }

  /** Waits for the part before, so that no more than two are held. */
  private async pack(): Promise<void> {
    const text = this.lines.join('');
    this.lines = [];
    this.unpacked = 0;
    await this.packing;
    this.packing = compress(text).then((part) => this.packed.push(part));
    this.packing.catch(() => undefined); // whoever waits for it tells it
  }
}

/**
 * Lands pages, append-only: `source=/account=/stream=/date=/<run>-<number>.ndjson.gz`. A file appears under its name
 * only once it is whole and on disk, and counts only once a manifest lists it.
 */
export class LandingWriter {
  private readonly open = new Map<string, Open>();
  private number = 0;
  /** Files on their way to disk, one after the other, while more is read. */
  private saved = Promise.resolve();

  /** `onFile` is told about each file as soon as it is durable, so that a later failure cannot make it forgotten. */
  constructor(
    private readonly home: Home,
    private readonly runId: string,
    private readonly onFile: (file: RawFile) => void,
  ) {}

  async write(page: Page): Promise<void> {
    const { source, account, stream } = page;
    const imported = typeof page.request.sha256 === 'string' ? page.request.sha256 : null;
    const key = { source, account, stream, date: dayOf(page), imported };
    const id = JSON.stringify(key);
    const part = this.open.get(id) ?? new Open(key);
    this.open.set(id, part);
    await part.add(toLine(page));
    if (part.size >= flushAt) await this.close(id, part);
  }

  /** Makes everything written so far durable. */
  async flush(): Promise<void> {
    for (const [id, part] of this.open) await this.close(id, part);
    await this.saved;
  }

  /** One that is not there yet: a run whose manifest was moved away may have had the same id. */
  private async freshPath(key: Open['key']): Promise<string> {
    for (;;) {
      this.number += 1;
      const path = rawPath(key, `${this.runId}-${String(this.number).padStart(4, '0')}`);
      const isThere = await access(join(this.home.raw, path)).then(
        () => true,
        () => false,
      );
      if (!isThere) return path;
    }
  }

  /** Waits for the files before this one, so that memory holds no more than two. */
  private async close(id: string, part: Open): Promise<void> {
    this.open.delete(id);
    const before = this.saved;
    this.saved = before.then(() => this.save(part));
    this.saved.catch(() => undefined); // the next write or flush tells it
    await before;
  }

  private async save(part: Open): Promise<void> {
    const { key, pages } = part;
    const path = await this.freshPath(key);
    const bytes = await part.bytes();
    await writeAtomically(join(this.home.raw, path), bytes);
    this.onFile({
      path,
      source: key.source,
      account: key.account,
      stream: key.stream,
      pages,
      sha256: sha256(bytes),
      bytes: bytes.length,
      imported: key.imported,
    });
  }
}
