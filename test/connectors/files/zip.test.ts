import { describe, expect, test } from 'vitest';
import { isZip, zipEntries } from '../../../connectors/files/zip.js';
import { fileOf } from '../imports/files.js';
import { type Packed, zipOf } from './zips.js';

const entriesOf = (files: readonly Packed[]) => zipEntries(fileOf('archive.zip', zipOf(files), 1000));

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a zip', () => {
  test('lists its files and unpacks them one by one, folders left out', async () => {
    const long = 'Praça dos Três Poderes\n'.repeat(100_000);
    const entries = await entriesOf([
      { path: 'posts/', content: '', method: 0 },
      { path: 'posts/página.csv', content: long },
      { path: 'b.json', content: '[]', method: 0 },
    ]);
    expect(entries.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['posts/página.csv', Buffer.byteLength(long)],
      ['b.json', 2],
    ]);
    expect(entries[0]!.modifiedAt).toEqual(new Date('2026-03-01T00:00:00Z'));
    expect(await textOf(entries[0]!.open())).toBe(long);
    expect(await textOf(entries[1]!.open())).toBe('[]');
    expect(await textOf(entries[0]!.open()), 'again').toBe(long);
  });

  test('gives ranges of an entry', async () => {
    const [entry] = await entriesOf([{ path: 'a', content: '0123456789'.repeat(10_000) }]);
    expect(await textOf(entry!.open({ from: 50_003, to: 50_007 }))).toBe('3456');
    expect(await textOf(entry!.open({ from: 99_998, to: 100_000 }))).toBe('89');
    expect(await textOf(entry!.open({ from: 5, to: 5 }))).toBe('');
  });

  test('of many files is read in blocks', async () => {
    const file = fileOf(
      'a.zip',
      zipOf(Array.from({ length: 3000 }, (_, n) => ({ path: `${n}.csv`, content: `${n}` }))),
    );
    let opened = 0;
    const open: typeof file.open = (range) => {
      opened += 1;
      return file.open(range);
    };
    expect(await zipEntries({ ...file, open })).toHaveLength(3000);
    expect(opened).toBeLessThan(5);
  });

  test('is told by its first bytes, an empty one too', () => {
    expect(isZip(zipOf([{ path: 'a', content: '' }]))).toBe(true);
    expect(isZip(zipOf([]))).toBe(true);
    expect(isZip(new TextEncoder().encode('PK,likes'))).toBe(false);
  });
});

describe('refused is', () => {
  test.each(['../../etc/passwd', '/etc/passwd', 'a/../../b', 'C:\\b', '..\\b'])(
    'the path %s',
    async (path) => {
      await expect(
        entriesOf([
          { path: 'a.csv', content: 'a' },
          { path, content: 'b' },
        ]),
      ).rejects.toThrow(/archive\.zip cannot be used: (invalid relative|absolute) path/);
    },
  );

  test('an entry that grows two-hundredfold', async () => {
    const content = Buffer.alloc(65 * 1024 * 1024);
    await expect(entriesOf([{ path: 'a.csv', content }])).rejects.toThrow('grows more than 200-fold');
  });

  test('many entries that do so together', async () => {
    const content = Buffer.alloc(60 * 1024 * 1024);
    const one = zipOf([{ path: 'a.csv', content }]);
    expect(one.length).toBeLessThan(100_000);
    const files = Array.from({ length: 20 }, (_, n) => ({
      path: `${n}.csv`,
      content: '',
      bytes: content.length,
    }));
    await expect(entriesOf(files)).rejects.toThrow('its contents grow more than 200-fold');
  });

  test('entries that share their bytes', async () => {
    const content = 'a'.repeat(50);
    const files = [
      { path: 'a', content },
      { path: 'b', content, shared: true },
    ];
    await expect(entriesOf(files)).rejects.toThrow('shares its bytes with another entry');
  });

  test.each<[string, Partial<Packed>]>([
    ['is encrypted', { encrypted: true }],
    ['is a link to another file', { link: true }],
    ['is packed by method 9', { method: 9 }],
    ['is damaged: too many bytes', { bytes: 3 }],
    ['is damaged: not enough bytes', { bytes: 99 }],
    ['is damaged: its checksum does not fit', { crc: 1 }],
  ])('an entry that %s, once it is opened', async (why, how) => {
    const [entry] = await entriesOf([{ path: 'a.csv', content: 'likes,comments', ...how }]);
    await expect(textOf(entry!.open())).rejects.toThrow(`"a.csv" ${why}`);
  });

  test('what is cut off, or no zip at all', async () => {
    const whole = zipOf([{ path: 'a.csv', content: 'a' }]);
    for (const bytes of [whole.subarray(0, -5), whole.subarray(0, 10), new TextEncoder().encode('PK,likes')])
      await expect(zipEntries(fileOf('archive.zip', bytes))).rejects.toThrow(
        /^The zip archive\.zip cannot be used: its end is missing, as after a download that was cut short\.$/,
      );
  });
});
