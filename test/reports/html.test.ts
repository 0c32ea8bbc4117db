import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, escapeHtml, html, postLink, shortText, unsafeHtml } from '../../reports/html.js';
import { hostile } from './fixture.js';

test('interpolated text cannot open or close markup', () => {
  for (const attack of hostile) {
    const { text } = html`<p title="${attack}">${attack}</p>`;
    const inner = text.slice('<p title="'.length, -'</p>'.length);
    expect(inner.replace('">', '')).not.toMatch(/[<>"']/);
  }
  expect(html`${'<b>'}`.text).toBe('&lt;b&gt;');
});

test('markup nests, lists join, nothing prints nothing', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}</ul>${null}${undefined}${false}${0}`.text).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>0',
  );
  expect(html`${unsafeHtml('<hr>')}`.text).toBe('<hr>');
});

test('characters that hide or reorder text are removed', () => {
  expect(cleanText('a\u202eb\u2066c\u0000d\u200be\ufefff')).toBe('abcdef');
  expect(cleanText('a\r\nb\tc\u2028d')).toBe('a b c d');
  expect(cleanText('\ud800x')).toBe('x');
  expect(cleanText('👩‍👩‍👧 مرحبا')).toBe('👩‍👩‍👧 مرحبا');
});

test('text is cut where people see letters, whatever it holds', () => {
  expect(shortText('abc', 3)).toBe('abc');
  expect(shortText('abcd', 3)).toBe('ab…');
  expect(shortText('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2)).toBe('👩‍👩‍👧…');
  expect(shortText('😀'.repeat(10_000), 10).length).toBeLessThanOrEqual(22);
  expect(shortText(`e${'\u0301'.repeat(5000)}`, 10).length).toBeLessThan(250);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
      expect([...new Intl.Segmenter().segment(shortText(text, limit))].length).toBeLessThanOrEqual(limit);
    }),
  );
});

test('escaped text reads back as it was', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const back = escapeHtml(text)
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&');
      expect(back).toBe(text);
    }),
  );
});

test('only posts on instagram.com are linked', () => {
  expect(postLink('https://www.instagram.com/p/Cabc_-1/?utm=x')).toBe('https://www.instagram.com/p/Cabc_-1/');
  expect(postLink('https://instagram.com/reel/Cabc/')).toBe('https://www.instagram.com/reel/Cabc/');
  expect(postLink('https://www.instagram.com/some.name/tv/Cabc')).toBe('https://www.instagram.com/tv/Cabc/');
  for (const bad of [
    null,
    '',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://www.instagram.com/p/Cabc/',
    'https://www.instagram.com.evil.example/p/Cabc/',
    'https://evil.example/p/Cabc/',
    'https://user@www.instagram.com/p/Cabc/',
    'https://www.instagram.com:444/p/Cabc/',
    'https://www.instagram.com/accounts/login/',
    'https://www.instagram.com/p/"onclick=x/',
  ]) {
    expect(postLink(bad), String(bad)).toBeNull();
  }
});
