import { SourceError } from '../errors.js';
import * as cells from './cells.js';
import { listed } from './draft.js';
import type { Field } from './layout.js';
import { isWhole, numberText, readNumber } from './numbers.js';

/** How the numbers of a column are read. */
export interface NumberFormat {
  readonly mark: cells.DecimalMark;
  /** In words; `null` when the column leaves nothing to decide. */
  readonly why: string | null;
  readonly warning: string | null;
}

/** A mark wins over another that is shown this much less often; the cells that show the other are refused one by one. */
const clearly = 10;

/** Collects what one column of numbers shows about its decimal mark. */
export class NumberColumn {
  readonly #shown = { '.': 0, ',': 0 };
  readonly #example: Partial<Record<'.' | ',', string>> = {};
  /** A number like `1.203`, which two conventions read differently. */
  #open: string | null = null;
  /** Likes that are said as `and 661 others`. */
  #others: string | null = null;
  #readable = 0;
  #unreadable: string | null = null;

  constructor(
    readonly field: Field,
    /** Whether the user chose the column. */
    readonly isChosen: boolean,
  ) {}

  add(cell: string): void {
    if (cells.isDigits(cell)) {
      this.#readable += 1;
      return;
    }
    if (cells.isAbsent(cell)) return;
    const { role, use } = this.field;
    const { text, more } = numberText(role, cell);
    const mark = cells.decimalMarkShown(text);
    if (readNumber(role, cell, use.decimal ?? mark) === 'unreadable') {
      this.#unreadable ??= cell;
      return;
    }
    this.#readable += 1;
    if (more > 0) this.#others ??= cell.trim();
    if (mark) {
      this.#shown[mark] += 1;
      this.#example[mark] ??= cell.trim();
    } else if (cells.openMark(text)) this.#open ??= text.trim();
  }

  /** The decimal mark that the column shows or, where its whole numbers group thousands, implies; `null` when it does neither. */
  get evidence(): cells.DecimalMark {
    const { '.': points, ',': commas } = this.#shown;
    if (points !== commas) return points > commas ? '.' : ',';
    if (points > 0 || this.#open === null || !isWhole(this.field.role)) return null;
    return cells.openMark(this.#open) === '.' ? ',' : '.';
  }

  /** The first value of a column that the user chose for its numbers and that has none; else `null`. */
  get stranger(): string | null {
    return this.isChosen && this.#readable === 0 ? this.#unreadable : null;
  }

  /**
   * Decides the decimal mark: the stated one, else the one that the values show, else, for numbers with a fraction, the one of
   * the `other` columns of the file, else the `usual` one of such files.
   *
   * @throws SourceError of kind `input` when the values can be read two ways and nothing decides.
   */
  format(file: string, other: cells.DecimalMark, usual: cells.DecimalMark): NumberFormat {
    const { use, column } = this.field;
    const { '.': points, ',': commas } = this.#shown;
    if (use.decimal) return this.#decided(use.decimal, `"${use.decimal}" is the decimal mark, as stated`);
    if (points > 0 || commas > 0) {
      const mark = points >= commas ? '.' : ',';
      const [point = '', comma = ''] = [this.#example['.'], this.#example[',']];
      const [example, odd] = mark === '.' ? [point, comma] : [comma, point];
      if (Math.min(points, commas) * clearly > Math.max(points, commas))
        throw this.#undecided(file, [point, comma]);
      const words = `"${mark}" is the decimal mark, as in ${example}`;
      const warning = odd && `"${column}" holds ${odd}, but ${words}; such cells are not read`;
      return this.#decided(mark, words, warning || null);
    }
    if (this.#open === null) return this.#decided(null, null);
    if (isWhole(this.field.role))
      return this.#decided(null, `${this.#read(this.#open, null)}: counts are whole`);
    const mark = other ?? usual;
    if (mark === null) throw this.#undecided(file, [this.#open]);
    const because = other === null ? 'as usual in such files' : 'as in other columns';
    return this.#decided(mark, `"${mark}" is the decimal mark, ${because}: ${this.#read(this.#open, mark)}`);
  }

  #decided(mark: cells.DecimalMark, why: string | null, warning: string | null = null): NumberFormat {
    const others = this.#others && `${this.#read(this.#others, mark)}: those and the one who is named`;
    const words = [why, others].filter((line) => line !== null).join('; ');
    return { mark, why: words === '' ? null : `${this.field.role}: ${words}`, warning };
  }

  #read(cell: string, mark: cells.DecimalMark): string {
    const read = readNumber(this.field.role, cell, mark);
    return typeof read === 'object' ? `${cell} is ${read.value}` : `${cell} cannot be read`;
  }

  #undecided(file: string, values: readonly string[]): SourceError {
    const { role, column } = this.field;
    const line = (mark: '.' | ',') => {
      const readings = values.map((cell) => this.#read(cell, mark)).join(', ');
      return `  ${role}: {column: ${JSON.stringify(column)}, decimal: "${mark}"}   # ${readings}`;
    };
    return new SourceError(
      `The numbers in the column "${column}" of ${file} can be read with a decimal point or a decimal comma, and ${values.length > 1 ? 'its values show both' : 'no value decides'}.`,
      {
        kind: 'input',
        recovery: 'skip',
        hint: `Nothing was imported. Say which in the map:\n${line('.')}\nor\n${line(',')}`,
      },
    );
  }
}

/** The error for columns that were chosen for their numbers and have none; `numeric` are those that have. */
export function noNumbers(
  file: string,
  columns: readonly NumberColumn[],
  numeric: readonly string[],
): SourceError {
  const named = columns.map(
    ({ field, stranger }) =>
      `"${field.column}" (${field.role}; the first is ${JSON.stringify(stranger?.slice(0, 40))})`,
  );
  const those = numeric.length === 0 ? 'No other column does.' : `Columns that do: ${listed(numeric)}.`;
  return new SourceError(`No value is a number in ${named.join(' and ')} of ${file}.`, {
    kind: 'input',
    recovery: 'skip',
    hint: `Nothing was imported. Map a column that holds numbers, or leave the role out. ${those}`,
  });
}
