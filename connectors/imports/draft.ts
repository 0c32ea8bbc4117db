import { stringify } from 'yaml';
import { SourceError } from '../errors.js';
import { identifying, isMetric, owning, type Role, roles } from './roles.js';

/** How headers name a role, in lower case words without accents, best first. */
const names: Partial<Record<Role, readonly string[]>> = {
  permalink: ['permalink', 'post url', 'post link', 'link', 'url', 'input url'],
  shortcode: ['shortcode', 'short code', 'code'],
  media_id: ['media id', 'post id', 'message id', 'ig id', 'pk', 'id'],
  posted_at: [
    'posted at',
    'publish time',
    'taken at',
    'taken at timestamp',
    'timestamp',
    'pub date',
    'published',
    'created time',
    'date',
    'data',
    'datum',
    'fecha',
    'time',
  ],
  caption: [
    'caption',
    'caption text',
    'message',
    'description',
    'text',
    'legenda',
    'beschreibung',
    'texto',
    'post',
  ],
  format: ['format', 'media type', 'product type', 'post type', 'typename', 'type', 'tipo', 'typ', 'media'],
  duration_seconds: ['duration seconds', 'duration sec', 'video duration', 'duration'],
  is_boosted: ['is boosted', 'boosted', 'sponsored'],
  account_id: ['account id', 'owner id', 'user id', 'profile id', 'page id'],
  username: ['username', 'handle', 'user', 'account'],
  account_name: ['account name', 'full name', 'profile', 'fanpage', 'brand'],
  followers: ['followers', 'followers count', 'follower count', 'seguidores'],
  following: ['following', 'follows count', 'following count'],
  media_count: ['media count', 'posts count'],
  observed_at: ['observed at', 'snapshot at', 'scraped at', 'collected at', 'captured at', 'extracted at'],
  likes: [
    'likes',
    'like count',
    'likes count',
    'likes per post',
    'like',
    'media preview like count',
    'curtidas',
  ],
  comments: [
    'comments',
    'comment count',
    'comments count',
    'comments per post',
    'comment',
    'media to comment count',
    'comentarios',
    'kommentare',
  ],
  saves: ['saves', 'saved', 'save count', 'salvamentos'],
  shares: ['shares', 'share count', 'shares count', 'share', 'compartilhamentos'],
  views: ['views', 'view count', 'video views', 'visualizacoes'],
  impressions: ['impressions', 'impressoes'],
  reach: ['reach', 'alcance', 'reichweite', 'accounts reached'],
  reposts: ['reposts', 'repost count'],
  interactions_total: ['total interactions', 'interactions', 'engagement'],
  profile_visits: ['profile visits'],
  replies: ['replies'],
  navigation: ['navigation'],
  link_clicks: ['link clicks'],
};

/** Words that make a column something else than its last words say. */
const others =
  /\b(avg|average|mean|rate|percent|new|total|disabled|first|change|growth|accessibility|thumbnail|media url)\b/;

/** Role → header name, guessed from the names alone: the whole name first, then its last words. Each is used once. */
export function guess(columns: readonly string[]): Map<Role, string> {
  const spoken = columns.map(words);
  const found = new Map<Role, string>();
  const used = new Set<number>();
  const take = (test: (column: string, name: string) => boolean) => {
    for (const role of roles) {
      if (found.has(role)) continue;
      for (const name of names[role] ?? []) {
        const index = spoken.findIndex((column, at) => !used.has(at) && test(column, name));
        if (index < 0) continue;
        found.set(role, columns[index] as string);
        used.add(index);
        break;
      }
    }
  };
  take((column, name) => column === name);
  take((column, name) => column.endsWith(` ${name}`) && (!others.test(column) || others.test(name)));
  return found;
}

/** `likesCount`, `Likes_count` and `stats.likes-count` all end in `likes count`. */
function words(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A map to copy, as YAML, with the guesses filled in and the free roles and columns as comments. */
export function draftOf(columns: readonly string[]): string {
  const guesses = guess(columns);
  const lines = [...guesses].map(([role, column]) => stringify({ [role]: column }).trimEnd());
  if (lines.length === 0) lines.push('# permalink: …', '# posted_at: …', '# likes: …');
  const taken = new Set(guesses.values());
  const unused = columns.filter((column) => !taken.has(column));
  return [
    '# role: column of your file. Check every line; delete what is wrong.',
    ...lines,
    ...(unused.length > 0 ? [`# columns not used: ${listed(unused)}`] : []),
    `# roles: ${roles.join(', ')}`,
    '# dates: posted_at: {column: Date, format: dd/mm/yyyy, zone: America/Sao_Paulo}',
  ].join('\n');
}

/** What a map for these columns still lacks, in words; empty when it would do. */
export function missing(present: (role: Role) => boolean, hasAccount: boolean): string[] {
  const lacks: string[] = [];
  if (!identifying.some(present)) lacks.push(`which post it is (one of ${identifying.join(', ')})`);
  if (!roles.some((role) => isMetric(role) && present(role)))
    lacks.push('how it did (likes, comments, reach, …)');
  if (!hasAccount && !owning.some(present)) {
    lacks.push(`whose post it is (one of ${owning.join(', ')}, or --account NAME)`);
  }
  return lacks;
}

/** The error for a file of no known kind: its columns, what is missing, and a map to copy. */
export function unknownFile(file: string, columns: readonly string[], hasAccount: boolean): SourceError {
  const guesses = guess(columns);
  const lacks = missing((role) => guesses.has(role), hasAccount);
  const lacking = lacks.length > 0 ? ` No column seems to say ${lacks.join('; nor ')}.` : '';
  return new SourceError(
    `${file} is of no known kind. It has ${columns.length} columns: ${listed(columns)}.${lacking}`,
    { kind: 'input', recovery: 'skip', hint: mapHint(columns) },
  );
}

/** The error for columns that are known but do not make up a post with a counter. */
export function notEnough(file: string, columns: readonly string[], lacks: readonly string[]): SourceError {
  return new SourceError(`${file} cannot be loaded: no column is mapped that says ${lacks.join('; nor ')}.`, {
    kind: 'input',
    recovery: 'skip',
    hint: mapHint(columns),
  });
}

function mapHint(columns: readonly string[]): string {
  return `Nothing was imported. Save this as map.yaml, correct it, and add --map map.yaml:\n\n${draftOf(columns)}`;
}

/** Column names for a message: one line, and no more than fit. */
export function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 40).map(oneLine).join(', ');
  return columns.length > 40 ? `${shown} and ${columns.length - 40} more` : shown;
}

/** The three names that differ least from `name`. */
export function nearest(name: string, columns: readonly string[]): string[] {
  const wanted = words(name);
  return columns
    .map((column) => ({ column, distance: distance(wanted, words(column)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ column }) => column);
}

function oneLine(name: string): string {
  const line = name.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
