import { type Content, contentOf } from './content.js';
import { isNumber, type Role, roles, timeRoles } from './roles.js';

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
  follows: ['follows', 'seguimentos'],
  profile_visits: ['profile visits'],
  replies: ['replies'],
  navigation: ['navigation'],
  link_clicks: ['link clicks'],
};

/** Words that make a column something else than its last words say. */
const others =
  /\b(avg|average|mean|rate|percent|new|total|disabled|first|change|growth|accessibility|thumbnail|media url)\b/;

/** Rows of a file to judge its columns by; none is fine. */
export type Sample = readonly (readonly string[])[];

/**
 * Role → header name, guessed from the names, the whole name first, then its last words; and from the values: a column that
 * does not hold what its name says is none, and links, times and ids are found under any name. Each column is used once.
 */
export function guess(columns: readonly string[], sample: Sample = []): Map<Role, string> {
  const spoken = columns.map(words);
  const holds = columns.map((_, index) => contentsOf(sample.map((row) => row[index] ?? '')));
  const found = new Map<Role, string>();
  const used = new Set<number>();
  const set = (role: Role, index: number) => {
    if (index < 0) return;
    found.set(role, columns[index] as string);
    used.add(index);
  };
  const take = (test: (column: string, name: string) => boolean) => {
    for (const role of roles) {
      for (const name of found.has(role) ? [] : (names[role] ?? [])) {
        set(
          role,
          spoken.findIndex((column, at) => !used.has(at) && test(column, name) && mayBe(role, holds[at]!)),
        );
        if (found.has(role)) break;
      }
    }
  };
  take((column, name) => column === name);
  take((column, name) => column.endsWith(` ${name}`) && (!others.test(column) || others.test(name)));
  for (const [role, content] of Object.entries(telling) as [Role, Content][]) {
    if (!found.has(role))
      set(
        role,
        holds.findIndex((one, at) => !used.has(at) && one.size === 1 && one.has(content)),
      );
  }
  return found;
}

/** What a column without a telling name is taken for, by what it holds. */
const telling: Partial<Record<Role, Content>> = {
  permalink: 'link',
  media_id: 'id',
  posted_at: 'time',
  caption: 'text',
};

/** Everything that the values of a column are, empty ones left out. */
function contentsOf(values: readonly string[]): Set<Content> {
  const contents = values.map((value) =>
    contentOf(value) === 'link' && !/instagram\.com\/(?:[\w.]+\/)?(?:p|reel|reels|tv)\//i.test(value)
      ? 'word'
      : contentOf(value),
  );
  const found = new Set<Content>(contents.filter((content) => content !== 'nothing'));
  // texts are of any length
  if (found.has('text')) for (const other of ['word', 'number', 'time'] as const) found.delete(other);
  return found;
}

function mayBe(role: Role, contents: ReadonlySet<Content>): boolean {
  if (contents.size === 0) return true;
  if (isNumber(role)) return !contents.has('text') && !contents.has('word') && !contents.has('link');
  if (timeRoles.some((one) => one === role)) return contents.has('time') || contents.has('number');
  return role !== 'permalink' || contents.has('link');
}

/** `likesCount`, `Likes_count` and `stats.likes-count` all end in `likes count`. */
export function words(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
