import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Field, parseFields } from '../../../emulator/graph/fields.js';

const write = (fields: readonly Field[]): string =>
  fields
    .map(({ name, params, inner, fields: nested }) => {
      const modifiers = Object.entries(params).map(([key, value]) => `.${key}(${value})`);
      return `${name}${modifiers.join('')}${inner === null ? '' : `{${write(nested)}}`}`;
    })
    .join(',');

describe('parseFields', () => {
  it('reads modifiers, lists inside them, and nesting', () => {
    const [media, id] = parseFields(
      'media.limit(50).after(QVFI=){ id, insights.metric(views,reach){name,values} },id',
    );
    expect(media).toMatchObject({ name: 'media', params: { limit: '50', after: 'QVFI=' } });
    expect(media!.fields.map(({ name }) => name)).toEqual(['id', 'insights']);
    expect(media!.fields[1]).toMatchObject({ params: { metric: 'views,reach' }, inner: 'name,values' });
    expect(id).toEqual({ name: 'id', params: {}, inner: null, fields: [] });
    expect(parseFields('')).toEqual([]);
  });

  it('writes back to the same text', () => {
    const name = fc.stringMatching(/^[a-z_]{1,8}$/);
    const { fields } = fc.letrec<{ fields: Field[]; field: Field }>((tie) => ({
      fields: fc.array(tie('field'), { minLength: 1, maxLength: 3 }),
      field: fc.oneof(
        { maxDepth: 3 },
        fc.record({
          name,
          params: fc.dictionary(name, name, { maxKeys: 2 }),
          inner: fc.constant(null),
          fields: fc.constant([]),
        }),
        fc.record({
          name,
          params: fc.dictionary(name, name, { maxKeys: 2 }),
          inner: fc.constant(''),
          fields: tie('fields'),
        }),
      ) as fc.Arbitrary<Field>,
    }));
    fc.assert(
      fc.property(fields, (list) => {
        expect(write(parseFields(write(list)))).toBe(write(list));
      }),
    );
  });

  it.each(['id,', 'media{id', 'media.limit(5', 'media.limit', 'id}', 'a b', '{id}'])('refuses %j', (text) => {
    expect(() => parseFields(text)).toThrow(/Syntax error/);
  });
});
