/**
 * The canonical streams: what every connector maps its source to, and the only shapes the pipeline loads.
 *
 * Declared once, here. The landing tables, the conformance suite and the record types all come from this file.
 * Column rules: ids are strings; times are UTC instants as `Date`; days are `YYYY-MM-DD` strings; a value that is
 * not known is `null`, never 0. Columns without `?` in {@link ColumnDeclaration} terms (`nullable: false`) must be present.
 */
export type ColumnType = 'string' | 'integer' | 'number' | 'boolean' | 'timestamp' | 'date';

export interface ColumnDeclaration {
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly description: string;
}

export interface StreamDeclaration {
  readonly description: string;
  /** One record per combination of these columns and the source it came from. */
  readonly primaryKey: readonly string[];
  /**
   * Of records that say the same but for their time, so many are kept: the last, or the first and the last. Raw has the
   * others. Without it every observation is kept.
   */
  readonly keepRepeated?: 'last' | 'first and last';
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
}

const required = <T extends ColumnType>(type: T, description: string) =>
  ({ type, nullable: false, description }) as const;
const optional = <T extends ColumnType>(type: T, description: string) =>
  ({ type, nullable: true, description }) as const;

const accountRef = required(
  'string',
  'the account as this source knows it: its id, or `user:<username>` where the source has no id',
);
const mediaRef = required(
  'string',
  'the post as this record knows it: shortcode, else `id:<api id>`, else `hash:…` (see identity.ts)',
);
const observedAt = required('timestamp', 'when the source held these values');

export const streams = {
  accounts: {
    description: 'A profile as it was at one moment.',
    primaryKey: ['account_ref', 'observed_at'],
    columns: {
      account_ref: accountRef,
      username: optional('string', 'handle without @'),
      name: optional('string', 'display name'),
      biography: optional('string', 'profile text'),
      website: optional('string', 'profile link'),
      followers: optional('integer', 'followers at observed_at'),
      follows: optional('integer', 'accounts followed at observed_at'),
      media_count: optional('integer', 'posts as the profile counts them; not a completeness test'),
      is_own: optional('boolean', 'true when the connection owns the account, false for competitors'),
      time_zone: optional('string', 'IANA zone stated for the account by the source or the user'),
      observed_at: observedAt,
    },
  },
  media: {
    description: 'What a post is: everything that describes it, without its counters.',
    keepRepeated: 'last',
    primaryKey: ['media_ref', 'observed_at'],
    columns: {
      media_ref: mediaRef,
      account_ref: accountRef,
      media_id: optional('string', 'API id'),
      shortcode: optional('string', 'the code in the permalink'),
      permalink: optional('string', 'https://www.instagram.com/…'),
      format: optional('string', 'image, carousel, reel, video or story'),
      caption: optional('string', 'text as the source gives it'),
      posted_at: optional('timestamp', 'publication time'),
      duration_seconds: optional('number', 'length of a reel or video'),
      is_boosted: optional('boolean', 'true when paid distribution is known'),
      observed_at: observedAt,
    },
  },
  media_insights: {
    description: 'One counter of one post at one moment. Cumulative, and allowed to fall.',
    primaryKey: ['media_ref', 'metric', 'dimension', 'observed_at'],
    columns: {
      media_ref: mediaRef,
      account_ref: accountRef,
      metric: required('string', 'likes, comments, saves, shares, views, reach, … (see metrics.ts)'),
      dimension: required('string', 'empty for the total, else `name=value`, e.g. `action_type=call`'),
      value: optional('number', 'null exactly when absent_reason is set'),
      absent_reason: optional('string', 'why the source has no value (see metrics.ts)'),
      observed_at: observedAt,
    },
  },
  account_insights: {
    description: 'One daily number of an account.',
    primaryKey: ['account_ref', 'day', 'metric', 'dimension', 'observed_at'],
    columns: {
      account_ref: accountRef,
      day: required('date', 'the day the value belongs to, as the source cuts days'),
      metric: required('string', 'reach, views, new_follows, … (see metrics.ts)'),
      dimension: required('string', 'empty for the total, else `name=value`'),
      value: optional('number', 'null exactly when absent_reason is set'),
      absent_reason: optional('string', 'why the source has no value'),
      observed_at: observedAt,
    },
  },
  demographics: {
    description: 'People by age, gender, city or country.',
    primaryKey: ['account_ref', 'kind', 'dimension', 'bucket', 'observed_at'],
    columns: {
      account_ref: accountRef,
      kind: required('string', '`followers`, `engaged` or `online`'),
      dimension: required('string', '`age`, `gender`, `age,gender`, `city`, `country` or `hour`'),
      bucket: required('string', 'the value of the dimension, e.g. `25-34` or `25-34,F`'),
      value: optional('number', 'people; null exactly when absent_reason is set'),
      absent_reason: optional('string', 'why the source has no value'),
      observed_at: observedAt,
    },
  },
  comments: {
    description: 'A comment or a reply. Who wrote it is left out on purpose.',
    keepRepeated: 'first and last',
    primaryKey: ['comment_id', 'observed_at'],
    columns: {
      comment_id: required('string', 'API id'),
      parent_id: optional('string', 'the comment replied to'),
      media_ref: mediaRef,
      account_ref: accountRef,
      text: optional('string', 'text as the source gives it'),
      likes: optional('integer', 'likes of the comment'),
      commented_at: optional('timestamp', 'when it was written'),
      observed_at: observedAt,
    },
  },
  tagged_media: {
    description: 'A post of somebody else that names an own account.',
    keepRepeated: 'first and last',
    primaryKey: ['account_ref', 'kind', 'media_ref', 'observed_at'],
    columns: {
      account_ref: accountRef,
      kind: required('string', '`tag` (marked in the picture), `caption` or `comment` (mentioned there)'),
      media_ref: mediaRef,
      username: optional('string', 'who posted it'),
      permalink: optional('string', 'https://www.instagram.com/…'),
      format: optional('string', 'image, carousel, reel or video'),
      caption: optional('string', 'text as the source gives it'),
      likes: optional('integer', 'likes at observed_at'),
      comments: optional('integer', 'comments at observed_at'),
      posted_at: optional('timestamp', 'publication time'),
      observed_at: observedAt,
    },
  },
  hashtag_media: {
    description: 'A public post seen under a hashtag.',
    primaryKey: ['hashtag', 'kind', 'media_ref', 'observed_at'],
    columns: {
      account_ref: required('string', 'the own account in whose name the hashtag was read'),
      hashtag: required('string', 'lower case, without #'),
      kind: required('string', '`recent` or `top`'),
      media_ref: mediaRef,
      permalink: optional('string', 'https://www.instagram.com/…'),
      caption: optional('string', 'text as the source gives it'),
      likes: optional('integer', 'likes at observed_at'),
      comments: optional('integer', 'comments at observed_at'),
      posted_at: optional('timestamp', 'publication time'),
      observed_at: observedAt,
    },
  },
} as const satisfies Record<string, StreamDeclaration>;

export type StreamName = keyof typeof streams;
export const streamNames = Object.keys(streams) as StreamName[];

interface TypeOf {
  string: string;
  integer: number;
  number: number;
  boolean: boolean;
  timestamp: Date;
  date: string;
}

type Value<C extends ColumnDeclaration> = C['nullable'] extends false
  ? TypeOf[C['type']]
  : TypeOf[C['type']] | null;

/** The values of one record of a stream; every column present, unknown ones `null`. */
export type RecordOf<S extends StreamName> = {
  readonly [C in keyof (typeof streams)[S]['columns']]: (typeof streams)[S]['columns'][C] extends ColumnDeclaration
    ? Value<(typeof streams)[S]['columns'][C]>
    : never;
};

/** A record with the stream it belongs to. */
export type CanonicalRecord = {
  [S in StreamName]: { readonly stream: S; readonly values: RecordOf<S> };
}[StreamName];
