import { mixEffectsChart } from '../charts/mix-effects.js';
import { comparisonSentence, isTold, verdictOf } from '../compare.js';
import type { Figure } from '../figure.js';
import { compareHeadline, formatMix } from '../mix.js';
import { formatNames, formats } from '../post.js';
import type { RateEffect } from '../statistics/mix.js';
import { type Study, within } from '../study.js';

interface MixPart {
  readonly label: string;
  readonly relative: number;
  readonly low: number;
  readonly high: number;
}

const isClear = (part: MixPart): boolean => verdictOf(part) !== 'unclear';

/**
 * How much of the change of the pooled rate comes from posting other formats, how much from formats doing better or
 * worse; with crude and standardised rates. None with fewer than 5 comparable posts on a side or a single format.
 */
export function formatMixFigures(study: Study): Figure[] {
  const { measures, posts, period, format } = study;
  const measure = measures.headline;
  const compared = posts.filter((post) => measure.value(post) !== null);
  const [before, now] = [within(compared, period.comparison), within(compared, period)];
  const comparison = compareHeadline(study);
  if (!isTold(comparison)) return [];
  const mix = formatMix(study);
  if (mix === null || mix.split.before === 0) return [];
  const { split, standardised } = mix;
  const relative = ({ estimate, low, high }: RateEffect) => ({
    relative: estimate / split.before,
    low: low / split.before,
    high: high / split.before,
  });
  const parts = [
    { label: 'Mix of formats', ...relative(split.mix) },
    { label: 'Within formats', ...relative(split.within) },
  ];
  const [ofMix, ofRates] = parts as [MixPart, MixPart];
  const name = measures.reach === null ? 'mean interactions per post' : `pooled ${measure.name}`;
  const text = (value: number) => measure.text(value, format);
  const range = ({ low, high }: MixPart) => `${format.relative(low)} to ${format.relative(high)}`;
  const inWords = (part: MixPart) => `${part.label}: ${format.relative(part.relative)} (${range(part)}).`;
  const clear = [
    isClear(ofRates) &&
      `Within formats ${name} ${ofRates.relative > 0 ? 'rose' : 'fell'} ${format.percent(ofRates.relative)} (${range(ofRates)})`,
    isClear(ofMix) &&
      `Another mix of formats ${ofMix.relative > 0 ? 'added' : 'took'} ${format.percent(ofMix.relative)} (${range(ofMix)})`,
  ].filter((sentence) => sentence !== false);
  const title =
    comparison.crude !== undefined
      ? comparisonSentence(measure, comparison, format)
      : clear.length === 0
        ? `No clear effect of the format mix, nor within formats, on ${name}`
        : clear.join('. ');
  const share = (of: typeof now, kind: string) => {
    const base = (list: typeof now) =>
      list.reduce((sum, post) => sum + (measures.reach === null ? 1 : post.reach!), 0);
    const own = of.filter((post) => post.format === kind);
    const amount = own.reduce((sum, post) => sum + post.interactions!, 0);
    return {
      n: own.length,
      share: base(of) === 0 ? null : base(own) / base(of),
      rate: own.length === 0 ? null : amount / base(own),
    };
  };
  const rows = formats
    .map((kind) => ({ kind, before: share(before, kind), now: share(now, kind) }))
    .filter((row) => row.before.n + row.now.n > 0);
  const shareOf = measures.reach === null ? 'posts' : 'reach';
  return [
    {
      id: 'format-mix',
      title,
      definition: `Change of ${name} (sum of ${measure.definition.replace(' / ', ' / sum of ')}, ${measures.age}) in parts: other shares of formats at average rates, other rates at average shares (Kitagawa). ${format.days(period.from, period.to)} against ${format.days(period.comparison.from, period.comparison.to)}, n = ${format.count(now.length)} vs ${format.count(before.length)} posts. Lines: 95% interval.`,
      description: `${parts.map(inWords).join(' ')} All together: ${format.relative((split.after - split.before) / split.before)}.`,
      caveat:
        'The two parts add up to the change of the pooled rate, which posts with many readers weigh in more than the median. “At the mix of 12 months” is what the rate would be had the formats been used as over the year.',
      chart: mixEffectsChart(
        parts.map(({ label, relative: effect, low, high }) => ({ label, effect, low, high })),
        format,
      ),
      table: {
        columns: [
          { label: 'Format', field: 'format' },
          { label: 'Posts before', field: 'posts_before', text: format.count },
          { label: 'Posts now', field: 'posts_now', text: format.count },
          { label: `Share of ${shareOf} before`, field: 'share_before', text: format.rate },
          { label: `Share of ${shareOf} now`, field: 'share_now', text: format.rate },
          { label: 'Rate before', field: 'rate_before', text },
          { label: 'Rate now', field: 'rate_now', text },
        ],
        rows: [
          ...rows.map((row) => [
            formatNames[row.kind],
            row.before.n,
            row.now.n,
            row.before.share,
            row.now.share,
            row.before.rate,
            row.now.rate,
          ]),
          ['All, crude', before.length, now.length, 1, 1, split.before, split.after],
          ['All, at the mix of 12 months', null, null, null, null, standardised.before, standardised.after],
        ],
      },
    },
  ];
}
