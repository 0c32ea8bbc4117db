import { z } from 'zod';
import type { Item, Page } from '../contract.js';
import type { Json, JsonObject } from '../http/json.js';
import { parseJson } from '../http/json.js';
import { pageAccount } from '../imports/account.js';
import type { Archive, ReadPart } from './archive.js';
import type { Entry } from './part.js';
import { partNamed } from './parts/index.js';
import type { Said } from './read.js';

/** What a stored page says about itself; enough to read its entries again. */
const pageRequest = z.object({
  part: z.string(),
  account: z.string(),
  observed_at: z.iso.datetime(),
  time_zone: z.string().nullable(),
});

const pageBody = z.object({
  entries: z.array(
    z.object({
      file: z.string(),
      n: z.number(),
      kept: z.custom<JsonObject>((value) => typeof value === 'object' && value !== null),
      post: z
        .object({
          at: z.number().optional(),
          twin: z.number().optional(),
          isAmbiguous: z.literal(true).optional(),
          isListed: z.literal(true).optional(),
          duration: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

/** A page of entries of one part: of each what is kept, as the archive spells it. */
export function pageOf(
  archive: Archive,
  { part, files }: ReadPart,
  entries: readonly Entry[],
  connection: string,
  fetchedAt: Date,
  said: Partial<Said>,
): Page {
  return {
    source: 'export-archive',
    connection,
    account: pageAccount(archive.account),
    stream: part.stream,
    request: {
      file: `${archive.name}/${files.join(', ')}`,
      sha256: archive.sha256,
      kind: 'export-archive',
      part: part.name,
      account: archive.account,
      observed_at: archive.observedAt.toISOString(),
      time_zone: archive.timeZone,
      ...said,
    },
    fetched_at: fetchedAt,
    status: 200,
    body: JSON.stringify({ entries }),
  };
}

/** The items of a stored page, in order. */
export function itemsOf(page: Page): Item[] {
  const request = pageRequest.parse(page.request);
  const part = partNamed(request.part);
  if (!part) throw new Error(`no part of an archive "${request.part}"`);
  const { entries } = pageBody.parse(parseJson(page.body) as Json);
  return part.items(entries as readonly Entry[], {
    account: request.account,
    observedAt: new Date(request.observed_at),
    timeZone: request.time_zone,
  });
}
