import type { InputFile, Item } from '../contract.js';
import { readArchive } from './archive.js';
import { itemsOf, pageOf } from './page.js';
import { type Said, saidOf } from './read.js';
import { archiveSettings } from './settings.js';

/** What an import of an archive would do. */
export interface ArchiveDescription extends Said {
  /** The first three items of each part as they would be loaded. */
  readonly first: readonly Item[];
}

/**
 * Describes an archive, by its needed files, without importing it.
 *
 * @throws SourceError of kind `input` for one that an import would refuse; ZodError for settings that are not its own.
 */
export async function inspectArchive(
  files: readonly InputFile[],
  settings: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<ArchiveDescription> {
  const parsed = archiveSettings.parse({ imported_at: now.toISOString(), ...settings });
  const archive = await readArchive(files, parsed, now, new AbortController().signal);
  return {
    ...saidOf(archive),
    first: archive.read.flatMap((read) =>
      itemsOf(pageOf(archive, read, read.entries.slice(0, 3), '', now, {})).slice(0, 3),
    ),
  };
}
