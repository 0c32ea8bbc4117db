import type { Role } from '../roles.js';
import type { Kind, Layout } from './kind.js';

const metrics: Partial<Record<Role, readonly string[]>> = {
  reach: ['Instagram reach', 'Reach'],
  views: ['Instagram views', 'Views'],
  new_follows: ['Instagram follows'],
  profile_views: ['Instagram profile visits', 'Instagram visits'],
  interactions_total: ['Instagram content interactions', 'Content interactions'],
  profile_link_taps: ['Instagram link clicks'],
};

/**
 * Meta Business Suite → Insights → Results → Export: a file per metric, UTF-16, its title in a line above `Date, Primary`. Days
 * are Meta's.
 */
export const businessSuiteResults: Kind = {
  name: 'business-suite-results',
  title: 'Meta Business Suite results export',
  origin: 'Business Suite → Insights → Results → Export; one file per metric, English',
  reads:
    'a number per day of an account: reach, views, follows, profile visits, content interactions, link clicks',
  unknown: 'The file does not name the account: `--account`. Titles in other languages are not known',
  zone: 'America/Los_Angeles',
  layouts: Object.entries(metrics).map(
    ([role, titles]): Layout => ({
      name: role,
      signature: [['Date'], ['Primary']],
      titles,
      dates: 'iso',
      columns: { day: ['Date'], [role]: ['Primary'] },
    }),
  ),
};

/** The same of a Facebook Page. */
export const facebookResults: Kind = {
  name: 'business-suite-results-facebook',
  title: 'Meta Business Suite results export of a Facebook Page',
  origin: 'the same export with Facebook as the platform',
  reads: 'nothing: it is recognised in order to say so',
  unknown: 'Everything: its days are not of Instagram',
  zone: 'America/Los_Angeles',
  layouts: [
    {
      name: 'results',
      signature: [['Date'], ['Primary']],
      titles: [
        'Facebook follows',
        'Facebook visits',
        'Facebook reach',
        'Facebook link clicks',
        'Facebook content interactions',
      ],
      dates: 'iso',
      columns: {},
    },
  ],
  unusable: {
    message: 'holds days of a Facebook Page, not of an Instagram account',
    hint: 'In Business Suite → Insights → Results export the Instagram metrics.',
  },
};
