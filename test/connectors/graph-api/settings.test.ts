import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graphApiSettings } from '../../../connectors/graph-api/settings.js';

const problem = (settings: unknown) => graphApiSettings.safeParse(settings).error?.issues[0]?.message ?? null;

describe('settings', () => {
  test('all have defaults', () => {
    expect(graphApiSettings.parse({})).toEqual({
      login: 'facebook',
      api_version: 'v26.0',
      token_env: 'REACHLINE_TOKEN',
      insights: { daily_days: 30, weekly_until_days: 730 },
      account_insights_days: 3,
      facebook_views: false,
      concurrency: 4,
      max_wait_minutes: 5,
    });
  });

  test('all have a description in the JSON schema', () => {
    const { properties } = z.toJSONSchema(graphApiSettings, { io: 'input' }) as {
      properties: Record<string, { description?: string }>;
    };
    const bare = Object.entries(properties).filter(([, { description }]) => !description);
    expect(bare).toEqual([]);
  });

  test.each([
    ['an id that YAML turned into a number', { accounts: [17841405822304914] }, /quoted/],
    ['a token in place of its variable', { token_env: 'EAAG.abc|def' }, /name of an environment variable/],
    ['an allow-list that allows nothing', { accounts: [] }, /./],
    ['a version without v', { api_version: '26.0' }, /v26\.0/],
    ['a host that would see the token unencrypted', { base_url: 'http://graph.example.com' }, /https/],
    ['an unknown key', { tokens: 'x' }, /tokens/],
  ])('refuse %s', (_, settings, message) => {
    expect(problem(settings)).toMatch(message);
  });

  test.each([
    'http://127.0.0.1:4010',
    'http://localhost:4010',
    'http://emulator:4010',
    'https://proxy.example.com/graph',
  ])('accept the host %s', (base_url) => {
    expect(problem({ base_url })).toBeNull();
  });
});
