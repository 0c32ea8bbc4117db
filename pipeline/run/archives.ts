import type { Connector, ContainedFiles, InputFile } from '../../connectors/contract.js';
import { SourceError } from '../../connectors/errors.js';

/** A folder or zip that is an archive of a source, or a part of one. */
export interface ArchivePart<Contents extends ContainedFiles> {
  readonly connector: Connector;
  readonly container: Contents;
  readonly group: string | null;
  /** Paths of what is read of it. */
  readonly needed: ReadonlySet<string>;
}

/** One archive of a source, all its parts: the files that are read of it. */
export interface Archive {
  readonly connector: Connector;
  /** Its folders and zips, side by side. */
  readonly name: string;
  readonly sha256: string;
  /** Of the files that are read. */
  readonly bytes: number;
  readonly files: readonly InputFile[];
}

/**
 * What a folder or zip is to the first source whose archive it is; `null` when it is none.
 *
 * @throws SourceError of kind `input` for an archive that cannot be used.
 */
export function archivePart<Contents extends ContainedFiles>(
  container: Contents,
  connectors: readonly Connector[],
): ArchivePart<Contents> | null {
  for (const connector of connectors) {
    const found = connector.archives?.select(container);
    if (found) return { connector, container, group: found.group, needed: new Set(found.paths) };
  }
  return null;
}

/**
 * Parts of one group; those whose name says nothing belong to the only group of their source, or to each other.
 *
 * @throws SourceError of kind `input` when they may belong to several.
 */
export function together<Contents extends ContainedFiles>(
  parts: readonly ArchivePart<Contents>[],
): ArchivePart<Contents>[][] {
  const groups: ArchivePart<Contents>[][] = [];
  for (const part of parts.filter(({ group }) => group !== null)) {
    const own = groups.find(([first]) => first!.connector === part.connector && first!.group === part.group);
    if (own) own.push(part);
    else groups.push([part]);
  }
  for (const part of parts.filter(({ group }) => group === null)) {
    const possible = groups.filter(([first]) => first!.connector === part.connector);
    if (possible.length > 1) {
      throw new SourceError(`${part.container.name}: nothing tells which of the archives it is a part of.`, {
        kind: 'input',
        recovery: 'skip',
        hint: 'Import one archive at a time, with all its parts: reachline import PART1 PART2 …',
      });
    }
    if (possible[0]) possible[0].push(part);
    else groups.push([part]);
  }
  return groups;
}

/** An archive of files whose bytes are known. */
export function archiveOf(
  parts: readonly ArchivePart<ContainedFiles>[],
  files: readonly InputFile[],
): Archive {
  const { connector } = parts[0]!;
  const name = parts.map(({ container }) => container.name).join(' + ');
  if (files.length === 0) {
    throw new SourceError(`${name} holds none of the files that Reachline reads of an archive.`, {
      kind: 'input',
      recovery: 'skip',
      hint: 'Large archives come in several parts: import all of them at once, reachline import PART1 PART2 …',
    });
  }
  return {
    connector,
    name,
    sha256: connector.archives!.identity(files),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files,
  };
}
