import { connectors, type Effects, type Message, type Page } from '../connectors/index.js';
import { type AccountProfile, defaultAccounts, type Emulator, startEmulator } from '../emulator/index.js';

const dayMs = 86_400_000;
const start = new Date('2026-09-01T03:00:00Z');

const graphApi = connectors['graph-api']!;
const settings = {
  facebook_views: true,
  tags: true,
  competitors: ['folhadaserra', 'northridgegear'],
  hashtags: ['lisboa', 'pão', 'padaria'],
};

/**
 * Calls of a steady night for an account with a thousand posts, one new post and two stories a day, two competitors and three
 * hashtags, everything switched on but comments; against reading every post every night. Each night's records are
 * compared with what the schedule in docs/connectors.md declares, and on the compared nights with a full reading of the same
 * moment.
 */
export async function apiBudget({ media = 1000, nights = 36, compared = [7, 14, 21, 28, 35] } = {}) {
  const clock = { now: start };
  const emulator = await startEmulator({
    now: () => clock.now,
    start,
    historyDays: media - 1,
    accounts: worldOfOne(),
  });
  try {
    const { world } = emulator;
    const own = world.accounts.find(({ profile }) => profile.owned)!;
    const scheduled = reader(emulator, clock, settings);
    const full = reader(emulator, clock, {
      ...settings,
      insights: { nightly_days: 3650, until_days: 3650 },
      listing: { nightly_days: 3650, sweep_days: 1 },
      demographics_days: 1,
    });
    await scheduled();
    if (compared.length > 0) await full();

    const calls: number[] = [];
    const planned: number[] = [];
    const readEverything: number[] = [];
    let lost = 0;
    let checked = 0;
    const sweptBefore = new Map<string, number>();
    for (let night = 1; night <= nights; night++) {
      clock.now = new Date(start.getTime() + night * dayMs);
      const read = await scheduled();
      calls.push(read.calls);
      planned.push(read.planned);
      const values = valuesOf(read.pages);
      const whole = compared.includes(night) ? await full() : null;
      if (whole) readEverything.push(whole.calls);
      const truth = whole && valuesOf(whole.pages);
      for (const post of world.media(own.id, clock.now)) {
        const age = (clock.now.getTime() - post.postedAt.getTime()) / dayMs;
        for (const metric of declared(
          post.format,
          age,
          () => night - (sweptBefore.get(post.shortcode) ?? 0) >= 7,
        )) {
          checked++;
          const value = values.get(`${post.shortcode} ${metric}`);
          if (value === undefined) lost++;
          else if (truth && truth.get(`${post.shortcode} ${metric}`) !== value) lost++;
        }
        if (values.has(`${post.shortcode} views`)) sweptBefore.set(post.shortcode, night);
      }
    }
    return {
      media,
      calls_per_1000_media: Math.max(...calls),
      calls_read_everything: readEverything.length > 0 ? Math.max(...readEverything) : null,
      lost_observations: lost,
      observations_checked: checked,
      nights,
      calls_median: [...calls].sort((a, b) => a - b)[Math.floor(calls.length / 2)],
      calls_predicted_total: sum(planned),
      calls_used_total: sum(calls),
    };
  } finally {
    await emulator.close();
  }
}

/** What a night owes to a post of this age in days; written from the documentation, not from the connector. */
function declared(format: string, age: number, isOverdue: () => boolean): string[] {
  const listed = ['likes', 'comments', 'saves', 'shares', 'reposts', 'views', 'reach', 'interactions_total'];
  const own =
    format === 'REELS'
      ? ['avg_watch_ms', 'total_watch_ms', 'skip_rate_percent']
      : ['follows', 'profile_visits', 'profile_activity'];
  const isMilestone = [7, 14, 28, 56].some((milestone) => age >= milestone && age - 1 < milestone);
  if (age <= 7 || isMilestone) return [...listed, ...own];
  return age <= 90 || isOverdue() ? listed : [];
}

interface Night {
  readonly pages: readonly Page[];
  readonly calls: number;
  readonly planned: number;
}

/** A connector with a memory of its own, as the pipeline would keep it. */
function reader(
  emulator: Emulator,
  clock: { readonly now: Date },
  chosen: Readonly<Record<string, unknown>>,
): () => Promise<Night> {
  const state: Record<string, Record<string, unknown>> = {};
  const kept = new Map<string, string>();
  return async () => {
    let calls = 0;
    const effects: Effects = {
      now: () => clock.now,
      random: () => 0.5,
      sleep: async () => {},
      env: (name) => (name === 'REACHLINE_TOKEN' ? emulator.token : undefined),
      secrets: {
        read: async (name) => kept.get(name) ?? null,
        write: async (name, value) => {
          kept.set(name, value);
        },
      },
      called: () => {
        calls++;
      },
      log: { debug: () => {}, info: () => {}, warn: () => {} },
      signal: new AbortController().signal,
      files: [],
    };
    const context = {
      connection: 'bench',
      settings: graphApi.settings.parse({ base_url: emulator.url, ...chosen }),
      state: structuredClone(state),
      effects,
    } as Parameters<typeof graphApi.read>[0];
    const planned = sum(graphApi.plan(context).map((entry) => entry.calls));
    const before = emulator.requests().length;
    const pages: Page[] = [];
    for await (const message of graphApi.read(context) as AsyncGenerator<Message>) {
      if (message.type === 'gap') throw new Error(`a gap: ${message.gap.message}`);
      if (message.type === 'page') pages.push(message.page);
      if (message.type !== 'checkpoint') continue;
      state[message.account] = { ...state[message.account], [message.stream]: message.value };
    }
    const seen = emulator.requests().length - before;
    if (seen !== calls) throw new Error(`the emulator saw ${seen} calls, the connector counted ${calls}`);
    return { pages, calls, planned };
  };
}

/** The last value of each post and metric; `null` for one that is absent with a reason. */
function valuesOf(pages: readonly Page[]): Map<string, number | null> {
  const values = new Map<string, number | null>();
  for (const item of pages.flatMap((page) => graphApi.parse(page))) {
    for (const record of 'records' in item ? item.records : []) {
      if (record.stream !== 'media_insights' || record.values.dimension !== '') continue;
      const { media_ref, metric, value } = record.values;
      values.set(`${media_ref} ${metric}`, value ?? values.get(`${media_ref} ${metric}`) ?? null);
    }
  }
  return values;
}

/** A bakery with a steady rhythm, and the accounts of others that it compares itself with. */
function worldOfOne(): AccountProfile[] {
  const bakery = defaultAccounts[0]!;
  return [
    {
      ...bakery,
      rhythm: { ...bakery.rhythm, perWeek: 7, weekdays: [1, 1, 1, 1, 1, 1, 1], storyDays: 1, storyFrames: 2 },
      incidents: [],
    },
    ...defaultAccounts.filter(({ owned }) => !owned),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
