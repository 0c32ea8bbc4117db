import { trialsChart } from '../charts/trials.js';
import { nextPosts, type Trial } from '../experiments.js';
import type { Section } from '../figure.js';
import { html } from '../html.js';
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
  const { next: words, columns } = format.words;
  const section = { id: 'next', name: words.name, question: words.question };
  const plan = nextPosts(study);
  if (plan === null) {
    return {
      ...section,
      absent: words.tooFew(FEWEST_FOR_TIMING),
    };
  }
  const [first] = plan.list;
  if (first === undefined) {
    return {
      ...section,
      absent: words.nothing,
    };
  }
  const best = plan.list.find(({ stands, effect }) => stands && effect > 0);
  const title =
    best === undefined
      ? words.unclear(
          trialName(first.what, format),
          plan.list.some(({ isPractical }) => isPractical),
        )
      : words.best(trialName(best.what, format), relative(best, format));
  const rows = plan.list.map((trial) => ({
    label:
      trial.what.kind === 'format' ? format.words.formats[trial.what.format] : trialName(trial.what, format),
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
        definition: words.definition({
          name: measures.headline.name,
          definition: measures.headline.definition,
          age: measures.age,
          days: format.days(year.from, year.to),
        }),
        description: plan.list
          .map((trial) => `${trialName(trial.what, format)}: ${relative(trial, format)}.`)
          .join(' '),
        caveat: words.caveat,
        chart: trialsChart(rows, format),
        table: {
          columns: [
            { label: words.columns.trial, field: 'trial' },
            { label: words.columns.kind, field: 'kind' },
            { label: words.columns.posts, field: 'posts', text: format.count },
            { label: words.columns.effect, field: 'effect', text: format.relative },
            { label: columns.low, field: 'low', text: format.relative },
            { label: columns.high, field: 'high', text: format.relative },
            { label: words.columns.postsEach, field: 'posts_each', text: format.count },
            { label: words.columns.weeks, field: 'weeks', text: format.count },
          ],
          rows: plan.list.map(({ what, postsEach, weeks }, index) => [
            rows[index]!.label,
            words.kinds[what.kind],
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
    content: html`<h3>${words.heading}</h3>
<ol>${plan.list.map((trial) => html`<li><a href="#${sections[trial.what.kind]}">${trialName(trial.what, format)}</a>: ${costSentence(trial, format)}</li>`)}</ol>
<p class="caveat">${words.note}</p>`,
  };
}

/** Weeks; nobody plans beyond. */
const LONGEST_COUNTED = 104;

function trialName(what: Trial, format: Study['format']): string {
  if (what.kind === 'format') return format.words.postsOf[what.format];
  return what.kind === 'slot' ? timeName(what, format) : `#${what.tag}`;
}

/** `+12% (−3% to +28%)`. */
function relative({ effect, interval }: Experiment<Trial>, format: Study['format']): string {
  const [middle, low, high] = [effect, interval.low, interval.high].map((log) =>
    format.relative(Math.expm1(log)),
  ) as [string, string, string];
  return format.words.next.effect(middle, low, high);
}

/** `30 posts to know of +43% (8 weeks at this pace).` */
function costSentence(trial: Experiment<Trial>, format: Study['format']): string {
  const { planned, postsEach, weeks, isPractical } = trial;
  return format.words.next.cost({
    effect: relative(trial, format),
    posts: 2 * postsEach,
    planned: format.relative(Math.expm1(planned)),
    weeks: weeks !== null && weeks > LONGEST_COUNTED ? Number.POSITIVE_INFINITY : weeks,
    isPractical,
  });
}
