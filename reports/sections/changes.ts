import { netFollowers } from '../account-days.js';
import { compare, comparisonSentence } from '../compare.js';
import type { Section } from '../figure.js';
import { html } from '../html.js';
import { compareHeadline } from '../mix.js';
import type { Study } from '../study.js';
import { within } from '../study.js';
import { unusualDays, unusualSentence } from '../unusual-days.js';
import { bestFormat } from './formats.js';
import { bestSentence, noBest, timingAnswer } from './timing.js';
import { standingTags, tagSentence } from './topics.js';

/** One sentence of the summary and the section that shows it. */
export interface Finding {
  readonly section: string;
  readonly text: string;
  /** Size times certainty; findings are told in this order. Zero for "no clear change". */
  readonly weight: number;
}

/** Three to five sentences: what passed the gates first, then what did not change. */
export function findings(study: Study): Finding[] {
  const { measures, posts, period, format, accountDays } = study;
  const { changes: words } = format.words;
  const found: Finding[] = [];
  const compared = [
    measures.headline,
    ...(measures.reach === null ? [] : [measures.reach]),
    ...measures.components,
  ];
  for (const measure of compared) {
    const comparison =
      measure === measures.headline
        ? compareHeadline(study)
        : compare(measure, within(posts, period), within(posts, period.comparison));
    const isClear = comparison.verdict === 'rose' || comparison.verdict === 'fell';
    const isMain = measure === measures.headline || measure === measures.reach;
    if (!isClear && !isMain) continue;
    const { relative, low, high } = comparison;
    // The nearer end of the interval is the change that is certain.
    const sure = isClear ? Math.min(Math.abs(low!), Math.abs(high!)) : 0;
    found.push({
      section: measure === measures.reach ? 'reach' : 'engagement',
      text: comparisonSentence(measure, comparison, format),
      weight: isClear ? Math.abs(relative!) * (0.5 + sure) : 0,
    });
  }
  const net = netFollowers(accountDays, period);
  const netBefore = netFollowers(accountDays, period.comparison);
  if (net !== null) {
    found.push({
      section: 'growth',
      text:
        netBefore === null
          ? words.netFollowers(format.change(net))
          : words.netFollowersAfter(format.change(net), format.change(netBefore)),
      weight: 0.02,
    });
  }
  for (const [watched, section] of [
    ['reach', 'reach'],
    ['newFollows', 'growth'],
  ] as const) {
    const [largest] = unusualDays(study, watched).days.toSorted((a, b) => Math.abs(b.z) - Math.abs(a.z));
    // One day counts for less than a clear change of the period, and for more than what did not change.
    if (largest !== undefined) {
      found.push({ section, text: unusualSentence(watched, largest, format), weight: 0.03 });
    }
  }
  const best = bestFormat(study, measures.headline);
  if (best !== null) {
    found.push({
      section: 'formats',
      text: words.bestFormat(best.format, measures.headline.name, format.relative(best.lift)),
      weight: Math.abs(best.lift) * 0.5,
    });
  }
  const timing = timingAnswer(study);
  if (timing !== null) {
    const { best: block } = timing;
    found.push({
      section: 'timing',
      text: block === null ? `${noBest(timing, format)}.` : words.overYear(bestSentence(block, format)),
      weight: block === null ? 0 : Math.expm1(block.effect) * 0.5,
    });
  }
  const tag = standingTags(study)[0];
  if (tag !== undefined) {
    found.push({
      section: 'topics',
      text: words.overYear(tagSentence(tag, format)),
      weight: Math.abs(Math.expm1(tag.effect)) * 0.4,
    });
  }
  return found.toSorted((a, b) => b.weight - a.weight).slice(0, 5);
}

export function changes(study: Study, list: readonly Finding[]): Section {
  const { period, format } = study;
  const { changes: words } = format.words;
  return {
    id: 'changes',
    name: words.name,
    question: words.question,
    content: html`<ul class="findings">${list.map(({ section, text, weight }) => html`<li${weight === 0 ? html` class="quiet"` : ''}><a href="#${section}">${text}</a></li>`)}</ul>
<p class="caveat">${words.note(format.days(period.from, period.to), format.days(period.comparison.from, period.comparison.to))}</p>`,
  };
}
