import { stringify } from 'yaml';
import { SourceError } from '../errors.js';
import { identifying, isMetric, owning, type Role, roles } from './roles.js';

/** Words that headers use for a role, letters and digits only, best first. */
const words: Partial<Record<Role, readonly string[]>> = {
  permalink: ['permalink', 'posturl', 'postlink', 'link', 'url', 'inputurl', 'lien', 'enlace'],
  shortcode: ['shortcode', 'code'],
  media_id: ['mediaid', 'postid', 'messageid', 'igid', 'pk', 'id'],
  posted_at: [
    'postedat',
    'publishtime',
    'timestamp',
    'takenat',
    'takenattimestamp',
    'pubdate',
    'createdtime',
    'date',
    'data',
    'datum',
    'fecha',
    'time',
  ],
  caption: ['caption', 'captiontext', 'message', 'description', 'text', 'legenda', 'beschreibung', 'texto'],
  format: ['format', 'mediatype', 'mediaproducttype', 'producttype', 'posttype', 'type', 'tipo', 'typ'],
  duration_seconds: ['durationseconds', 'durationsec', 'videoduration', 'duration'],
  is_boosted: ['isboosted', 'boosted', 'sponsored'],
  account_id: ['accountid', 'ownerid', 'userid', 'profileid', 'pageid'],
  username: ['username', 'ownerusername', 'accountusername', 'handle', 'user', 'userusername'],
  account_name: ['accountname', 'profile', 'fanpage', 'ownerfullname', 'fullname', 'brand', 'account'],
  followers: ['followers', 'followerscount', 'followercount', 'numberoffollowers', 'seguidores'],
  following: ['following', 'followscount', 'followingcount'],
  media_count: ['mediacount', 'postscount'],
  observed_at: ['observedat', 'scrapedat', 'collectedat', 'capturedat', 'snapshotdate', 'extractedat'],
  likes: ['likes', 'likecount', 'likescount', 'likesperpost', 'like', 'curtidas', 'megusta', 'jaime'],
  comments: [
    'comments',
    'commentcount',
    'commentscount',
    'commentsperpost',
    'comment',
    'comentarios',
    'kommentare',
  ],
  saves: ['saves', 'saved', 'savecount', 'salvamentos'],
  shares: ['shares', 'sharecount', 'sharescount', 'share', 'compartilhamentos'],
  views: ['views', 'viewcount', 'videoviewcount', 'videoviews', 'visualizacoes'],
  impressions: ['impressions', 'impressoes'],
  reach: ['reach', 'alcance', 'reichweite', 'accountsreached'],
  reposts: ['reposts', 'repostcount'],
  interactions_total: ['totalinteractions', 'interactions', 'engagement'],
  profile_visits: ['profilevisits'],
  replies: ['replies'],
  navigation: ['navigation'],
  link_clicks: ['linkclicks'],
};

/** Role → header name, guessed from the names alone. Each column is used once. */
export function guess(columns: readonly string[]): Map<Role, string> {
  const plainColumns = columns.map(plain);
  const found = new Map<Role, string>();
  const used = new Set<number>();
  const take = (test: (column: string, word: string) => boolean) => {
    for (const role of roles) {
      if (found.has(role)) continue;
      for (const word of words[role] ?? []) {
        const index = plainColumns.findIndex((column, at) => !used.has(at) && test(column, word));
        if (index < 0) continue;
        found.set(role, columns[index] as string);
        used.add(index);
        break;
      }
    }
  };
  take((column, word) => column === word);
  take(
    (column, word) =>
      word.length > 4 && column.includes(word) && !/reaction|rate|percent|change/.test(column),
  );
  return found;
}

/** A map to copy, as YAML, with the guesses filled in and the free roles and columns as comments. */
export function draftOf(columns: readonly string[]): string {
  const guesses = guess(columns);
  const lines = [...guesses].map(([role, column]) => stringify({ [role]: column }).trimEnd());
  const taken = new Set(guesses.values());
  const unused = columns.filter((column) => !taken.has(column));
  return [
    '# role: column of your file. Check every line; delete what is wrong.',
    ...lines,
    ...(unused.length > 0 ? [`# columns not used: ${unused.map(oneLine).join(', ')}`] : []),
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
    `${file} is of no known kind. It has ${columns.length} columns: ${columns.map(oneLine).join(', ')}.${lacking}`,
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

/** The three names that differ least from `name`. */
export function nearest(name: string, columns: readonly string[]): string[] {
  const wanted = plain(name);
  return columns
    .map((column) => ({ column, distance: distance(wanted, plain(column)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ column }) => column);
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
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
