import { masthead } from './brand.js';
import { daysIn, localDay } from './calendar.js';
import type { Renderer } from './charts/render.js';
import type { Section } from './figure.js';
import { type Html, html, shortText, unsafeHtml } from './html.js';
import type { Words } from './language/index.js';
import { MATURE_DAYS } from './posts.js';
import { type Tile, tileSparkline } from './sections/summary.js';
import { type Study, within } from './study.js';

/** The period as the reader should see it: `14 Oct–10 Nov 2026`. */
export function periodLabel({ period, format }: Study): string {
  return format.days(period.from, period.to);
}

/** What the report is: account, period, comparison, zone, as-of, quality, run. */
export function header(study: Study): Html {
  const { account, period, format, asOf, quality, runId, settings } = study;
  const { header: words, levels } = format.words;
  const name = account.name !== null && account.name !== account.title ? shortText(account.name, 60) : null;
  const facts: [string, string | Html][] = [
    [words.quality, html`<a class="badge ${quality.level}" href="#quality">${levels[quality.level]}</a>`],
    [words.asOf, format.moment(asOf, account.zone)],
    [words.zone, account.zoneBasis === 'unknown' ? words.zoneUnknown(account.zone) : account.zone],
    [words.run, runId],
  ];
  return html`<header id="top">
${masthead(settings, format.words)}
<h1 dir="auto">${shortText(account.title, 60)}</h1>
${name ? html`<p class="caveat" dir="auto">${name}</p>` : ''}
<p class="period">${periodLabel(study)} <span>${words.against(format.days(period.comparison.from, period.comparison.to))}</span></p>
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${remarkBox(remarks(study))}
</header>
`;
}

/** What a reader must know before the first number. */
export function remarkBox(remarks: readonly string[]): Html | '' {
  if (remarks.length === 0) return '';
  return html`<div class="remark">${remarks.map((remark) => html`<p>${remark}</p>`)}</div>`;
}

function remarks({ account, period, format, asOf, quality, measures, posts }: Study): string[] {
  const told: string[] = [];
  const words = format.words.header.remarks;
  const today = localDay(asOf, account.zone);
  const { firstDay, lastDay, settledDay } = account;
  if (settledDay !== null && settledDay === period.to) {
    told.push(words.settled(format.day(settledDay), MATURE_DAYS));
  } else if (period.kind === 'days' && daysIn(period.to, today) > 3) {
    told.push(words.endsEarly(format.day(period.to)));
  }
  if (period.kind !== 'days' && !period.unfinished && lastDay !== null && daysIn(lastDay, period.to) > 3) {
    told.push(words.endsBefore(format.day(lastDay)));
  }
  if (firstDay !== null && firstDay > period.comparison.from) {
    told.push(words.beginsLate(format.day(firstDay)));
  }
  if (period.unfinished) {
    told.push(words.unfinished(format.day(period.to)));
  }
  if (measures.reach === null) {
    told.push(words.noReach(measures.headline.name, measures.headline.definition));
  }
  if (within(posts, period).some((post) => post.ageBasis !== null && !post.isAgeKnown)) {
    told.push(words.ageUnknown);
  }
  if (quality.posts.provisional > 0) {
    told.push(words.provisional(quality.posts.provisional, quality.posts.all));
  }
  return told;
}

export function contents(sections: readonly Section[], words: Words): Html {
  return html`<nav aria-label="${words.page.sections}"><ul>${sections.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
`;
}

export async function summary(study: Study, tiles: readonly Tile[], draw: Renderer): Promise<Html> {
  const { format, measures, history } = study;
  const { summary: words } = format.words;
  const cards = await Promise.all(
    tiles.map(async (tile) => {
      const spec = tileSparkline(tile);
      const id = `tile-${tile.id.replaceAll('_', '-')}`;
      const spark =
        spec === null
          ? ''
          : unsafeHtml(await draw(spec, { id, labelledBy: `${id}-label ${id}-spark`, className: 'spark' }));
      const isWords = tile.state === 'none';
      return html`<li class="${tile.state === 'too few' || isWords ? 'few' : ''}"><span class="label" id="${id}-label">${tile.label}</span>
<span class="value${isWords ? ' words' : ''}">${tile.text}</span>
<p class="change ${tile.state}">${arrow(tile)}${tile.changeText}</p>
${tile.intervalText ? html`<p class="detail">${tile.intervalText}</p>` : ''}
<p class="detail">${tile.n === null ? '' : words.count(tile.n)}${tile.definition}</p>${
        tile.standingText
          ? html`
<p class="detail">${tile.standingText}</p>`
          : ''
      }
${spec === null ? '' : html`<span class="unseen" id="${id}-spark">${words.spark}</span>`}${spark}</li>`;
    }),
  );
  return html`<section id="summary" aria-labelledby="summary-question"><h2 id="summary-question">${words.question}</h2>
<ul class="tiles">${cards}</ul>
<p class="caveat">${words.note(measures.age, format.days(history.from, history.to))}</p></section>
`;
}

function arrow({ state }: Tile): string {
  return state === 'rose' ? '▲ ' : state === 'fell' ? '▼ ' : '';
}
