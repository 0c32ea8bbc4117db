import type { Section } from '../figure.js';
import { html } from '../html.js';
import { FEWEST_REACHED, sumText } from '../measure.js';
import type { Study } from '../study.js';

export function method({ measures, format, account, runId, history, year }: Study): Section {
  const { method: words } = format.words;
  const days = ({ from, to }: typeof year) => format.days(from, to);
  const terms: { readonly term: string; readonly text: string }[] = [
    { ...words.age, text: words.age.text(measures.age) },
    {
      ...words.interactions,
      text:
        measures.parts === null
          ? words.interactions.none
          : words.interactions.text(sumText(measures.parts, format.words)),
    },
    { ...words.rate, text: words.rate.text(FEWEST_REACHED) },
    words.reach,
    words.median,
    words.change,
    words.groups,
    words.mix,
    words.next,
    words.watchTime,
    words.usual,
    words.outlook,
    words.robustZ,
    { ...words.stretches, text: words.stretches.text(days(history), days(year), account.zone) },
    words.missing,
  ];
  return {
    id: 'method',
    name: words.name,
    question: words.question,
    content: html`<dl class="glossary">${terms.map(({ term, text }) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl>
<p class="caveat">${words.run(runId)}</p>`,
  };
}
