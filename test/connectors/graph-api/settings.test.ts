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
      insights: { nightly_days: 7, until_days: 60 },
      listing: { nightly_days: 90, sweep_days: 7 },
      account_insights_days: 3,
      demographics_days: 7,
      tags: false,
      facebook_views: false,
      concurrency: 4,
      max_wait_minutes: 5,
    });
  });

  test.each([
    ['competitors', ['rival']],
    ['hashtags', ['lisboa']],
    ['tags', true],
  ])('say that Instagram Login does not offer %s', (key, value) => {
    expect(problem({ login: 'instagram', [key]: value })).toMatch(/Instagram Login does not offer this/);
    expect(problem({ login: 'facebook', [key]: value })).toBeNull();
  });

  test('take names with their signs', () => {
    expect(graphApiSettings.parse({ competitors: ['@Rival.One'], hashtags: ['#São_João'] })).toMatchObject({
      competitors: ['rival.one'],
      hashtags: ['são_joão'],
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
