import { z } from 'zod';
import { isZone } from '../imports/dates.js';

export const archiveSettings = z.strictObject({
  account: z
    .string()
    .min(1)
    .optional()
    .describe('the account, for archives that do not say it or to override what they say'),
  time_zone: z
    .string()
    .refine(isZone, { error: 'is not a time zone; write an IANA name like America/Sao_Paulo' })
    .optional()
    .describe('IANA zone of the account'),
  observed_at: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'is not a time; write 2026-01-31 or 2026-01-31T18:30:00-03:00',
    })
    .optional()
    .describe('when the archive was made; by default the day in its name'),
  imported_at: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('when it was first imported: the time of an archive whose name has no day'),
});

/** The settings of the `export-archive` connector. */
export type ArchiveSettings = z.infer<typeof archiveSettings>;
