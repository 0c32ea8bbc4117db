import type { Message, ReadContext } from '../contract.js';
import { pageAccount } from '../imports/account.js';
import { type Archive, readArchive } from './archive.js';
import { itemsOf, pageOf } from './page.js';
import type { ArchiveSettings } from './settings.js';

const entriesPerPage = 500;

/** Pages of up to 500 entries of the files handed over, which are those of one archive, all its parts. */
export async function* readPages(context: ReadContext<ArchiveSettings>): AsyncGenerator<Message, void, void> {
  const { effects, settings, connection } = context;
  if (effects.files.length === 0) return;
  const archive = await readArchive(effects.files, settings, effects.now(), effects.signal);
  for (const file of archive.empty) {
    const message = `${file} holds no list and was not read`;
    const gap = {
      connection,
      account: archive.account,
      stream: null,
      recovery: 'skip' as const,
      message,
      hint: null,
    };
    yield { type: 'gap', gap };
  }
  const said = saidOf(archive);
  effects.log.info(`${archive.name}: export archive`, { decided: said.dialect });
  const total = archive.read.reduce((sum, { entries }) => sum + entries.length, 0);
  let done = 0;
  let isFirst = true;
  for (const read of archive.read) {
    for (let start = 0; start < read.entries.length; start += entriesPerPage) {
      effects.signal.throwIfAborted();
      const entries = read.entries.slice(start, start + entriesPerPage);
      yield {
        type: 'page',
        page: pageOf(archive, read, entries, connection, effects.now(), isFirst ? { ...said } : {}),
      };
      isFirst = false;
      done += entries.length;
      yield { type: 'progress', account: pageAccount(archive.account), done, total };
    }
  }
}

/** What was decided about an archive, in the form that the `imports` connector has for a file. */
export interface Said {
  /** The parts that it holds. */
  readonly layout: string;
  readonly dialect: {
    readonly why: readonly string[];
    readonly warnings: readonly string[];
    readonly account_zone: string | null;
  };
}

export function saidOf(archive: Archive): Said {
  return {
    layout: archive.read.map(({ part }) => part.title).join(', '),
    dialect: { why: archive.why, warnings: warningsOf(archive), account_zone: archive.timeZone },
  };
}

/** A line per part whose labels are not all known, and per file that holds no list. */
function warningsOf(archive: Archive): string[] {
  const unknown = archive.read.flatMap((read) => {
    if (read.part.sum) return []; // it has no labels
    const items = itemsOf(pageOf(archive, read, read.entries, '', archive.observedAt, {}));
    const drifts = items.flatMap((item) => ('records' in item ? (item.drifts ?? []) : []));
    const labels = new Map<string, number>();
    for (const { kind, field } of drifts)
      if (kind === 'column') labels.set(field, (labels.get(field) ?? 0) + 1);
    if (labels.size === 0) return [];
    const list = [...labels].map(([label, times]) => `${JSON.stringify(label)} (${times} ×)`).join(', ');
    return [`${read.part.title}: labels that are not known, kept in raw and not loaded: ${list}`];
  });
  return [...unknown, ...archive.empty.map((file) => `${file} holds no list and was not read`)];
}
