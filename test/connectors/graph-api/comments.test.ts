import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { comments } from '../../../connectors/graph-api/comments.js';
import type { ConnectionState, Message } from '../../../connectors/index.js';
import { type Emulator, type FaultName, faults, startEmulator } from '../../../emulator/index.js';
import { commentLikes } from '../../../emulator/world/comments.js';
import type { Asked, Scripted } from '../http/scripted-server.js';
import { contextFor } from './context.js';
import { parsed, readPart } from './one-part.js';
import { accountId, fault, paths, post, smallGraph } from './small-graph.js';

const dayMs = 86_400_000;
/** Every fault of the catalogue that lets go, but for limits and real delays. */
const passing = (Object.keys(faults) as FaultName[]).filter(
  (name) => faults[name].lasting === 'transient' && !/throttled|limit|too-many|slow/.test(name),
);
const start = new Date('2026-11-01T09:00:00Z');
const daysOn = (days: number): Date => new Date(start.getTime() + days * dayMs);

describe('comments of the emulated world', () => {
  let now = start;
  let emulator: Emulator;
  let account: string;

  beforeAll(async () => {
    emulator = await startEmulator({ seed: 1, now: () => now, start, historyDays: 60 });
    account = emulator.world.accounts.find(({ profile }) => profile.username === 'tallpinesoutfit')!.id;
  });
  afterEach(() => emulator.setFaults([]));
  afterAll(() => emulator.close());

  function context(state: ConnectionState = {}, login: 'facebook' | 'instagram' = 'facebook') {
    const token = login === 'facebook' ? emulator.token : emulator.instagramTokens[account]!;
    return contextFor(emulator.url, {
      now,
      state,
      env: { REACHLINE_TOKEN: token },
      settings: { login, comments: {} },
    });
  }
  const young = () =>
    emulator.world
      .media(account, now)
      .filter(({ postedAt }) => now.getTime() - postedAt.getTime() <= 28 * dayMs);
  const countOf = (id: string, at: Date) => emulator.world.comments(id, at).length;

  /** The comments of some posts as records, sorted. */
  const truth = (posts = young()) =>
    posts
      .flatMap(({ id, shortcode }) =>
        emulator.world.comments(id, now).map((comment) => ({
          comment_id: comment.id,
          parent_id: comment.parentId,
          media_ref: shortcode,
          account_ref: account,
          text: comment.text,
          likes: commentLikes(comment, now),
          commented_at: comment.writtenAt,
          observed_at: now,
        })),
      )
      .sort((a, b) => (a.comment_id < b.comment_id ? -1 : 1));
  const recordsOf = (pages: Parameters<typeof parsed>[1]) =>
    parsed(comments, pages, 'comments').sort((a, b) => (a.comment_id < b.comment_id ? -1 : 1));
  const mediaOf = (pages: Parameters<typeof parsed>[1]) =>
    [...new Set(pages.map(({ request }) => request.media_id))].sort();

  test.each(['facebook', 'instagram'] as const)('are all there, through %s login', async (login) => {
    now = start;
    const { pages, gaps, error } = await readPart(comments, context({}, login), account);
    expect([error, gaps]).toEqual([null, []]);
    const expected = truth();
    expect(recordsOf(pages)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(200);
    expect(expected.some(({ parent_id }) => parent_id !== null)).toBe(true);
    expect(expected.some(({ text }) => text.includes('<script>'))).toBe(true);
    expect(expected.some(({ text }) => text.includes('\u202E'))).toBe(true);
    expect(expected.some(({ text }) => text.startsWith('='))).toBe(true);
  });

  test('are read without the names of those who wrote them', async () => {
    now = start;
    const { pages } = await readPart(comments, context(), account);
    const stored = JSON.stringify(pages);
    expect(stored).not.toMatch(/username|\\"from\\"|\\"user\\"/);
    for (const { id } of young().slice(0, 10)) {
      for (const { authorId } of emulator.world.comments(id, now)) expect(stored).not.toContain(authorId);
    }
  });

  test('are read again where their number has changed, once a week elsewhere, and of nothing else', async () => {
    now = start;
    let { state } = await readPart(comments, context(), account);
    const readOn = new Map(young().flatMap(({ id }) => (countOf(id, now) > 0 ? [[id, 0]] : [])));
    let weekly = 0;
    for (let night = 1; night <= 9; night++) {
      const before = now;
      now = daysOn(night);
      const due = young().filter(({ id, postedAt }) => {
        const count = countOf(id, now);
        const hasChanged = count !== (postedAt <= before ? countOf(id, before) : 0);
        const isOld = night - (readOn.get(id) ?? 0) >= 7;
        if (!hasChanged && isOld && count > 0) weekly++;
        return count > 0 && (hasChanged || isOld || !readOn.has(id));
      });
      const planned = comments.plan(context(state), account).calls;
      const reading = await readPart(comments, context(state), account);
      expect(mediaOf(reading.pages)).toEqual(due.map(({ id }) => id).sort());
      expect(recordsOf(reading.pages)).toEqual(truth(due));
      // what will change cannot be known, only that it is about what changed last
      if (night > 1) expect(Math.abs(reading.calls - planned)).toBeLessThan(Math.max(6, reading.calls / 3));
      for (const { id } of due) readOn.set(id, night);
      state = reading.state;
    }
    expect(weekly).toBeGreaterThan(0);
    // what is kept of posts does not grow
    now = daysOn(60);
    const later = await readPart(comments, context(state), account);
    const kept = Object.keys(later.state[account]!.comment_counts as object);
    expect(kept.sort()).toEqual(
      young()
        .map(({ id }) => id)
        .sort(),
    );
  });

  test('that a reading cut short has left out are read by the next, and no others again', async () => {
    now = start;
    const whole = await readPart(comments, context(), account);
    for (const pagesRead of [1, 4, 9]) {
      let seen = 0;
      const isEnd = ({ type }: Message) => type === 'page' && ++seen === pagesRead;
      const cut = await readPart(comments, context(), account, isEnd);
      expect(cut.state[account]?.comments).toBeUndefined();
      const rest = await readPart(comments, context(cut.state), account);
      const done = Object.keys((cut.state[account]?.comment_counts as object | undefined) ?? {});
      expect(mediaOf(rest.pages).filter((id) => done.includes(String(id)))).toEqual([]);
      const ids = new Set(recordsOf([...cut.pages, ...rest.pages]).map(({ comment_id }) => comment_id));
      expect(ids).toEqual(new Set(recordsOf(whole.pages).map(({ comment_id }) => comment_id)));
      expect(rest.state[account]!.comment_counts).toEqual(whole.state[account]!.comment_counts);
    }
  });

  test('are all there when lists are too heavy, in parts, or fail in passing', async () => {
    now = start;
    emulator.setFaults([
      { fault: 'reduce-data', endpoint: 'media/comments' },
      { fault: 'reduce-data', endpoint: 'comment/replies' },
      ...passing.map((fault) => ({ fault, rate: 0.04 })),
    ]);
    const { pages, gaps, error } = await readPart(comments, context(), account);
    expect([error, gaps]).toEqual([null, []]);
    expect(recordsOf(pages)).toEqual(truth());
  });

  test.each([
    ['facebook', 'instagram_manage_comments'],
    ['instagram', 'instagram_business_manage_comments'],
  ] as const)('that the token of %s login may not read name the permission', async (login, permission) => {
    now = start;
    for (const fault of ['permission-missing', 'permission-refused'] as const) {
      emulator.setFaults([{ fault, endpoint: 'media/comments' }]);
      const { error, state } = await readPart(comments, context({}, login), account);
      expect(error).toMatchObject({ recovery: 'stream', kind: 'credentials' });
      expect(error!.hint).toBe(`Grant ${permission} and create a new token`);
      expect(state[account]).toBeUndefined();
    }
  });
});

describe('comments of a small graph', () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  const note = (id: string, fields: object = {}) => ({
    id,
    text: `text of ${id}`,
    timestamp: '2026-11-11T10:00:00+0000',
    like_count: 1,
    ...fields,
  });

  async function reading(
    posts: readonly Record<string, unknown>[],
    answer: (asked: Asked) => Scripted | null = () => null,
    options: { state?: ConnectionState; now?: Date } = {},
  ) {
    const server = await smallGraph(posts, (asked) => {
      const scripted = answer(asked);
      if (scripted) return scripted;
      return asked.path.endsWith('/comments')
        ? { body: { data: [note(`c${asked.path.split('/').at(-2)}`)] } }
        : null;
    });
    open.push(server.close);
    const context = contextFor(server.url, { settings: { comments: {} }, ...options });
    const result = await readPart(comments, context, accountId);
    const ids = parsed(comments, result.pages, 'comments').map(({ comment_id }) => comment_id);
    return { ...result, server, context, ids };
  }
  const isOf = (id: string) => (asked: Asked) => asked.path.endsWith(`/${id}/comments`);

  test('cost one call a night when nothing changes, and as many as planned when the same does', async () => {
    const posts = [post('11'), post('12', { comments_count: 0 }), post('13')];
    const first = await reading(posts);
    expect(paths(first.server.asked)).toEqual([`/${accountId}/media`, '/11/comments', '/13/comments']);
    const options = { state: first.state, now: new Date('2026-11-21T09:00:00Z') };
    const quiet = await reading(posts, undefined, options);
    expect([quiet.calls, quiet.ids]).toEqual([1, []]);
    const busy = await reading(
      posts.map((each) => ({ ...each, comments_count: 3 + Number(each.comments_count) })),
      undefined,
      options,
    );
    expect(paths(busy.server.asked).slice(1)).toEqual(['/11/comments', '/12/comments', '/13/comments']);
    const next = contextFor(busy.server.url, {
      settings: { comments: {} },
      state: busy.state,
      now: new Date('2026-11-22T09:00:00Z'),
    });
    expect(comments.plan(next, accountId)).toEqual({
      calls: 1 + 3,
      why: 'comments of young posts: 3 as last night, 0 not read for a week',
    });
  });

  test('of old posts, of posts without any and of hidden numbers are read as told', async () => {
    const { comments_count: _, ...hidden } = post('12');
    const posts = [post('11'), hidden, post('13', { timestamp: '2026-10-01T10:00:00+0000' })];
    const first = await reading(posts);
    expect(first.ids).toEqual(['c11', 'c12']);
    const again = await reading(posts, undefined, { state: first.state });
    expect(again.ids).toEqual([]);
  });

  test('with more replies than came along are read to the last reply', async () => {
    const link = (cursor: string) => ({ cursors: { after: cursor }, next: `https://x/?after=${cursor}` });
    const { ids, pages, server } = await reading([post('11')], (asked) => {
      if (isOf('11')(asked)) {
        const replies = { data: [note('r1'), note('r2')], paging: link('R2') };
        return { body: { data: [note('a', { replies }), note('b')] } };
      }
      if (!asked.path.endsWith('/a/replies')) return null;
      return asked.query.after === 'R2'
        ? { body: { data: [note('r3')], paging: link('R3') } }
        : { body: { data: [note('r4')], paging: { cursors: { after: 'R4' } } } };
    });
    expect(ids).toEqual(['a', 'r1', 'r2', 'b', 'r3', 'r4']);
    const parents = parsed(comments, pages, 'comments').map(({ parent_id }) => parent_id);
    expect(parents).toEqual([null, 'a', 'a', null, 'a', 'a']);
    expect(server.asked.slice(-2).map(({ query }) => query.after)).toEqual(['R2', 'R3']);
  });

  test('with more replies, and no cursor to them, are a gap, and the other comments are read', async () => {
    const { ids, gaps } = await reading([post('11'), post('12')], (asked) => {
      if (!isOf('11')(asked)) return null;
      const replies = { data: [note('r1')], paging: { next: 'https://x/' } };
      return { body: { data: [note('a', { replies }), note('b')] } };
    });
    expect(ids).toEqual(['a', 'r1', 'b', 'c12']);
    expect(gaps).toMatchObject([{ stream: 'comments', recovery: 'stream' }]);
    expect(gaps[0]!.message).toContain('/a/replies');
  });

  test('of a post that is gone are a gap, of one that fails are a gap and tried again', async () => {
    const posts = [post('11'), post('12'), post('13'), post('14')];
    const answer = (asked: Asked) => {
      if (isOf('11')(asked)) return fault(100, 'Unsupported get request', { error_subcode: 33 });
      if (isOf('12')(asked)) return fault(2, 'Service temporarily unavailable');
      if (isOf('13')(asked)) {
        const { after = 'c13' } = asked.query;
        const next = after === 'd13' ? 'e13' : 'd13';
        const paging = { cursors: { after: next }, next: `https://x/?after=${next}` };
        return { body: { data: [note(after)], paging } };
      }
      return null;
    };
    const { ids, gaps, error, state } = await reading(posts, answer);
    expect(error).toBeNull();
    expect(ids).toEqual(['c13', 'd13', 'e13', 'c14']);
    expect(gaps.map(({ stream, recovery }) => [stream, recovery])).toEqual([
      ['comments', 'skip'],
      ['comments', 'retry'],
      ['comments', 'stream'],
    ]);
    expect(state[accountId]).not.toHaveProperty('comments');
    const again = await reading(posts, undefined, { state });
    expect(again.ids).toEqual(['c12', 'c13']);
    expect(again.state[accountId]).toHaveProperty('comments');
  });

  test('of no post in a row end the reading', async () => {
    const posts = Array.from({ length: 9 }, (_, n) => post(String(20 + n)));
    const { gaps, server } = await reading(posts, ({ path }) =>
      path.endsWith('/comments') ? fault(2, 'Service temporarily unavailable') : null,
    );
    expect(gaps).toHaveLength(3);
    expect(new Set(paths(server.asked)).size).toBe(1 + 3);
  });

  test('are asked for without a field that this version does not know, once for all posts', async () => {
    const { ids, server } = await reading([post('11'), post('12')], (asked) =>
      asked.query.fields?.includes('hidden')
        ? fault(100, '(#100) Tried accessing nonexisting field (hidden) on node type (IGComment)')
        : null,
    );
    expect(ids).toEqual(['c11', 'c12']);
    expect(paths(server.asked).slice(1)).toEqual(['/11/comments', '/11/comments', '/12/comments']);
  });

  test('that cannot be understood are rejected one by one', async () => {
    const { pages } = await reading([post('11')], (asked) =>
      isOf('11')(asked)
        ? { body: { data: [note('a', { timestamp: 'yesterday' }), { text: 'no id' }, { id: 'b' }, 5] } }
        : null,
    );
    const items = pages.flatMap((page) => comments.parsers.comments!(page, JSON.parse(page.body)));
    expect(items.map((item) => ('reject' in item ? item.reject.rule : item.ref))).toEqual([
      'unreadable-date',
      'missing-id',
      'b',
      'missing-id',
    ]);
    expect(parsed(comments, pages, 'comments')).toMatchObject([
      { comment_id: 'b', text: null, likes: null, commented_at: null, media_ref: 'Sc11' },
    ]);
  });
});
