import { audienceChart } from '../charts/audience.js';
import type { Figure, Section } from '../figure.js';
import { groupBy } from '../group.js';
import { shortText } from '../html.js';
import { capital } from '../measure.js';
import type { Study } from '../study.js';

const MOST_BARS = 10;

export function audience({ audience: shares, format }: Study): Section {
  const section = { id: 'audience', name: 'Audience', question: 'Who follows?' };
  if (shares.length === 0) {
    return {
      ...section,
      absent: 'Audience: no demographics in this source (the platform gives them from 100 followers on).',
    };
  }
  const groups = [...groupBy(shares, ({ kind, dimension }) => `${kind}\n${dimension}`).values()];
  return {
    ...section,
    figures: groups.map((list): Figure => {
      const { kind, dimension, day, coverage } = list[0]!;
      const total = list.reduce((sum, { people }) => sum + people, 0);
      const bars = list.map(({ bucket, people, share }) => ({
        label: shortText(bucket, 30),
        people,
        share: share ?? (total === 0 ? 0 : people / total),
      }));
      const shown = bars.slice(0, MOST_BARS);
      const what = `${words(kind)} by ${words(dimension)}`;
      const first = shown[0]!;
      return {
        id: `audience-${slug(kind)}-${slug(dimension)}`,
        title: `${first.label}: ${format.rate(first.share)}, the largest group of ${what}`,
        definition: `${capital(what)}: share of the people the platform reports, ${format.day(day)}, ${format.count(total)} people${coverage === null ? '' : `, ${format.rate(coverage)} of all`}. ${bars.length > MOST_BARS ? `The ${format.count(MOST_BARS)} largest groups.` : ''}`,
        description: shown.map(({ label, share }) => `${label} ${format.rate(share)}.`).join(' '),
        caveat: 'The platform returns only its largest groups, so shares of the whole audience are lower.',
        chart: audienceChart(shown, format),
        table: {
          columns: [
            { label: capital(words(dimension)), field: 'bucket' },
            { label: 'People', field: 'people', text: format.count },
            { label: 'Share', field: 'share', text: format.rate },
          ],
          rows: bars.map(({ label, people, share }) => [label, people, share]),
        },
      };
    }),
  };
}

function words(name: string): string {
  return shortText(name.replaceAll('_', ' '), 40);
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
}
