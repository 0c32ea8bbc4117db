import { dayMs, hourMs } from './days.js';
import { decimalId, mediaKey, shortcodeOf } from './ids.js';
import type { AccountProfile } from './profile.js';
import { drawsFor } from './random.js';
import type { World } from './world.js';

/** A public post under a hashtag, without who wrote it. */
export interface HashtagPost {
  readonly id: string;
  readonly mediaType: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM';
  readonly caption: string;
  readonly permalink: string;
  readonly postedAt: Date;
  /** `undefined` when hidden. */
  readonly likes: number | undefined;
  readonly comments: number;
}

export interface Hashtag {
  /** 17 digits, the same in every world. */
  readonly id: string;
  /** Lower-case, without `#`. */
  readonly name: string;
}

/** Tags that strangers use, beside those of the accounts. */
const common =
  'coffee travel sunset art love photo music food vintage summer autumn winter spring books reading design nature mountains ocean city architecture fitness yoga running cycling camping baking recipe dessert chocolate handmade pottery interior garden dogs cats family wedding fashion style news weekend'.split(
    ' ',
  );

/** Strangers' posts per tag and hour, at most. */
const busiest = 6;

/** All hashtags of a world; the platform knows no others. */
export function hashtagsOf(profiles: readonly AccountProfile[]): Hashtag[] {
  const names = profiles.flatMap(({ topics }) => topics.flatMap(({ tags }) => tags));
  return [...new Set([...common, ...names.map((name) => name.toLowerCase())])].map((name) => ({
    id: decimalId('178', 17, 'hashtag', name),
    name,
  }));
}

/** Posts under a hashtag since an instant, strangers' and those of the world's accounts, newest first. */
export function hashtagPosts(world: World, { name }: Hashtag, since: Date, at: Date): HashtagPost[] {
  const tagged = new RegExp(`#${name}(?![\\p{L}\\p{M}\\p{N}_])`, 'iu');
  const known = world.accounts
    .flatMap(({ id }) => world.media(id, at))
    .filter(({ caption, postedAt }) => postedAt > since && tagged.test(caption ?? ''))
    .map((post): HashtagPost => {
      const { likes, comments } = world.counters(post.id, at);
      const video = post.durationMs !== null;
      return {
        id: post.id,
        mediaType: video ? 'VIDEO' : post.format === 'CAROUSEL_ALBUM' ? 'CAROUSEL_ALBUM' : 'IMAGE',
        caption: post.caption ?? '',
        permalink: `https://www.instagram.com/${video ? 'reel' : 'p'}/${post.shortcode}/`,
        postedAt: post.postedAt,
        likes: post.likesHidden ? undefined : likes,
        comments,
      };
    });
  const strangers: HashtagPost[] = [];
  for (let hour = Math.floor(since.getTime() / hourMs); hour <= at.getTime() / hourMs; hour++)
    strangers.push(...strangersIn(world.seed, name, hour, at));
  return [...known, ...strangers.filter(({ postedAt }) => postedAt > since && postedAt <= at)].sort(
    (a, b) => b.postedAt.getTime() - a.postedAt.getTime() || (a.id < b.id ? 1 : -1),
  );
}

const mediaTypes = ['IMAGE', 'IMAGE', 'CAROUSEL_ALBUM', 'VIDEO'] as const;
const openings = [
  'Today',
  'Finally',
  '✨',
  'Hoje',
  'Wieder da',
  'আজ',
  'Throwback',
  '<b>new</b>',
  '+1',
  'なつかしい',
];

function strangersIn(seed: number, name: string, hour: number, at: Date): HashtagPost[] {
  const draws = drawsFor(seed, 'hashtag', name, hour);
  return Array.from({ length: draws.whole(0, busiest) }, (): HashtagPost => {
    const posted = hour * hourMs + draws.whole(0, 3599) * 1000;
    const key = mediaKey(posted, draws.whole(0, 0x7fffff));
    const mediaType = draws.pick(mediaTypes);
    const age = Math.max(0, at.getTime() - posted);
    const grown = 1 - 2 ** -(age / dayMs);
    const likes = 60 * draws.factor(1.3);
    const areLikesHidden = draws.uniform() < 0.05;
    return {
      id: decimalId('179', 17, seed, key, 'media'),
      mediaType,
      caption: `${draws.pick(openings)} #${name}`,
      permalink: `https://www.instagram.com/${mediaType === 'VIDEO' ? 'reel' : 'p'}/${shortcodeOf(key)}/`,
      postedAt: new Date(posted),
      likes: areLikesHidden ? undefined : Math.floor(likes * grown),
      comments: Math.floor(likes * 0.06 * grown),
    };
  });
}
