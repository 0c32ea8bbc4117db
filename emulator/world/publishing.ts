import { dayOf, dayStart, hourMs, instantAt, weekdayOf } from './days.js';
import type { Followers } from './followers.js';
import { decimalId, mediaKey, shortcodeOf } from './ids.js';
import type { Post, Pull } from './post.js';
import type { AccountProfile, Format, Incident } from './profile.js';
import { type Draws, drawsFor } from './random.js';

export interface Publishing {
  /** Every post and story published up to an instant (unix ms), oldest first. */
  upTo(at: number): readonly Post[];
}

/** What people do per person reached, by format: the world's true format effects stand in this table. */
const habits: Readonly<
  Record<Format, Pick<Pull, 'likes' | 'comments' | 'saved' | 'shares' | 'views' | 'halfLifeHours'>>
> = {
  IMAGE: { likes: 0.046, comments: 0.0024, saved: 0.004, shares: 0.0032, views: 1.35, halfLifeHours: 22 },
  CAROUSEL_ALBUM: {
    likes: 0.049,
    comments: 0.0026,
    saved: 0.0078,
    shares: 0.0036,
    views: 1.6,
    halfLifeHours: 32,
  },
  REELS: { likes: 0.043, comments: 0.0023, saved: 0.005, shares: 0.0065, views: 1.45, halfLifeHours: 58 },
  STORY: { likes: 0, comments: 0, saved: 0, shares: 0.0015, views: 1.12, halfLifeHours: 4.5 },
};

const weekMean = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0) / 7;

/**
 * The posts of an account, day by day. Every local day draws from its own stream, so a day's posts do not depend on when
 * they are asked for; days are computed once and in order, because incidents wait for the first post that fits.
 */
export function publishing(
  seed: number,
  profile: AccountProfile,
  accountId: string,
  start: number,
  historyDays: number,
  followers: Followers,
): Publishing {
  const origin = dayOf(profile.zone, start);
  const posts: Post[] = [];
  const waiting = [...profile.incidents].sort((a, b) => a.day - b.day);
  const professionalSince =
    profile.professionalSinceDaysBefore === undefined
      ? Number.NEGATIVE_INFINITY
      : dayStart(profile.zone, origin - profile.professionalSinceDaysBefore);
  let nextDay = origin - historyDays;

  const publishDay = (day: number): void => {
    const draws = drawsFor(seed, profile.username, 'posts', day);
    const { rhythm } = profile;
    const expected = (rhythm.perWeek / 7) * (rhythm.weekdays[weekdayOf(day)]! / weekMean(rhythm.weekdays));
    const feed = Math.floor(expected) + (draws.uniform() < expected % 1 ? 1 : 0);
    const formats = Object.keys(rhythm.formats) as (keyof typeof rhythm.formats)[];
    const plans: { format: Format; at: number; position: number }[] = [];
    for (let i = 0; i < feed; i++) {
      const hour = rhythm.hours[draws.weighted(rhythm.hours.map(([, weight]) => weight))]![0];
      const format = formats[draws.weighted(formats.map((name) => rhythm.formats[name]))]!;
      plans.push({
        format,
        at: instantAt(profile.zone, day, hour * 3600 + draws.whole(0, 3599)),
        position: 0,
      });
    }
    if (draws.uniform() < rhythm.storyDays) {
      const frames = rhythm.storyFrames ?? (draws.uniform() < 0.12 ? draws.whole(4, 6) : draws.whole(1, 3));
      let second = draws.whole(9, 20) * 3600;
      for (let position = 0; position < frames; position++) {
        plans.push({ format: 'STORY', at: instantAt(profile.zone, day, second), position });
        second += draws.whole(20, 600);
      }
    }
    plans.sort((a, b) => a.at - b.at);
    for (const [index, plan] of plans.entries()) {
      const reason = plan.format === 'STORY' ? [] : takeIncidents(waiting, day - origin, plan.format);
      posts.push(publish(plan, reason, drawsFor(seed, profile.username, 'post', day, index)));
    }
  };

  const publish = (
    plan: { format: Format; at: number; position: number },
    incidents: readonly Incident[],
    draws: Draws,
  ): Post => {
    const { format, at } = plan;
    const key = mediaKey(at - draws.whole(500, 45_000), draws.whole(0, 0x7fffff));
    const topic = format === 'STORY' ? null : draws.pick(profile.topics);
    const find = <K extends Incident['kind']>(kind: K) =>
      incidents.find((incident): incident is Extract<Incident, { kind: K }> => incident.kind === kind);
    const parts = format === 'CAROUSEL_ALBUM' ? draws.whole(2, 8) : 0;
    const away = find('away');
    const deleted = find('deleted');
    const stated = find('caption');
    const written = topic && draws.uniform() > 0.05 ? captionOf(topic, draws) : null;
    return {
      id: decimalId(draws.uniform() < 0.5 ? '178' : '180', 17, seed, key, 'media'),
      key,
      shortcode: shortcodeOf(key),
      accountId,
      format,
      postedAt: new Date(at - (at % 1000)),
      caption: stated ? stated.text || null : written,
      topic: topic?.name ?? null,
      children: Array.from({ length: parts }, (_, i) => ({
        id: decimalId('179', 17, seed, key, 'child', i),
        key: mediaKey(at - 60_000 + i * 100, draws.whole(0, 0x7fffff)),
        video: draws.uniform() < 0.15,
      })),
      durationMs:
        format === 'REELS'
          ? draws.whole(6_000, 75_000)
          : format === 'STORY' && draws.uniform() < 0.4
            ? draws.whole(4_000, 15_000)
            : null,
      likesHidden: find('likes-hidden') !== undefined,
      licensedAudio: find('licensed-audio') !== undefined || (format === 'REELS' && draws.uniform() < 0.06),
      beforeConversion: at < professionalSince,
      crossposted: find('crossposted') !== undefined,
      paid: find('boosted')?.factor ?? 0,
      absences: [
        ...(deleted ? [{ from: new Date(at + deleted.afterHours * hourMs), until: null }] : []),
        ...(away
          ? [
              {
                from: new Date(at + away.afterHours * hourMs),
                until: new Date(at + (away.afterHours + away.forHours) * hourMs),
              },
            ]
          : []),
      ],
      pull: pullOf(plan, find('viral')?.factor ?? 1, draws),
    };
  };

  const pullOf = (
    { format, at, position }: { format: Format; at: number; position: number },
    extra: number,
    draws: Draws,
  ): Pull => {
    const habit = habits[format];
    const story = format === 'STORY';
    const { hourEffect } = profile;
    const localHour = (at - dayStart(profile.zone, dayOf(profile.zone, at))) / hourMs;
    const timely =
      hourEffect && !story && localHour >= hourEffect.from && localHour < hourEffect.to
        ? hourEffect.factor
        : 1;
    // Each frame of a story sequence loses some of those who saw the one before.
    const remaining = 0.86 ** position;
    const reach =
      followers.at(at) *
      profile.reach[format] *
      draws.factor(story ? 0.3 : profile.spread) *
      timely *
      extra *
      remaining;
    const rate = (value: number, sigma: number) => Math.min(0.5, value * draws.factor(sigma));
    return {
      reach,
      halfLifeHours: habit.halfLifeHours * draws.factor(0.2),
      shape: story ? 0.9 : 0.72,
      views: Math.max(1.02, habit.views * draws.factor(0.08)),
      likes: rate(habit.likes, 0.3),
      comments: rate(habit.comments, 0.5),
      saved: rate(habit.saved, 0.4),
      shares: rate(habit.shares, 0.5),
      reposts: story ? 0 : rate(0.0006, 0.5),
      follows: rate(story ? 0.0003 : 0.0012, 0.5),
      profileVisits: rate(story ? 0.006 : 0.011, 0.4),
      replies: story ? rate(0.0035, 0.6) : 0,
      linkClicks: story && draws.uniform() < 0.3 ? rate(0.012, 0.4) : 0,
      exits: rate(0.05, 0.25),
      forward: story ? 0.62 * draws.factor(0.08) : 0,
      back: rate(0.05, 0.25),
      swipes: rate(0.13, 0.2),
      watched: Math.min(0.97, 0.42 * draws.factor(0.25)),
      skipRatePercent: Math.min(92, 38 * draws.factor(0.22)),
      phase: Array.from({ length: 24 }, () => draws.uniform()),
    };
  };

  return {
    upTo(at) {
      while (dayStart(profile.zone, nextDay) <= at) publishDay(nextDay++);
      return posts;
    },
  };
}

const fits: Partial<Record<Incident['kind'], readonly Format[]>> = {
  crossposted: ['REELS'],
  'licensed-audio': ['REELS'],
};

/** Removes and returns the incidents that are due and fit a post; at most one of a kind. */
function takeIncidents(waiting: Incident[], day: number, format: Format): Incident[] {
  const taken: Incident[] = [];
  for (let i = 0; i < waiting.length; ) {
    const incident = waiting[i]!;
    const due = incident.day <= day && (fits[incident.kind]?.includes(format) ?? true);
    if (due && !taken.some(({ kind }) => kind === incident.kind)) taken.push(...waiting.splice(i, 1));
    else i += 1;
  }
  return taken;
}

function captionOf(topic: AccountProfile['topics'][number], draws: Draws): string {
  const line = draws.pick(topic.lines);
  const wanted = draws.weighted([0.15, 0.2, 0.25, 0.2, 0.12, 0.08]);
  const first = draws.whole(0, topic.tags.length - 1);
  const tags = Array.from(
    { length: Math.min(wanted, topic.tags.length) },
    (_, i) => `#${topic.tags[(first + i) % topic.tags.length]}`,
  );
  if (tags.length === 0) return line;
  return `${line}${draws.uniform() < 0.6 ? '\n\n' : ' '}${tags.join(' ')}`;
}
