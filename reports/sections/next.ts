import { trialsChart } from '../charts/trials.js';
import { nextPosts, type Trial } from '../experiments.js';
import type { Section } from '../figure.js';
import { html } from '../html.js';
import { formatNames } from '../post.js';
import type { Experiment } from '../statistics/experiments.js';
import { FEWEST_FOR_TIMING } from '../statistics/posting-time.js';
import type { Study } from '../study.js';
import { timeName } from './timing.js';

/** Where the report shows more of each kind. */
const sections: Readonly<Record<Trial['kind'], string>> = {
  format: 'formats',
  slot: 'timing',
  topic: 'topics',
};

export function next(study: Study): Section {
  const { measures, year, format } = study;
  const section = { id: 'next', name: 'What to post next', question: 'What should we try next?' };
  const plan = nextPosts(study);
  if (plan === null) {
    return {
      ...section,
      absent: `What to post next: too few posts; at least ${format.count(FEWEST_FOR_TIMING)} comparable ones within 12 months are needed.`,
    };
  }
  const [first] = plan.list;
  if (first === undefined) {
    return {
      ...section,
      absent:
        'What to post next: formats, hours and tags differ so little that no trial would be worth its posts. Try something that was never posted.',
    };
  }
  const best = plan.list.find(({ stands, effect }) => stands && effect > 0);
  const title =
    best === undefined
      ? `Nothing stands out${plan.list.some(({ isPractical }) => isPractical) ? '' : ', and no trial would tell within half a year'}: ${trialName(first.what, format)} would teach most`
      : `${trialName(best.what, format)} did ${relative(best, format)} against the average post: worth doing more of`;
  const rows = plan.list.map((trial) => ({
    label: trial.what.kind === 'format' ? formatNames[trial.what.format] : trialName(trial.what, format),
    n: trial.n,
    effect: Math.expm1(trial.effect),
    low: Math.expm1(trial.interval.low),
    high: Math.expm1(trial.interval.high),
    stands: trial.stands,
  }));
  return {
    ...section,
    figures: [
      {
        id: 'next-posts',
        title,
        definition: `Expected difference in ${measures.headline.name} (${measures.headline.definition}, ${measures.age}) from the average post, shrunken, with 95% interval; formats, hours and tags of ${format.days(year.from, year.to)}, ranked by what it is worth to know; n = posts so far.`,
        description: plan.list
          .map((trial) => `${trialName(trial.what, format)}: ${relative(trial, format)}.`)
          .join(' '),
        caveat:
          'Association, not cause: only a trial can tell. Draw lots which of the next posts do it, and change nothing else about them.',
        chart: trialsChart(rows, format),
        table: {
          columns: [
            { label: 'Trial', field: 'trial' },
            { label: 'Kind', field: 'kind' },
            { label: 'Posts so far', field: 'posts', text: format.count },
            { label: 'Expected', field: 'effect', text: format.relative },
            { label: '95% low', field: 'low', text: format.relative },
            { label: '95% high', field: 'high', text: format.relative },
            { label: 'Posts with, and as many without', field: 'posts_each', text: format.count },
            { label: 'Weeks at this pace', field: 'weeks', text: format.count },
          ],
          rows: plan.list.map(({ what, postsEach, weeks }, index) => [
            rows[index]!.label,
            kindNames[what.kind],
            rows[index]!.n,
            rows[index]!.effect,
            rows[index]!.low,
            rows[index]!.high,
            postsEach,
            weeks,
          ]),
        },
      },
    ],
    content: html`<h3>How many posts it takes to know</h3>
<ol>${plan.list.map((trial) => html`<li><a href="#${sections[trial.what.kind]}">${trialName(trial.what, format)}</a>: ${costSentence(trial, format)}</li>`)}</ol>
<p class="caveat">Half of these posts with it, half without, so that a difference of that size is found in 80% of cases.</p>`,
  };
}

/** Weeks; nobody plans beyond. */
const LONGEST_COUNTED = 104;

const kindNames: Readonly<Record<Trial['kind'], string>> = {
  format: 'Format',
  slot: 'Hours',
  topic: 'Topic',
};

function trialName(what: Trial, format: Study['format']): string {
  if (what.kind === 'format') return `${formatNames[what.format]} posts`;
  return what.kind === 'slot' ? timeName(what, format) : `#${what.tag}`;
}

/** `+12% (−3% to +28%)`. */
function relative({ effect, interval }: Experiment<Trial>, format: Study['format']): string {
  const [middle, low, high] = [effect, interval.low, interval.high].map((log) =>
    format.relative(Math.expm1(log)),
  );
  return `${middle} (${low} to ${high})`;
}

/** `30 posts to know of +43% (8 weeks at this pace).` */
function costSentence(trial: Experiment<Trial>, format: Study['format']): string {
  const { planned, postsEach, weeks, isPractical } = trial;
  const inWeeks =
    weeks !== null && weeks > LONGEST_COUNTED
      ? 'more than two years'
      : `${format.count(weeks ?? 0)} ${weeks === 1 ? 'week' : 'weeks'}`;
  const pace = weeks === null ? '' : ` (${inWeeks} at this pace)`;
  return `expected ${relative(trial, format)}; ${format.posts(2 * postsEach)} to know of ${format.relative(Math.expm1(planned))}${pace}${isPractical ? '' : ', too many for a trial'}.`;
}
