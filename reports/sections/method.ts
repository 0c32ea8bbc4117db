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
      'Random effects by the method of moments: groups are pulled toward the mean by how few posts they have; their intervals let the spread between groups vary as far as the data allow. For timing and tags, format effect and 28-day rolling median are taken out first, and boosted posts left out. A block of hours is named only if a global F test has p < 0.05, the block beats the median block with probability 0.9, lies 5% above the average post and has 5 posts in 4 different weeks. Tags are looked at together (ridge regression, so that posts with several tags count for each as far as the others allow); those that share more than 80% of their posts count as one. A tag is named only if a global permutation test has p < 0.05, its interval excludes zero, and its false discovery rate is at most 10%.',
    ],
    [
      'Mix and within formats',
      'The change of a pooled rate is split into what other shares of formats and what other rates within formats did (Kitagawa, average of both orders; bootstrap over posts). Where all posts together and posts within their format went opposite ways by 5% or more, only the change within formats, at the mix of 12 months, is told.',
    ],
    [
      'What to post next',
      'Formats, blocks of hours and tags with their effect m ± s, ranked by the mean gain if a trial showed the truth, E[max(0, effect)] (value of perfect information; Raiffa & Schlaifer 1961). Posts to know: two equal halves, 5% level, 80% power, for the expected effect but at least 10%.',
    ],
    [
      'Watch time',
      'The platform’s average over all who saw a reel, replays included, as of its last look at reels at least 7 days old; skips are viewers gone within the first seconds.',
    ],
    [
      'Usual range',
      'Quartiles of the posts of the 12 months up to the period’s end, without the period’s own. Competitors are compared in likes and comments alone, per month and format, at the same age of posts.',
    ],
    [
      'Outlook',
      'Followers: last count plus the damped median daily net of 8 weeks. Weekly median: median of 8 weeks, or last year’s week where that was nearer. Bands hold 80% and 95% of the errors that the same method made from every earlier week (conformal). Shown only after 12 weeks and where those errors are smaller than those of “as it was last”.',
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
