import { describe, expect, it } from 'vitest';
import { importSettings } from '../../../connectors/imports/index.js';

const problem = (settings: unknown) => {
  const { error } = importSettings.safeParse(settings);
  return error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('\n');
};

describe('import settings', () => {
  it('take a column by name or with its spelling of dates and numbers', () => {
    const map = { likes: 'n', posted_at: { column: 'D', format: 'DD.MM.YYYY', zone: 'UTC' } };
    expect(importSettings.parse({ map }).map).toEqual({
      likes: { column: 'n' },
      posted_at: { column: 'D', format: 'dd/mm/yyyy', zone: 'UTC' },
    });
  });

  it.each([
    [{ map: { lik: 'x' } }, /^map has no role lik; roles: permalink, /],
    [{ map: null }, /^map is not a map/],
    [{ map: { likes: 3 } }, /^map\.likes is not a column/],
    [{ map: { posted_at: { column: 'D', format: 'foo' } } }, /^map\.posted_at is not a column.*iso, excel/],
    [{ map: { posted_at: { column: 'D', zone: 'X/Y' } } }, /^map\.posted_at\.zone is not a time zone/],
    [{ time_zone: 'Brazil/Nowhere' }, /^time_zone is not a time zone/],
    [{ observed_at: 'soon' }, /^observed_at is not a time/],
    [{ acount: 'x' }, /acount/],
  ])('say what is wrong with %j', (settings, message) => {
    expect(problem(settings)).toMatch(message);
  });
});
