import { hasAccents, mended } from '../files/mojibake.js';

/** Texts are mended when so many times more of them need it than do not. */
const clearly = 10;

/** Collects whether the texts of a file are UTF-8 that was taken for windows-1252. */
export class TextSpelling {
  #broken = 0;
  #sound = 0;
  #example: readonly [written: string, meant: string] | null = null;

  add(text: string): void {
    if (!hasAccents(text)) return;
    const meant = mended(text);
    if (meant === null) {
      this.#sound += 1;
      return;
    }
    this.#broken += 1;
    this.#example ??= [excerpt(text), excerpt(meant)];
  }

  get isMended(): boolean {
    return this.#broken > 0 && this.#broken >= clearly * this.#sound;
  }

  /** What was decided, in words; `null` when the texts are as they should be. */
  get why(): string | null {
    if (!this.isMended || this.#example === null) return null;
    const [written, meant] = this.#example;
    return `texts are UTF-8 that was taken for windows-1252, and are mended: ${written} is ${meant}`;
  }

  get warning(): string | null {
    if (this.isMended || this.#example === null) return null;
    const texts = this.#broken === 1 ? 'a text is' : `${this.#broken} texts are`;
    return `${texts} UTF-8 that was taken for windows-1252, most are not; all are left as they are: ${this.#example[0]}`;
  }
}

/** The word around the first character beyond ASCII. */
function excerpt(text: string): string {
  return text.match(/\S*[^\0-\x7f]\S*/)?.[0].slice(0, 40) ?? '';
}
