import { groupBy } from '../group.js';
import type { KeyFigure } from '../report-json.js';
import { type Interval, median, orderStatisticInterval } from '../statistics/median.js';

/** One account of the overview with the key figures of its report. */
export interface AccountFigures {
  /** What its report is called here; no two are alike. Untrusted, short. */
  readonly label: string;
  /** How old the compared values are, in words; part of what makes two accounts comparable. */
  readonly age: string;
  readonly figures: readonly KeyFigure[];
}

/** One key figure over all accounts that measure it alike: same counters, same denominator, same age of posts. */
export interface Across {
  readonly id: string;
  readonly label: string;
  readonly definition: string;
  readonly unit: string;
  /** Null for figures that do not depend on the age of posts. */
  readonly age: string | null;
  readonly accounts: readonly {
    readonly label: string;
    readonly figure: KeyFigure & { readonly value: number };
  }[];
  /**
   * The median over the accounts of each account's own value, so that a large account weighs as much as a small one.
   * Posts of different accounts are never pooled. Null below two accounts.
   */
  readonly median: number | null;
  /** 95 % by order statistics (Conover, "Practical Nonparametric Statistics", 3.2); null below six accounts. */
  readonly interval: Interval | null;
  readonly lowest: number;
  readonly highest: number;
  /** Accounts whose change passed the gates of their own report, and those where it did not. */
  readonly rose: number;
  readonly fell: number;
  readonly unclear: number;
}

/** The key figures over the accounts, in the order of the reports; what most accounts measure comes first. */
export function acrossAccounts(accounts: readonly AccountFigures[]): Across[] {
  const cells = accounts.flatMap(({ label, age, figures }) =>
    figures.map((figure, place) => ({
      label,
      place,
      age: figure.n === null || isCounted(figure) ? null : age,
      figure,
    })),
  );
  const known = cells.filter(({ figure }) => figure.value !== null);
  const groups = groupBy(known, ({ age, figure }) => [figure.id, figure.definition, age ?? ''].join('\n'));
  return [...groups.values()]
    .toSorted((a, b) => a[0]!.place - b[0]!.place || b.length - a.length)
    .map((group): Across => {
      const { figure, age } = group[0]!;
      const values = group.map((cell) => cell.figure.value!);
      const told = (verdict: KeyFigure['verdict']) =>
        group.filter((cell) => cell.figure.verdict === verdict).length;
      return {
        id: figure.id,
        label: figure.label,
        definition: figure.definition,
        unit: figure.unit,
        age,
        accounts: group.map((cell) => ({
          label: cell.label,
          figure: { ...cell.figure, value: cell.figure.value! },
        })),
        median: values.length < 2 ? null : median(values),
        interval: orderStatisticInterval(values),
        lowest: Math.min(...values),
        highest: Math.max(...values),
        rose: told('rose'),
        fell: told('fell'),
        unclear: told('unclear'),
      };
    });
}

/** Counted over the days of the period, whatever the age of posts. */
function isCounted({ unit }: KeyFigure): boolean {
  return unit === 'followers' || unit === 'posts per week';
}
