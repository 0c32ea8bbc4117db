import { masthead } from './brand.js';
import { daysIn, localDay } from './calendar.js';
import type { Renderer } from './charts/render.js';
import type { Section } from './figure.js';
import { type Html, html, shortText, unsafeHtml } from './html.js';
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
  const name = account.name !== null && account.name !== account.title ? shortText(account.name, 60) : null;
  const facts: [string, string | Html][] = [
    ['Data quality', html`<a class="badge ${quality.level}" href="#quality">${quality.level}</a>`],
    ['As of', format.moment(asOf, account.zone)],
    ['Time zone', account.zoneBasis === 'unknown' ? `${account.zone} (not known)` : account.zone],
    ['Run', runId],
  ];
  return html`<header id="top">
${masthead(settings)}
<h1 dir="auto">${shortText(account.title, 60)}</h1>
${name ? html`<p class="caveat" dir="auto">${name}</p>` : ''}
<p class="period">${periodLabel(study)} <span>against ${format.days(period.comparison.from, period.comparison.to)}</span></p>
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
  const words: string[] = [];
  const today = localDay(asOf, account.zone);
  const { firstDay, lastDay, settledDay } = account;
  if (settledDay !== null && settledDay === period.to) {
    words.push(
      `Posts after ${format.day(settledDay)} were, or may have been, less than ${format.count(MATURE_DAYS)} days old when they were counted; the period counts back from that day.`,
    );
  } else if (period.kind === 'days' && daysIn(period.to, today) > 3) {
    words.push(
      `The data of this account ends on ${format.day(period.to)}; the period counts back from that day, not from the as-of day.`,
    );
  }
  if (period.kind !== 'days' && !period.unfinished && lastDay !== null && daysIn(lastDay, period.to) > 3) {
    words.push(`The data of this account ends on ${format.day(lastDay)}, before the period does.`);
  }
  if (firstDay !== null && firstDay > period.comparison.from) {
    words.push(
      `The data of this account begins on ${format.day(firstDay)}, so the comparison period is not covered in full.`,
    );
  }
  if (period.unfinished) {
    words.push(
      `The period is not over: it is shown up to ${format.day(period.to)} and compared with as many days.`,
    );
  }
  if (measures.reach === null) {
    words.push(
      `This source has no reach. The headline is ${measures.headline.name} (${measures.headline.definition}).`,
    );
  }
  if (within(posts, period).some((post) => post.ageBasis !== null && !post.isAgeKnown)) {
    words.push(
      `The file does not say when it was made, so its last posts may have been young then: no change is told. “reachline import --observed-at” can say it.`,
    );
  }
  if (quality.posts.provisional > 0) {
    words.push(
      `${format.posts(quality.posts.provisional)} of ${format.count(quality.posts.all)} in the period ${quality.posts.provisional === 1 ? 'is' : 'are'} provisional: too young to compare. Values of the last 48 hours may still change.`,
    );
  }
  return words;
}

export function contents(sections: readonly Section[]): Html {
  return html`<nav aria-label="Sections"><ul>${sections.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
`;
}

export async function summary(study: Study, tiles: readonly Tile[], draw: Renderer): Promise<Html> {
  const { format, measures, history } = study;
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
<p class="detail">${tile.n === null ? '' : `n = ${format.posts(tile.n)}; `}${tile.definition}</p>
${spec === null ? '' : html`<span class="unseen" id="${id}-spark">, by week, with the usual range</span>`}${spark}</li>`;
    }),
  );
  return html`<section id="summary" aria-labelledby="summary-question"><h2 id="summary-question">Are we better or worse?</h2>
<ul class="tiles">${cards}</ul>
<p class="caveat">Values of posts: ${measures.age}. Small lines: weeks of ${format.days(history.from, history.to)}, grey band: middle half of the weeks.</p></section>
`;
}

function arrow({ state }: Tile): string {
  return state === 'rose' ? '▲ ' : state === 'fell' ? '▼ ' : '';
}
