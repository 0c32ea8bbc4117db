import type { ArchiveSelection, ContainedFiles } from '../contract.js';
import { SourceError } from '../errors.js';
import { archiveNameIn, neededPaths, partAt } from './paths.js';

/**
 * What is read of a folder or zip; `null` when it is no archive.
 *
 * @throws SourceError of kind `input` for an archive in HTML, and when a file to read is a link.
 */
export function selectFiles({ name, entries, passedOver }: ContainedFiles): ArchiveSelection | null {
  const paths = neededPaths(
    name,
    entries.map(({ path }) => path),
  );
  if (paths === null) return null;
  const missing = passedOver.find(({ path }) => partAt(path) !== null);
  if (missing) {
    throw new SourceError(`${name}/${missing.path} is ${missing.why}.`, {
      kind: 'input',
      recovery: 'skip',
      hint: 'Nothing was imported. Put the file itself there, or import the archive as it came.',
    });
  }
  const named = archiveNameIn(`${name}/${paths[0] ?? ''}`);
  return { group: named && `${named.username} ${named.day}`, paths };
}
