/** What a notebook draws with: `tslab.display` is one. */
export interface Display {
  html(markup: string): void;
  svg(document: string): void;
}
