import type { Message } from '../contract.js';
import type { Account } from './accounts.js';
import { type Graph, pageOf } from './graph.js';
import { describingFields } from './logins.js';
import {
  canonicalGiven,
  type DuePost,
  givenBy,
  insightsPass,
  listMetricsFor,
  ownGroups,
  readInsights,
} from './media-insights.js';
import type { Context, Part } from './part.js';
import { listedMedia, type PostList, postPages } from './post-list.js';
import { rejectionsCheckpoint } from './rejections.js';

/** The stories that are alive, and their insights: both are gone within a day. */
export const stories: Part = {
  stream: 'media',
  vanishing: true,
  isWanted: () => true,
  read: readStories,
  plan: planStories,
  parsers: {},
};

async function* readStories(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const pass = insightsPass(context, account.id, 'stories');
  const list: PostList = {
    path: `/${account.id}/stories`,
    fields: describingFields,
    childFields: [],
    metrics: listMetricsFor(context, ['STORY'], describingFields, pass.memory),
    onInsightsRefused: (error) => {
      pass.refusal = error;
    },
  };
  let alive = 0;
  for await (const { answer, fields, metrics } of postPages(context, graph, list)) {
    const page = pageOf(context, answer, {
      account: account.id,
      stream: 'media',
      kind: 'media',
      product_type: 'STORY',
      fields,
      metrics,
    });
    yield { type: 'page', page };
    const listed = listedMedia(answer.json).map((media) => ({ ...media, product: 'STORY' as const }));
    alive += listed.length;
    const given = givenBy(page, answer.json);
    const due = listed.map(
      (media): DuePost => ({ media, depth: 'thorough', given: given.get(media.id) ?? new Set() }),
    );
    yield* readInsights(context, graph, account, due, pass);
  }
  yield rejectionsCheckpoint(account.id, 'stories', pass.memory);
  yield { type: 'checkpoint', account: account.id, stream: 'stories', value: { alive } };
}

function planStories(context: Context, account: string): ReturnType<Part['plan']> {
  const { alive = 0 } = (context.state[account]?.stories ?? {}) as { alive?: number };
  const { memory } = insightsPass(context, account, 'stories');
  const given = canonicalGiven(context, ['STORY'], describingFields, memory);
  const perStory = ownGroups(context, { product: 'STORY', posted: null }, 'thorough', given).length;
  return {
    calls: 1 + alive * perStory,
    why: `the stories alive with their counters, ${perStory} more for each of ${alive}`,
  };
}
