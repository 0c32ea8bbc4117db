import type { PageData } from '../page-data.js';
import { button, element } from './element.js';
import type { Place } from './place.js';

/** Sections whose charts know formats. */
const sections = ['reach', 'engagement', 'formats', 'posts'];

/** Chips above the charts of posts: one format stands out in all of them. What was estimated stays as it is. */
export function showFilter({ formats, words }: PageData, place: Place): void {
  if (formats.length < 2) return;
  for (const id of sections) {
    const heading = document.querySelector(`#${id} > h2`);
    if (heading === null || document.querySelector(`#${id} figure`) === null) continue;
    const chips = [null, ...formats.map(({ name }) => name)].map((format) => ({
      format,
      chip: button(() => place.pick(format), format ?? words.all),
    }));
    const group = element('div', { class: 'chips', role: 'group', 'aria-label': words.format });
    group.append(...chips.map(({ chip }) => chip));
    heading.after(group);
    place.whenPicked((picked) => {
      for (const { format, chip } of chips) chip.setAttribute('aria-pressed', String(format === picked));
    });
  }
}
