import { standingChart } from '../charts/standing.js';
import type { PostList, Section } from '../figure.js';
import { groupBy } from '../group.js';
import { type Html, html, postLink, shortText } from '../html.js';
import { capital } from '../language/grammar.js';
import { valuesOf } from '../measure.js';
import type { Post } from '../post.js';
import { median } from '../statistics/median.js';
import { robustZ } from '../statistics/robust-z.js';
import { topShare } from '../statistics/top-share.js';
import { type Study, within } from '../study.js';
import { postsByWeek } from '../weeks.js';

interface Standing {
  readonly post: Post;
  readonly value: number;
  readonly z: number;
}

export function bestAndWorst(study: Study): Section {
  const { measures, posts, period, year, format } = study;
  const measure = measures.headline;
  const { postSection: words, formats: formatNames, columns } = format.words;
  const section = { id: 'posts', name: words.name, question: words.question };
  const now = within(posts, period);
  const compared = now.filter((post) => measure.value(post) !== null);
  const young = now.filter((post) => post.ageBasis === null).length;
  const provisional = young > 0 ? words.provisional(young) : '';
  if (compared.length === 0) {
    return { ...section, absent: `${words.none}${provisional}` };
  }
  const standings = rank(study, compared);
  if (standings.length < 5) {
    const list = compared
      .toSorted((a, b) => measure.value(b)! - measure.value(a)!)
      .slice(0, 5)
      .map((post) => ({ post, value: measure.value(post)!, z: Number.NaN }));
    return {
      ...section,
      content: html`<p class="absent">${words.tooFew(compared.length)}${provisional}</p>${postTable(study, list, words.listBy(measure.name))}`,
    };
  }
  const ordered = standings.toSorted((a, b) => b.z - a.z || (a.post.key < b.post.key ? -1 : 1));
  const size = Math.min(5, Math.floor(ordered.length / 2));
  const unusual = ordered.filter(({ z }) => Math.abs(z) > 2.5).length;
  const text = (value: number) => measure.text(value, format);
  const [top, bottom] = [ordered[0]!, ordered.at(-1)!];
  const told = ({ post, value, z }: Standing) => ({
    kind: post.format,
    day: format.day(post.day),
    value: text(value),
    z: format.decimal(z),
  });
  return {
    ...section,
    figures: [
      {
        id: 'posts-standing',
        title: unusual === 0 ? words.noneUnusual : words.unusual(unusual),
        definition: words.definition({
          name: measure.name,
          definition: measure.definition,
          age: measures.age,
          year: format.days(year.from, year.to),
          n: ordered.length,
          days: format.days(period.from, period.to),
        }),
        description: `${words.highest(told(top))} ${words.lowest(told(bottom))}`,
        caveat: `${words.caveat}${provisional}`,
        chart: standingChart(
          ordered.slice(0, 400).map(({ post, value, z }) => ({
            format: post.format,
            z,
            name: `${format.day(post.day)}: ${text(value)}`,
          })),
          format,
        ),
        table: {
          columns: [
            { label: columns.day, field: 'day', words: format.day },
            { label: columns.format, field: 'format' },
            { label: capital(measure.name), field: measure.id, text },
            { label: columns.robustZ, field: 'robust_z', text: format.decimal },
            { label: words.link, field: 'link' },
          ],
          rows: ordered.map(({ post, value, z }) => [
            post.day,
            formatNames[post.format],
            value,
            z,
            postLink(post.permalink),
          ]),
        },
      },
    ],
    list: listOf(study, now, ordered),
    content: html`${concentration(study)}<h3>${words.best(size)}</h3>${postTable(study, ordered.slice(0, size), words.bestPosts)}
<h3>${words.weakest(size)}</h3>${postTable(study, ordered.slice(-size).reverse(), words.weakestPosts)}`,
  };
}

/** How much of what all posts of the year got went to a tenth of them; nothing with too few posts to say. */
function concentration({ measures, posts, year, format }: Study): Html | '' {
  // Counts have a sum that posts can share; rates have none.
  const measure = measures.reach ?? measures.headline;
  const weeks = [...postsByWeek(within(posts, year)).values()].map((list) => valuesOf(measure, list));
  const answer = topShare(weeks);
  if (answer === null) return '';
  const told = {
    n: answer.n,
    top: answer.top,
    hasReach: measures.reach !== null,
    share: format.rate(answer.share),
    low: format.rate(answer.interval.low),
    high: format.rate(answer.interval.high),
  };
  return html`<p>${format.words.postSection.concentration(told)}</p>
`;
}

/** z of the period's posts on the scale of the year's posts of the same format. */
function rank({ posts, year, measures }: Study, compared: readonly Post[]): Standing[] {
  const measure = measures.headline;
  const scale = within(posts, year).filter((post) => measure.value(post) !== null);
  const inYear = new Set([...scale, ...compared]);
  const ranked = new Set(compared);
  const standings: Standing[] = [];
  for (const [, list] of groupBy(inYear, (post) => post.format)) {
    const scores = robustZ(list.map((post) => Math.log(measure.value(post)! + measure.offset)));
    list.forEach((post, index) => {
      const z = scores[index];
      if (z != null && ranked.has(post)) standings.push({ post, value: measure.value(post)!, z });
    });
  }
  return standings;
}

/** All posts of the period for the page's script, newest first; the young ones without a place in the ranking. */
function listOf(study: Study, now: readonly Post[], ranked: readonly Standing[]): PostList {
  const { measures, format, period } = study;
  const { postSection: words, formats: formatNames, columns: headers } = format.words;
  const measure = measures.headline;
  const standings = new Map(ranked.map((standing) => [standing.post, standing]));
  const columns: { label: string; value: (post: Post) => number | null; text: (value: number) => string }[] =
    [
      { label: capital(measure.name), value: measure.value, text: (value) => measure.text(value, format) },
      ...extraColumns(study).map((column) => ({ ...column, text: format.count })),
      { label: headers.robustZ, value: (post) => standings.get(post)?.z ?? null, text: format.decimal },
    ];
  return {
    title: words.all(format.days(period.from, period.to)),
    names: [words.post, headers.format],
    columns: columns.map(({ label }) => label),
    all: now.length,
    rows: now.toReversed().map((post) => ({
      day: post.day,
      dayText: format.day(post.day),
      link: postLink(post.permalink),
      caption: captionOf(post, study),
      format: formatNames[post.format],
      values: columns.map(({ value, text }) => {
        const amount = value(post);
        return [amount, amount === null ? '–' : text(amount)] as const;
      }),
    })),
  };
}

function captionOf(post: Post, { settings, format }: Study): string {
  const { postSection: words } = format.words;
  if (settings.redactCaptions) return words.withheld;
  return shortText(post.caption ?? '', 90) || words.withoutCaption;
}

/** Beside a rate its two sides; beside a sum its parts. */
function extraColumns({
  measures,
  format,
}: Study): { label: string; value: (post: Post) => number | null }[] {
  const { postSection: words } = format.words;
  return measures.reach !== null
    ? [
        { label: words.reach, value: (post) => post.reach },
        { label: words.interactions, value: (post) => post.interactions },
      ]
    : measures.components.map((part) => ({ label: capital(part.definition), value: part.value }));
}

function postTable(study: Study, list: readonly Standing[], caption: string): Html {
  const { measures, format } = study;
  const { postSection: words, formats: formatNames, columns } = format.words;
  const measure = measures.headline;
  const usual = median(valuesOf(measure, within(study.posts, study.year)));
  const count = (value: number | null) => (value === null ? '–' : format.count(value));
  const extra = extraColumns(study);
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="posts">
<caption>${words.caption(caption, usual === null ? null : measure.text(usual, format))}</caption>
<thead><tr><th scope="col">${words.post}</th><th scope="col">${columns.format}</th><th scope="col" class="number">${capital(measure.name)}</th>${extra.map(({ label }) => html`<th scope="col" class="number">${label}</th>`)}<th scope="col" class="number">${columns.robustZ}</th></tr></thead>
<tbody>${list.map(
    ({ post, value, z }) => html`<tr><th scope="row">${postName(post)}${notes(post)}</th>
<td><span class="chip ${post.format}">${formatNames[post.format]}</span></td><td class="number">${measure.text(value, format)}</td>${extra.map(({ value: extraValue }) => html`<td class="number">${count(extraValue(post))}</td>`)}<td class="number">${Number.isNaN(z) ? '–' : format.decimal(z)}</td></tr>
`,
  )}</tbody></table></div>`;

  function postName(post: Post): Html {
    const day = format.day(post.day);
    const link = postLink(post.permalink);
    const name = link === null ? day : html`<a href="${link}" rel="noopener noreferrer">${day}</a>`;
    return html`${name}<span class="caption" dir="auto">${captionOf(post, study)}</span>`;
  }

  function notes(post: Post): Html | '' {
    const told = [post.isBoosted ? words.boosted : '', post.isMissing ? words.missing : ''].filter(Boolean);
    return told.length === 0 ? '' : html`<span class="note">${told.join(', ')}</span>`;
  }
}
