import { z } from 'zod';
import { type DateFormat, dateFormats, isZone } from './dates.js';
import { type Role, roles } from './roles.js';

const zone = z
  .string()
  .refine(isZone, { error: 'is not a time zone; write an IANA name like America/Sao_Paulo' });

const format = z
  .string()
  .transform((value) => {
    const name = value.trim().toLowerCase();
    return name.includes('dd') ? name.replace(/[.-]/g, '/') : name;
  })
  .pipe(z.enum(dateFormats));

const columnUse = z
  .union(
    [
      z.string().transform((column) => ({ column })),
      z.tuple([z.string()], z.string()).transform(([column, ...or]) => ({ column, or })),
      z.strictObject({
        column: z.string(),
        /** Other names that the column has in other files. */
        or: z.array(z.string()).optional(),
        /** True: files without the column are read too. */
        optional: z.boolean().optional(),
        /** `posted_at`, `observed_at`: how the column writes its times. */
        format: format.optional(),
        /** `posted_at`, `observed_at`: the zone of its zone-less times. */
        zone: zone.optional(),
        /** Numbers: the decimal mark. */
        decimal: z.enum(['.', ',']).optional(),
      }),
    ],
    {
      error:
        'is not a column: write its name, a list of the names it may have, or {column: NAME} with any of ' +
        'or (other names), optional (true), ' +
        `format (${dateFormats.join(', ')}), zone (an IANA name), decimal ("." or ",")`,
    },
  )
  .transform((use): ColumnUse => use);

/** How one role is filled from a file. */
export interface ColumnUse {
  /** A header name; in JSON a path, which may lead into an array (`edges.0.node.text`). */
  column: string;
  /** Other names that the column has in other files: the first that is there counts. */
  or?: string[] | undefined;
  /** A file without the column is read without the role. */
  optional?: boolean | undefined;
  format?: DateFormat | undefined;
  zone?: string | undefined;
  decimal?: '.' | ',' | undefined;
}

export const importSettings = z.strictObject({
  /** A kind by name; by default the header decides. */
  kind: z.string().optional(),
  /** The account, for files that do not name it, or to override what they say. */
  account: z.string().min(1).optional(),
  /** IANA zone of the account, and of zone-less times in the file unless permalinks show another clock. */
  time_zone: zone.optional(),
  /** Of workbooks: the sheet to read, by its name; by default the first with a known header. */
  sheet: z.string().min(1).optional(),
  /** Role → column. Makes a file of unknown kind readable, and overrides single columns of a known kind. */
  map: z
    .partialRecord(z.enum(roles as [Role, ...Role[]]), columnUse, {
      error: (issue) =>
        'keys' in issue && Array.isArray(issue.keys)
          ? `has no role ${issue.keys.join(', ')}; roles: ${roles.join(', ')}`
          : 'is not a map; write lines of ROLE: COLUMN',
    })
    .optional(),
  /** When the file held true: a time with its offset, or a day (its start in UTC); by default the time of import. */
  observed_at: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'is not a time; write 2026-01-31 or 2026-01-31T18:30:00-03:00',
    })
    .optional(),
});

/** The settings of the `imports` connector. */
export type ImportSettings = z.infer<typeof importSettings>;
