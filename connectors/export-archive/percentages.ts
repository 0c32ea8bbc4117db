export interface Percentage {
  readonly name: string;
  readonly percent: number;
}

/** `London, England: 12.3%, Paris: 4%`, or with decimal commas; what is no such list is empty. */
export function listIn(text: string | null): Percentage[] {
  const found = (text ?? '').matchAll(/\s*([^%]+?):\s*(\d+(?:[.,]\d+)?)\s?%(?:[,;]|$)/g);
  return [...found].map(([, name, percent]) => ({ name: name!.trim(), percent: decimal(percent!) }));
}

/** `39.9%`; `null` for anything else. */
export function percentIn(text: string | null): number | null {
  const found = (text ?? '').trim().match(/^(\d+(?:[.,]\d+)?)\s?%$/);
  return found ? decimal(found[1]!) : null;
}

function decimal(text: string): number {
  return Number(text.replace(',', '.'));
}
