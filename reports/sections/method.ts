import type { Section } from '../figure.js';
import { html } from '../html.js';
import { FEWEST_REACHED } from '../measure.js';
import type { Study } from '../study.js';

export function method({ measures, format, account, runId, history, year }: Study): Section {
  const terms: [string, string][] = [
    [
      'Equal age',
      `Posts are compared by their values ${measures.age}. Younger posts are provisional and never compared; values of different age bases are never mixed.`,
    ],
    [
      'Interactions',
      measures.parts === null
        ? 'Not available in this source.'
        : `The sum of ${measures.parts.split('+').join(' + ')}. Posts whose source knows other counters are left out.`,
    ],
    [
      'Engagement rate',
      `Interactions divided by reach, per post; not computed below ${format.count(FEWEST_REACHED)} accounts reached.`,
    ],
    ['Reach', 'Accounts that saw the post at least once. Reach of several posts or days must not be added.'],
    [
      'Median and interval',
      'The middle post. 95% interval: Student t on logarithms below 20 posts, stretched to hold the median; order statistics of the median from 20 on; none below 5.',
    ],
    [
      'Change',
      'Hodges–Lehmann shift on logarithms with its rank interval. “Rose” or “fell” needs 5 posts on both sides, an interval without zero and at least 5%.',
    ],
    [
      'Formats, timing, tags',
      'Random effects by the method of moments: groups are pulled toward the mean by how few posts they have. For timing and tags, format effect and 28-day rolling median are taken out first, and boosted posts left out. A block of hours is named only if a global F test has p < 0.05, the block beats the median block with probability 0.9 and has 5 posts in 4 different weeks. Tags need 8 posts and a false discovery rate of at most 10%.',
    ],
    [
      'Robust z',
      'Distance from the median of the format in units of 1.4826 times the median absolute deviation, on logarithms. Beyond 2.5 a post is called unusual.',
    ],
    [
      'Stretches of time',
      `Charts over time show ${format.days(history.from, history.to)}; formats, timing and tags use ${format.days(year.from, year.to)}. Days are local days in ${account.zone}.`,
    ],
    ['Missing', 'A dash means that the source gave no value. Missing is never counted as zero.'],
  ];
  return {
    id: 'method',
    name: 'Method',
    question: 'How was it computed?',
    content: html`<dl class="glossary">${terms.map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl>
<p class="caveat">Run ${runId}.</p>`,
  };
}
