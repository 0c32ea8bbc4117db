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
  const [middle, least, most] = [effect, low, high].map((log) => format.relative(Math.expm1(log))) as [
    string,
    string,
    string,
  ];
  const { topics: words, range } = format.words;
  return words.best({ tag: `#${tag}`, effect: middle, range: range(least, most) });
}

export function topics(study: Study): Section {
  const { measures, year, format } = study;
  const { topics: words, columns } = format.words;
  const section = { id: 'topics', name: words.name, question: words.question };
  const { effects, p } = tagEffects(study.residuals);
  if (effects.length < 2) {
    return {
      ...section,
      absent: words.absent(FEWEST_PER_TAG),
    };
  }
  const ordered = effects.toSorted((a, b) => b.effect - a.effect || (a.tag < b.tag ? -1 : 1));
  const shown = ordered.length <= 10 ? ordered : [...ordered.slice(0, 5), ...ordered.slice(-5)];
  const top = standingTags(study)[0];
  const table = {
    columns: [
      { label: words.columns.tag, field: 'hashtag' },
      { label: columns.posts, field: 'posts', text: format.count },
      { label: columns.effect, field: 'effect', text: format.relative },
      { label: columns.low, field: 'low', text: format.relative },
      { label: columns.high, field: 'high', text: format.relative },
      { label: words.columns.q, field: 'q', text: format.rate },
      { label: words.columns.others, field: 'nearly_always_with' },
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
      content: html`<h3>${words.none}</h3><p class="definition">${words.flat({ tags: effects.length, posts: FEWEST_PER_TAG, days: format.days(year.from, year.to), name: measures.headline.name })}</p>
${tableHtml({ columns: table.columns.slice(0, 2), rows: ordered.map(({ tag, n }) => [`#${tag}`, n]) }, words.lookedAt, format.words)}`,
    };
  }
  const gate = p < SIGNIFICANT ? words.differ : words.equal;
  return {
    ...section,
    figures: [
      {
        id: 'hashtags',
        title: top === undefined ? words.none : tagSentence(top, format),
        definition: words.definition({
          name: measures.headline.name,
          definition: measures.headline.definition,
          age: measures.age,
          posts: FEWEST_PER_TAG,
          days: format.days(year.from, year.to),
          tags: effects.length,
        }),
        description: shown
          .map(
            ({ tag, effect, n }) =>
              `#${tag}: ${format.relative(Math.expm1(effect))}, n = ${format.count(n)}.`,
          )
          .join(' '),
        caveat: `${words.caveat} ${gate}`,
        chart: hashtagsChart(shown, format),
        table,
      },
    ],
  };
}
