import type { Item, Message, Page } from '../contract.js';
import { integerOf, type Json, type JsonObject, listOf, objectOf, textOf } from '../http/json.js';
import { mediaRef, shortcodeOf } from '../identity.js';
import type { Account } from './accounts.js';
import { itemOf } from './answers.js';
import { addDays, instantOf, utcDay } from './days.js';
import { type Graph, pageOf } from './graph.js';
import { describingFields } from './logins.js';
import { formatOf } from './parse-media.js';
import type { Context, Part } from './part.js';
import { namingPermission } from './permission.js';
import { postPages } from './post-list.js';
import { postShape } from './shape.js';

/** A full reading ends after so many posts, in pages of a hundred. */
const mostPosts = 1000;

const fields = [...describingFields, 'like_count', 'comments_count'];

/**
 * The public posts of others in which the account is tagged: the newest thousand at first, then every night as far down as
 * they are not known, which is one call. Within the newest hundred that also sees counters change and old posts
 * tagged late; further down the full reading every `listing.sweep_days` days does.
 */
export const tags: Part = {
  stream: 'tagged_media',
  isWanted: (settings) => settings.tags,
  read: readTags,
  plan: planTags,
  parsers: { tags: tagItems },
};

interface TagsState {
  /** UTC day. */
  readonly on: string;
  /** When the newest known post was published, ISO 8601 in UTC; `null` when there is none. */
  readonly newest: string | null;
  /** UTC day of the last full reading, and the calls that it took. */
  readonly swept_on: string;
  readonly sweep_calls: number;
}

async function* readTags(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const { effects, settings } = context;
  const today = utcDay(effects.now());
  const before = tagsState(context, account.id);
  const knownUpTo = isSweepDue(context, before) ? null : (before?.newest ?? null);
  let newest = before?.newest ?? null;
  let calls = 0;
  let listed = 0;
  try {
    const list = {
      path: `/${account.id}/tags`,
      fields,
      childFields: [],
      metrics: [],
      onInsightsRefused: () => {},
    };
    for await (const { answer } of postPages(context, graph, list)) {
      calls++;
      yield {
        type: 'page',
        page: pageOf(context, answer, { account: account.id, stream: 'tagged_media', kind: 'tags' }),
      };
      const posts = listOf(objectOf(answer.json).data).map(objectOf);
      listed += posts.length;
      const times = posts.flatMap(({ timestamp }) => instantOf(textOf(timestamp))?.toISOString() ?? []);
      for (const time of times) if (newest === null || time > newest) newest = time;
      if (knownUpTo !== null && times.some((time) => time <= knownUpTo)) break;
      if (listed >= mostPosts) {
        effects.log.info('older tags are not read', { account: account.id, posts: listed });
        break;
      }
    }
  } catch (error) {
    throw namingPermission(error, settings.login, 'tags');
  }
  const value: TagsState =
    before && knownUpTo !== null
      ? { ...before, on: today, newest }
      : { on: today, newest, swept_on: today, sweep_calls: calls };
  yield { type: 'checkpoint', account: account.id, stream: 'tagged_media', value };
}

function planTags(context: Context, account: string): ReturnType<Part['plan']> {
  const before = tagsState(context, account);
  const isSweep = isSweepDue(context, before);
  return {
    calls: isSweep ? (before?.sweep_calls ?? 1) : 1,
    why: isSweep ? 'all posts that tag the account' : 'new posts that tag the account',
  };
}

function isSweepDue({ settings, effects }: Context, before: TagsState | null): boolean {
  if (before === null || before.newest === null) return true;
  return before.swept_on <= addDays(utcDay(effects.now()), -settings.listing.sweep_days);
}

function tagsState(context: Context, account: string): TagsState | null {
  return (context.state[account]?.tagged_media as TagsState | undefined) ?? null;
}

/** Each post of a page. */
function tagItems(page: Page, json: Json): Item[] {
  return listOf(objectOf(json).data).map((entry) => tagItem(page, objectOf(entry)));
}

function tagItem(page: Page, media: JsonObject): Item {
  return itemOf(page, media, 'post', postShape, (id, posted) => {
    const permalink = textOf(media.permalink);
    const shortcode = textOf(media.shortcode) ?? shortcodeOf(permalink);
    return [
      {
        stream: 'tagged_media',
        values: {
          account_ref: String(page.request.account_id),
          kind: 'tag',
          media_ref: mediaRef({ shortcode, mediaId: id }),
          username: textOf(media.username),
          permalink,
          format: formatOf(textOf(media.media_product_type), textOf(media.media_type)),
          caption: textOf(media.caption),
          likes: integerOf(media.like_count),
          comments: integerOf(media.comments_count),
          posted_at: posted,
          observed_at: page.fetched_at,
        },
      },
    ];
  });
}
