import { mixEffectsChart } from '../charts/mix-effects.js';
import { comparisonSentence, isTold, verdictOf } from '../compare.js';
import type { Figure } from '../figure.js';
import { sumText, textIn } from '../measure.js';
import { compareHeadline, formatMix } from '../mix.js';
import { formats } from '../post.js';
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
  const { formatMix: words, formats: names, columns } = format.words;
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
    { label: words.mix, ...relative(split.mix) },
    { label: words.within, ...relative(split.within) },
  ];
  const [ofMix, ofRates] = parts as [MixPart, MixPart];
  const name = measures.reach === null ? words.meanPerPost : words.pooled(measure.name);
  const text = textIn(measure, format);
  const range = ({ low, high }: MixPart) => format.words.range(format.relative(low), format.relative(high));
  const told = (part: MixPart) => ({
    verdict: part.relative > 0 ? ('rose' as const) : ('fell' as const),
    change: part.relative,
    range: range(part),
  });
  const inWords = (part: MixPart) => `${part.label}: ${format.relative(part.relative)} (${range(part)}).`;
  const clear = [
    isClear(ofRates) && words.rates({ name, ...told(ofRates) }),
    isClear(ofMix) && words.mixed(told(ofMix)),
  ].filter((sentence) => sentence !== false);
  const title =
    comparison.crude !== undefined
      ? comparisonSentence(measure, comparison, format)
      : clear.length === 0
        ? words.unclear(name)
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
  return [
    {
      id: 'format-mix',
      title,
      definition: words.definition({
        name,
        sum: sumText(measures.parts, format.words),
        hasReach: measures.reach !== null,
        age: measures.age,
        days: format.days(period.from, period.to),
        comparison: format.days(period.comparison.from, period.comparison.to),
        now: now.length,
        before: before.length,
      }),
      description: words.description(
        parts.map(inWords).join(' '),
        format.relative((split.after - split.before) / split.before),
      ),
      caveat: words.caveat,
      chart: mixEffectsChart(
        parts.map(({ label, relative: effect, low, high }) => ({ label, effect, low, high })),
        format,
      ),
      table: {
        columns: [
          { label: columns.format, field: 'format' },
          { label: words.columns.postsBefore, field: 'posts_before', text: format.count },
          { label: words.columns.postsNow, field: 'posts_now', text: format.count },
          {
            label: measures.reach === null ? words.columns.postShareBefore : words.columns.reachShareBefore,
            field: 'share_before',
            text: format.rate,
          },
          {
            label: measures.reach === null ? words.columns.postShareNow : words.columns.reachShareNow,
            field: 'share_now',
            text: format.rate,
          },
          { label: words.columns.rateBefore, field: 'rate_before', text },
          { label: words.columns.rateNow, field: 'rate_now', text },
        ],
        rows: [
          ...rows.map((row) => [
            names[row.kind],
            row.before.n,
            row.now.n,
            row.before.share,
            row.now.share,
            row.before.rate,
            row.now.rate,
          ]),
          [words.allCrude, before.length, now.length, 1, 1, split.before, split.after],
          [words.allAtMix, null, null, null, null, standardised.before, standardised.after],
        ],
      },
    },
  ];
}
