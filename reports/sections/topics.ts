import { hashtagsChart } from '../charts/hashtags.js';
import { type Section, tableHtml } from '../figure.js';
import { type TagEffect, tagEffects } from '../hashtags.js';
import { html } from '../html.js';
import type { Study } from '../study.js';

const FEWEST_PER_TAG = 8;

/** Tags whose shrunken interval excludes zero after correction for asking many times. */
export function standingTags(study: Study): TagEffect[] {
  const effects = tagEffects(study.residuals, FEWEST_PER_TAG);
  return effects.filter(({ stands }) => stands);
}

export function topics(study: Study): Section {
  const { measures, year, format } = study;
  const section = { id: 'topics', name: 'Topics', question: 'What subjects go with better results?' };
  const effects = tagEffects(study.residuals, FEWEST_PER_TAG);
  if (effects.length < 2) {
    return {
      ...section,
      absent: `Hashtags: fewer than two tags were used in at least ${format.count(FEWEST_PER_TAG)} comparable posts within 12 months.`,
    };
  }
  const standing = effects.filter(({ stands }) => stands);
  const ordered = effects.toSorted((a, b) => b.effect - a.effect || (a.tag < b.tag ? -1 : 1));
  const shown = ordered.length <= 10 ? ordered : [...ordered.slice(0, 5), ...ordered.slice(-5)];
  const top = standing.toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))[0];
  const table = {
    columns: [
      { label: 'Tag', field: 'hashtag' },
      { label: 'Posts', field: 'posts', text: format.count },
      { label: 'Effect, shrunken', field: 'effect', text: format.relative },
      { label: '95% low', field: 'low', text: format.relative },
      { label: '95% high', field: 'high', text: format.relative },
      { label: 'q value', field: 'q', text: format.rate },
    ],
    rows: ordered.map(({ tag, n, effect, low, high, q }) => [
      `#${tag}`,
      n,
      Math.expm1(effect),
      Math.expm1(low),
      Math.expm1(high),
      q,
    ]),
  };
  if (effects.every(({ effect }) => effect === 0)) {
    return {
      ...section,
      content: html`<h3>No tag stands out</h3><p class="definition">The ${format.count(effects.length)} tags in at least ${format.count(FEWEST_PER_TAG)} comparable posts of ${format.days(year.from, year.to)} differ no more in ${measures.headline.name} than chance makes equal tags differ, so every effect is pulled to zero and there is nothing to draw.</p>
${tableHtml({ columns: table.columns.slice(0, 2), rows: ordered.map(({ tag, n }) => [`#${tag}`, n]) }, 'Tags that were looked at')}`,
    };
  }
  return {
    ...section,
    figures: [
      {
        id: 'hashtags',
        title:
          top === undefined
            ? 'No tag stands out'
            : `Posts with #${top.tag} did ${format.relative(Math.expm1(top.effect))} against the average`,
        definition: `Deviation of ${measures.headline.name} (${measures.headline.definition}, ${measures.age}) of posts with a tag, after format and 28-day trend are taken out; tags in at least ${format.count(FEWEST_PER_TAG)} posts; ${format.days(year.from, year.to)}, ${format.count(effects.length)} tags.`,
        description: shown
          .map(
            ({ tag, effect, n }) =>
              `#${tag}: ${format.relative(Math.expm1(effect))}, n = ${format.count(n)}.`,
          )
          .join(' '),
        caveat:
          'A tag stands for the subject of its posts; Instagram says that hashtags do not raise reach, and allows at most 5 per post since December 2025. Effects are shrunken; a tag counts as a finding only after correction for all tags looked at.',
        chart: hashtagsChart(shown, format),
        table,
      },
    ],
  };
}
