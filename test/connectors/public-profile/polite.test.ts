import { afterEach, describe, expect, test } from 'vitest';
import type { ConnectionState } from '../../../connectors/index.js';
import { publicProfile } from '../../../connectors/public-profile/index.js';
import { testEffects } from '../effects.js';
import type { Scripted } from '../http/scripted-server.js';
import { readWith } from '../reading.js';
import { blocks, type Site, startSite, twelvePosts } from './site.js';

const optIn = {
  purpose: 'our own monthly report',
  accounts_are: 'own',
  contact: 'https://studio.example/reader',
};
const hour = 3_600_000;
const start = Date.parse('2026-11-01T02:30:00Z');

let site: Site;
afterEach(() => site.close());

const everybody = { profiles: (username: string) => ({ username, posts: twelvePosts }) };

/** What one night after the other does, with pauses between them: the state goes from each to the next. */
function nights(settings: object = {}, state: ConnectionState = {}) {
  let now = start;
  const context = () => ({ ...contextFor(settings, testEffects({ now: new Date(now) })), state });
  return {
    wait(hours: number) {
      now += hours * hour;
    },
    async read() {
      const before = site.asked.length;
      const asking = context();
      const reading = await readWith(publicProfile, asking);
      state = JSON.parse(JSON.stringify(reading.state));
      return { ...reading, effects: asking.effects, asked: site.names().slice(before) };
    },
    plan: () => publicProfile.plan(context()),
    diagnose: () => publicProfile.diagnose(context()),
  };
}

function contextFor(settings: object = {}, effects = testEffects({ now: new Date(start) })) {
  const named = { ...optIn, accounts: ['a.one', 'b.two'], base_url: site.url, ...settings };
  return { connection: 'public', settings: publicProfile.settings.parse(named), state: {}, effects };
}

describe('robots.txt', () => {
  test('is read first, once, and the accounts after it', async () => {
    site = await startSite(everybody);
    expect((await nights().read()).asked).toEqual(['robots.txt', 'a.one', 'b.two']);
  });

  test.each<[string, Scripted | string]>([
    ['forbids everybody everything', 'User-agent: *\nDisallow: /'],
    [
      'forbids this reader by name, whatever others may',
      'User-agent: *\nAllow: /\n\nUser-agent: reachline\nDisallow: /api/',
    ],
    [
      'forbids the path to all, behind a byte order mark',
      '\uFEFFUser-agent: *\r\nDisallow: /api/v1/users/\r\n',
    ],
  ])('that %s is obeyed, with its line', async (_, robots) => {
    site = await startSite({ ...everybody, robots });
    const { asked, error, pages } = await nights().read();
    expect([asked, pages]).toEqual([['robots.txt'], []]);
    expect(error).toMatchObject({
      kind: 'credentials',
      message: expect.stringMatching(/does not allow .*web_profile_info.*line \d/),
    });
    expect(error?.hint).toContain('reachline import');
  });

  test('that forbids one account leaves the others', async () => {
    site = await startSite({ ...everybody, robots: 'User-agent: *\nDisallow: /*username=a.one$' });
    const { asked, gaps } = await nights().read();
    expect(asked).toEqual(['robots.txt', 'b.two']);
    expect(gaps).toMatchObject([{ account: 'user:a.one', message: expect.stringContaining('robots.txt') }]);
  });

  test.each<[string, Scripted]>([
    ['is in trouble', { status: 503, body: '' }],
    ['answers nothing', 'reset'],
    ['shows a page in its place', { body: '<html>Log in</html>', headers: { 'content-type': 'text/html' } }],
    [
      'sends somewhere else',
      { status: 301, body: '', headers: { location: 'https://elsewhere.example/robots.txt' } },
    ],
    ['refuses without a reason', { status: 400, body: '' }],
  ])('of a site that %s: nothing is read, and the next night tries again', async (_, robots) => {
    site = await startSite({ ...everybody, robots });
    const life = nights();
    const { asked, error } = await life.read();
    expect(asked).toEqual(['robots.txt']);
    expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('nothing is read') });
    life.wait(24);
    expect((await life.read()).asked).toEqual(['robots.txt']);
  });

  test('that is not there allows everything', async () => {
    site = await startSite({ ...everybody, robots: { status: 404, body: '' } });
    expect((await nights().read()).pages).toHaveLength(2);
  });

  test('that forbids other paths, or other readers, allows the pages', async () => {
    site = await startSite({
      ...everybody,
      robots: 'User-agent: Googlebot\nDisallow: /\n\nUser-agent: *\nDisallow: /accounts/',
    });
    expect((await nights().read()).pages).toHaveLength(2);
  });

  test('sets the pause where it asks for a longer one, and what a night cannot wait is not read', async () => {
    site = await startSite({ ...everybody, robots: 'User-agent: *\nCrawl-delay: 60\nDisallow:' });
    expect((await nights().read()).effects.pauses).toEqual([90_000, 90_000]);
    await site.close();
    site = await startSite({ ...everybody, robots: 'User-agent: *\nCrawl-delay: 86400\nDisallow:' });
    const { asked, error } = await nights().read();
    expect(asked).toEqual(['robots.txt']);
    expect(error?.message).toContain('86400 s between requests');
  });
});

describe('the pace', () => {
  test('is one request at a time, at least five seconds apart with jitter, over restarts too', async () => {
    site = await startSite(everybody);
    const life = nights({ pause_seconds: 5 });
    const { effects, state } = await life.read();
    expect(effects.pauses).toEqual([7500, 7500]);
    const soon = nights({ pause_seconds: 5, accounts: ['c.three'] }, state);
    soon.wait(2 / 3600);
    expect((await soon.read()).effects.pauses).toEqual([5500, 7500]);
  });

  test('keeps to the cap of the day over restarts and deaths, and goes on the next day with who waited longest', async () => {
    site = await startSite(everybody);
    const life = nights({ daily_requests: 3, accounts: ['a.one', 'b.two', 'c.three', 'd.four'] });
    expect(life.plan().map(({ calls }) => calls)).toEqual([2, 1, 0, 0]);
    const first = await life.read();
    expect(first.asked).toEqual(['robots.txt', 'a.one', 'b.two']);
    expect(first.error).toMatchObject({
      kind: 'rate_limited',
      message: expect.stringMatching(/3 requests .* c\.three, d\.four/),
    });
    life.wait(1);
    expect((await life.read()).asked).toEqual([]);
    life.wait(24);
    expect((await life.read()).asked).toEqual(['robots.txt', 'c.three', 'd.four']);
  });

  test('counts a request before it is made, so that a death does not give it back', async () => {
    site = await startSite(everybody);
    const reading = publicProfile.read(contextFor());
    const { value } = await reading.next();
    expect(site.asked).toHaveLength(0);
    expect(value).toMatchObject({ type: 'checkpoint', value: { on: '2026-11-01', requests: 1 } });
    await reading.return();
  });

  test('does not ask again within hours for what it has', async () => {
    site = await startSite(everybody);
    const life = nights();
    await life.read();
    life.wait(3);
    const again = await life.read();
    expect([again.asked, again.messages]).toEqual([[], []]);
    life.wait(21);
    expect((await life.read()).asked).toEqual(['robots.txt', 'a.one', 'b.two']);
  });

  test('a light run and a back-fill ask nothing', async () => {
    site = await startSite(everybody);
    const context = contextFor();
    const window = { from: new Date('2026-01-01'), to: new Date('2026-02-01') };
    for (const narrow of [{ light: true as const }, { window }]) {
      expect(publicProfile.plan({ ...context, ...narrow })).toEqual([]);
      expect((await readWith(publicProfile, { ...context, ...narrow })).messages).toEqual([]);
    }
    expect(site.asked).toHaveLength(0);
    expect((await readWith(publicProfile, { ...context, account: 'somebody.else' })).messages).toEqual([]);
  });
});

describe('who asks', () => {
  test('says so: name and contact, no cookie, no browser, no application of others, no proxy', async () => {
    site = await startSite(everybody);
    process.env.HTTP_PROXY = 'http://127.0.0.1:9';
    try {
      await nights({ contact: 'reader@studio.example' }).read();
    } finally {
      delete process.env.HTTP_PROXY;
    }
    expect(site.asked).toHaveLength(3);
    for (const { headers } of site.asked) {
      expect(headers['user-agent']).toBe('Reachline (+mailto:reader@studio.example)');
      expect(Object.keys(headers).sort()).toEqual([
        'accept',
        'accept-encoding',
        'connection',
        'host',
        'user-agent',
      ]);
    }
  });

  test('keeps no cookie that the site sets', async () => {
    site = await startSite({
      profiles: (username) => ({
        body: { status: 'ok', data: { user: null } },
        headers: { 'set-cookie': `seen=${username}` },
      }),
    });
    await nights().read();
    for (const { headers } of site.asked) expect(headers).not.toHaveProperty('cookie');
  });
});

describe('being sent away', () => {
  test.each(Object.entries(blocks))(
    'by %s ends it at once, is remembered, and is not tried again',
    async (_, block) => {
      site = await startSite({
        profiles: (username) => (username === 'a.one' ? { username, posts: twelvePosts } : block),
      });
      const life = nights({ accounts: ['a.one', 'b.two', 'c.three'] });
      const night = await life.read();
      expect(night.asked).toEqual(['robots.txt', 'a.one', 'b.two']);
      expect(night.pages).toHaveLength(1);
      expect(night.error).toMatchObject({ kind: 'rate_limited', recovery: 'wait' });
      expect(night.error?.message).toMatch(
        /sent this reader away on 2026-11-01 02:30 UTC \(HTTP \d+.*not asked again before 2026-11-03 02:30 UTC/,
      );
      expect(night.error?.hint).toMatch(/does not pretend.*reachline import.*Graph API/);
      expect(night.effects.traffic.filter(({ isLimited }) => isLimited)).toHaveLength(1);

      life.wait(24);
      const next = await life.read();
      expect(next.asked).toEqual([]);
      expect(next.error?.message).toBe(night.error?.message);
      expect(life.plan().map(({ calls, why }) => [calls, why])).toEqual(
        Array(3).fill([0, 'sent away; not asked before 2026-11-03 02:30 UTC']),
      );
      life.wait(25);
      expect((await life.read()).asked).toContain('robots.txt');
    },
  );

  test('already at robots.txt asks for nothing more', async () => {
    site = await startSite({ ...everybody, robots: blocks['429']! });
    const life = nights();
    expect((await life.read()).error).toMatchObject({ kind: 'rate_limited' });
    life.wait(24);
    expect((await life.read()).asked).toEqual([]);
  });

  test('again and again makes the cool-down grow; nights that go well take it back', async () => {
    let isClosed = true;
    site = await startSite({
      profiles: (username) => (isClosed ? blocks['401 please wait'] : { username, posts: twelvePosts }),
    });
    const life = nights();
    const days: number[] = [];
    for (let block = 0; block < 6; block++) {
      const { asked, state } = await life.read();
      expect(asked).toEqual(['robots.txt', 'a.one']);
      const { at, until } = (state.mixed!.visits as { block: { at: string; until: string } }).block;
      const cooled = Date.parse(until) - Date.parse(at);
      days.push(cooled / (24 * hour));
      life.wait(cooled / hour);
    }
    expect(days).toEqual([2, 4, 8, 16, 32, 32]);
    isClosed = false;
    for (let night = 0; night < 5; night++) {
      expect((await life.read()).error).toBeNull();
      life.wait(24);
    }
    isClosed = true;
    expect((await life.read()).error?.message).toMatch(/2\. time in a row/);
  });

  test('until a time that the site names lasts at least until then', async () => {
    site = await startSite({
      profiles: () => ({ status: 429, body: '', headers: { 'retry-after': String(10 * 86_400) } }),
    });
    expect((await nights().read()).error?.message).toContain('before 2026-11-11 02:30 UTC');
  });

  test('is not what trouble of the server is: the read ends, the next night asks again', async () => {
    site = await startSite({ profiles: () => ({ status: 500, body: '<html>' }) });
    const life = nights();
    const { error, asked } = await life.read();
    expect(asked).toEqual(['robots.txt', 'a.one']);
    expect(error).toMatchObject({ kind: 'unavailable', recovery: 'retry' });
    life.wait(24);
    expect((await life.read()).asked).toEqual(['robots.txt', 'a.one']);
  });

  test('remembered in a way that cannot be read is told, and does not stop the night', async () => {
    site = await startSite(everybody);
    const life = nights({}, { mixed: { visits: { on: 'never' } }, 'user:a.one': { visit: 7 } });
    const { pages, effects } = await life.read();
    expect(pages).toHaveLength(2);
    expect(effects.lines.join()).toContain('unreadable');
  });
});

describe('doctor', () => {
  const said = (found: Awaited<ReturnType<typeof publicProfile.diagnose>>) =>
    found.map(({ level, message }) => `${level}: ${message}`).join('\n');

  test('tells opt-in, purpose, who asks, what is used up and what robots.txt says; asks for that alone', async () => {
    site = await startSite(everybody);
    const life = nights();
    await life.read();
    const before = site.asked.length;
    const text = said(await life.diagnose());
    expect(text).toContain('opted in to public pages of 2 own accounts; purpose: our own monthly report');
    expect(text).toContain(
      'asks as "Reachline (+https://studio.example/reader)", 10 s or more apart; 3 of 20 requests',
    );
    expect(text).toContain('ok: robots.txt allows the pages');
    expect(text).toContain('a.one was read last on 2026-11-01 02:30 UTC');
    expect(site.names().slice(before)).toEqual(['robots.txt']);
  });

  test('tells a robots.txt that forbids, and one that cannot be read', async () => {
    site = await startSite({ ...everybody, robots: 'User-agent: *\nDisallow: /' });
    expect(said(await nights().diagnose())).toMatch(/error: robots\.txt does not allow/);
    await site.close();
    site = await startSite({ ...everybody, robots: blocks['429']! });
    expect(said(await nights().diagnose())).toMatch(/error: the site sends this reader away \(HTTP 429/);
  });

  test('asks nothing during a cool-down, and says until when', async () => {
    site = await startSite({ profiles: () => blocks['403'] });
    const life = nights();
    await life.read();
    const before = site.asked.length;
    life.wait(24);
    const text = said(await life.diagnose());
    expect(text).toMatch(/warning: .*not asked again before 2026-11-03 02:30 UTC/);
    expect(text).toContain('ok: robots.txt on 2026-11-01 02:30 UTC: allows the pages');
    expect(site.asked).toHaveLength(before);
  });
});
