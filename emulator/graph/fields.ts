import { GraphError } from './errors.js';

/** One entry of a field list, e.g. `media.limit(5){id,caption}`. */
export interface Field {
  readonly name: string;
  /** `.limit(5).after(X)` → `{limit: '5', after: 'X'}`. */
  readonly params: Readonly<Record<string, string>>;
  /** Text between the braces; `null` without braces. */
  readonly inner: string | null;
  readonly fields: readonly Field[];
}

/**
 * Reads a field expansion: names separated by commas, each with `.modifier(value)` parts and a `{…}` list of its own.
 * Throws GraphError 2500 with the position on a syntax error.
 */
export function parseFields(text: string): Field[] {
  let at = 0;
  const fail = (problem: string): never => {
    throw new GraphError('field-syntax', { problem, position: at, text: text.slice(0, 80) });
  };
  const skipSpace = () => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  const word = (): string => {
    skipSpace();
    const found = /^[\w-]+/.exec(text.slice(at, at + 100))?.[0] ?? fail('Expected name.');
    at += found.length;
    skipSpace();
    return found;
  };
  /** The text up to the bracket that closes the one at `at`. */
  const argument = (): string => {
    const from = at + 1;
    for (let depth = 0; at < text.length; at++) {
      if (text[at] === '(') depth += 1;
      if (text[at] === ')' && --depth === 0) return text.slice(from, at++);
    }
    return fail('Expected end of modifier.');
  };
  const list = (): Field[] => {
    const fields: Field[] = [];
    do {
      const name = word();
      const params: Record<string, string> = {};
      while (text[at] === '.') {
        at += 1;
        const modifier = word();
        if (text[at] !== '(') fail('Expected "(".');
        params[modifier] = argument().trim();
        skipSpace();
      }
      let inner: string | null = null;
      let nested: Field[] = [];
      if (text[at] === '{') {
        const from = ++at;
        skipSpace();
        nested = text[at] === '}' ? [] : list();
        if (text[at] !== '}') fail('Expected end of list.');
        inner = text.slice(from, at++);
        skipSpace();
      }
      fields.push({ name, params, inner, fields: nested });
    } while (text[at] === ',' && ++at);
    return fields;
  };

  skipSpace();
  if (at === text.length) return [];
  const fields = list();
  if (at < text.length) fail('Unexpected character.');
  return fields;
}

const insightKeys = ['id', 'name', 'period', 'values', 'total_value', 'title', 'description'];

/** The chosen keys of an insight, and always its id; all of them when none are chosen. Throws GraphError 100 for others. */
export function pickInsight(insight: object, fields: readonly Field[]): object {
  const wanted = fields.map(({ name }) => name);
  const unknown = wanted.find((name) => !insightKeys.includes(name));
  if (unknown !== undefined)
    throw new GraphError('field-missing', { field: unknown, type: 'InstagramInsightsResult' });
  if (wanted.length === 0) return insight;
  return Object.fromEntries(Object.entries(insight).filter(([key]) => key === 'id' || wanted.includes(key)));
}
