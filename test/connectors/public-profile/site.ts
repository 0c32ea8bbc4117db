import { type Asked, type Scripted, scriptedServer } from '../http/scripted-server.js';

/** A post as the site's pages hold it. */
export interface SitePost {
  readonly shortcode: string;
  readonly taken_at: Date;
  readonly caption?: string;
  readonly likes?: number;
  readonly comments?: number;
  /** Makes it a reel; `null` is one without a count. */
  readonly views?: number | null;
  readonly hidden?: boolean;
  /** Fields that take the place of the usual ones. */
  readonly more?: object;
}

export interface SiteProfile {
  readonly id?: string;
  readonly username: string;
  readonly followers?: number;
  readonly posts?: readonly SitePost[];
  readonly isPrivate?: boolean;
  readonly mediaCount?: number;
  readonly more?: object;
}

/** What a public page says of other people. None of it may be stored. */
export const strangers = [
  'Ana Commenter',
  'ana.commenter',
  'tagged.person',
  'coauthor.person',
  'similar.account',
];
export const personal = [...strangers, 'https://pics.example/', '+351 900 000 000', 'owner@private.example'];

const stranger = {
  id: '900',
  username: 'ana.commenter',
  full_name: 'Ana Commenter',
  profile_pic_url: 'https://pics.example/ana.jpg',
};

/** A whole page as the site answers it to somebody without a login. */
export function pageOf({
  id = '42',
  username,
  followers = 1200,
  posts = [],
  isPrivate = false,
  mediaCount,
  more,
}: SiteProfile) {
  return {
    data: {
      user: {
        id,
        username,
        full_name: 'Casa do Pão',
        biography: 'Bread since 1974',
        external_url: 'https://pao.example',
        bio_links: [{ title: '', url: 'https://pao.example' }],
        is_private: isPrivate,
        is_verified: false,
        is_business_account: true,
        business_email: 'owner@private.example',
        business_phone_number: '+351 900 000 000',
        profile_pic_url: 'https://pics.example/p.jpg',
        profile_pic_url_hd: 'https://pics.example/hd.jpg',
        edge_followed_by: { count: followers },
        edge_follow: { count: 80 },
        edge_mutual_followed_by: { count: 1, edges: [{ node: stranger }] },
        edge_related_profiles: { edges: [{ node: { ...stranger, username: 'similar.account' } }] },
        edge_owner_to_timeline_media: {
          count: mediaCount ?? posts.length,
          page_info: { has_next_page: true, end_cursor: 'QVFE' },
          edges: posts.map((post) => ({ node: nodeOf(post, username) })),
        },
        ...more,
      },
    },
    status: 'ok',
  };
}

function nodeOf(
  { shortcode, taken_at, caption, likes = 10, comments = 2, views, hidden = false, more }: SitePost,
  username: string,
) {
  return {
    __typename: views === undefined ? 'GraphImage' : 'GraphVideo',
    id: '3331234567890123456',
    shortcode,
    taken_at_timestamp: taken_at.getTime() / 1000,
    dimensions: { height: 1350, width: 1080 },
    display_url: 'https://pics.example/1.jpg',
    thumbnail_src: 'https://pics.example/2.jpg',
    owner: { id: '42', username },
    is_video: views !== undefined,
    ...(views === undefined ? {} : { video_view_count: views, product_type: 'clips', video_duration: 12.5 }),
    accessibility_caption: 'Photo by Ana Commenter',
    edge_media_to_caption: { edges: caption === undefined ? [] : [{ node: { text: caption } }] },
    edge_media_to_comment: { count: comments, edges: [{ node: { text: 'hi', owner: stranger } }] },
    edge_liked_by: { count: likes, edges: [{ node: stranger }] },
    edge_media_preview_like: { count: likes },
    edge_media_to_tagged_user: { edges: [{ node: { user: { ...stranger, username: 'tagged.person' } } }] },
    coauthor_producers: [{ ...stranger, username: 'coauthor.person' }],
    location: { id: '1', name: 'Home of Ana Commenter' },
    comments_disabled: false,
    like_and_view_counts_disabled: hidden,
    ...more,
  };
}

const posted = new Date('2026-10-20T18:00:00Z');

/** Twelve posts, an hour apart, a reel among them. */
export const twelvePosts: readonly SitePost[] = Array.from({ length: 12 }, (_, index) => ({
  shortcode: `DPost${String(index).padStart(4, '0')}a`,
  taken_at: new Date(posted.getTime() - index * 3_600_000),
  caption: index === 1 ? '“Olá” <b>#pão</b>' : `Post ${index}`,
  likes: 100 + index,
  comments: index,
  ...(index === 2 ? { views: 5000 } : {}),
}));

/** The ways in which the site sends a visitor away. */
export const blocks: Readonly<Record<string, Scripted>> = {
  '401 please wait': {
    status: 401,
    body: { message: 'Please wait a few minutes before you try again.', require_login: true, status: 'fail' },
  },
  '403': { status: 403, body: '' },
  '429': { status: 429, body: 'Too Many Requests', headers: { 'content-type': 'text/plain' } },
  'redirect to the login': {
    status: 302,
    body: '',
    headers: { location: 'https://www.instagram.com/accounts/login/?next=%2Fx' },
  },
  'checkpoint required': {
    status: 400,
    body: { message: 'checkpoint_required', checkpoint_url: '/challenge/1', status: 'fail' },
  },
  'HTML instead of JSON': {
    body: '<!DOCTYPE html><html><body>Log in to see photos</body></html>',
    headers: { 'content-type': 'text/html' },
  },
  'an agent that it does not like': { status: 400, body: { message: 'useragent mismatch', status: 'fail' } },
  'failure with 200': { body: { status: 'fail', message: 'feedback_required' } },
  'JSON that is cut': { body: '{"data":{"user":{"id":"42"' },
  'another redirect': {
    status: 301,
    body: '',
    headers: { location: 'https://www.instagram.com/some/where/' },
  },
  'overload with Retry-After': { status: 503, body: '', headers: { 'retry-after': '600' } },
};

export interface Site {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** User names asked about, in order; `robots.txt` for that. */
  names(): string[];
  close(): Promise<void>;
}

/** The site: robots.txt and profiles, each a whole page, an answer in its place, or nothing (404). */
export async function startSite({
  robots = 'User-agent: *\nDisallow: /accounts/\n',
  profiles,
}: {
  robots?: Scripted | string;
  profiles: (username: string, n: number) => SiteProfile | Scripted | undefined;
}): Promise<Site> {
  let n = 0;
  const server = await scriptedServer(({ path, query }) => {
    if (path === '/robots.txt') {
      return typeof robots === 'string' && !['reset', 'silence', 'cut'].includes(robots)
        ? { body: robots, headers: { 'content-type': 'text/plain' } }
        : (robots as Scripted);
    }
    const found = profiles(query.username ?? '', n++);
    if (found === undefined) return { status: 404, body: '<html>Sorry, this page isn’t available.</html>' };
    return typeof found === 'object' && 'username' in found ? { body: pageOf(found) } : found;
  });
  return {
    ...server,
    names: () =>
      server.asked.map(({ path, query }) => (path === '/robots.txt' ? 'robots.txt' : query.username!)),
  };
}
