import { hashtagsChart } from '../charts/hashtags.js';
import { type Section, tableHtml } from '../figure.js';
import { tagEffects } from '../hashtags.js';
import { html } from '../html.js';
import { SIGNIFICANT } from '../statistics/gates.js';
import { FEWEST_PER_TAG, type TopicEffect } from '../statistics/topics.js';
import type { Study } from '../study.js';

/** Tags that pass every gate, the largest effects first. */
export function standingTags({ residuals }: Pick<Study, 'residuals'>): TopicEffect[] {
  return tagEffects(residuals)
    .effects.filter(({ stands }) => stands)
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

/** `Posts with #sunset did +12% (+3% to +21%) against comparable posts without it`. */
export function tagSentence({ tag, effect, low, high }: TopicEffect, format: Study['format']): string {
  const [middle, least, most] = [effect, low, high].map((log) => format.relative(Math.expm1(log)));
  return `Posts with #${tag} did ${middle} (${least} to ${most}) against comparable posts without it`;
}

export function topics(study: Study): Section {
  const { measures, year, format } = study;
  const section = { id: 'topics', name: 'Topics', question: 'What subjects go with better results?' };
  const { effects, p } = tagEffects(study.residuals);
  if (effects.length < 2) {
    return {
      ...section,
      absent: `Hashtags: fewer than two tags were used in at least ${format.count(FEWEST_PER_TAG)} comparable posts within 12 months.`,
    };
  }
  const ordered = effects.toSorted((a, b) => b.effect - a.effect || (a.tag < b.tag ? -1 : 1));
  const shown = ordered.length <= 10 ? ordered : [...ordered.slice(0, 5), ...ordered.slice(-5)];
  const top = standingTags(study)[0];
  const table = {
    columns: [
      { label: 'Tag', field: 'hashtag' },
      { label: 'Posts', field: 'posts', text: format.count },
      { label: 'Effect, shrunken', field: 'effect', text: format.relative },
      { label: '95% low', field: 'low', text: format.relative },
      { label: '95% high', field: 'high', text: format.relative },
      { label: 'q value', field: 'q', text: format.rate },
      { label: 'Nearly always with', field: 'nearly_always_with' },
    ],
    rows: ordered.map(({ tag, n, effect, low, high, q, others }) => [
      `#${tag}`,
      n,
      Math.expm1(effect),
      Math.expm1(low),
      Math.expm1(high),
      q,
      others.length === 0 ? null : others.map((other) => `#${other}`).join(' '),
    ]),
  };
  if (effects.every(({ effect }) => effect === 0)) {
    return {
      ...section,
      content: html`<h3>No tag stands out</h3><p class="definition">The ${format.count(effects.length)} tags in at least ${format.count(FEWEST_PER_TAG)} comparable posts of ${format.days(year.from, year.to)} differ no more in ${measures.headline.name} than chance makes equal tags differ, so every effect is pulled to zero and there is nothing to draw.</p>
${tableHtml({ columns: table.columns.slice(0, 2), rows: ordered.map(({ tag, n }) => [`#${tag}`, n]) }, 'Tags that were looked at')}`,
    };
  }
  const gate =
    p < SIGNIFICANT
      ? 'A global test finds that tags differ; a single one counts as a finding only after correction for all tags looked at.'
      : 'A global test does not reject that all tags are equal, so none counts as a finding.';
  return {
    ...section,
    figures: [
      {
        id: 'hashtags',
        title: top === undefined ? 'No tag stands out' : tagSentence(top, format),
        definition: `Difference in ${measures.headline.name} (${measures.headline.definition}, ${measures.age}) between posts with a tag and posts without it, after format, 28-day trend and other tags are taken out; tags in at least ${format.count(FEWEST_PER_TAG)} posts; ${format.days(year.from, year.to)}, ${format.count(effects.length)} tags.`,
        description: shown
          .map(
            ({ tag, effect, n }) =>
              `#${tag}: ${format.relative(Math.expm1(effect))}, n = ${format.count(n)}.`,
          )
          .join(' '),
        caveat: `A tag stands for the subject of its posts; Instagram says that hashtags do not raise reach, and allows at most 5 per post since December 2025. Effects are shrunken. ${gate}`,
        chart: hashtagsChart(shown, format),
        table,
      },
    ],
  };
}
