import type { ListedPost } from '../figure.js';
import type { PageData } from '../page-data.js';
import { button, element } from './element.js';
import type { Place } from './place.js';

/** Rows until the reader asks for all. */
const first = 50;

/** Every post of the period: sorted by a click on a column, searched by caption and date, of the picked format. */
export function showPosts({ posts, words }: PageData, place: Place): void {
  const section = document.getElementById('posts');
  if (posts === null || posts.rows.length < 2 || section === null) return;
  /** What posts are ordered by: text for the first two columns, numbers after them. */
  const keys: readonly ((post: ListedPost) => string | number | null)[] = [
    ({ day }) => day,
    ({ format }) => format,
    ...posts.columns.map(
      (_, column) =>
        ({ values }: ListedPost) =>
          values[column]![0],
    ),
  ];
  let sorted = { column: 0, descending: true };
  let most = first;

  const search = element('input', { type: 'search', id: 'search-posts', autocomplete: 'off' });
  const status = element('p', { class: 'caveat', role: 'status' });
  const more = button(() => {
    most = Number.POSITIVE_INFINITY;
    show();
  }, words.more);
  more.className = 'more';
  const body = element('tbody');
  const heads = [...posts.names, ...posts.columns].map((name, column) => {
    const sort = button(() => {
      // Numbers begin with the largest, names with A.
      sorted = { column, descending: sorted.column === column ? !sorted.descending : column !== 1 };
      show();
    }, name);
    return element('th', column > 1 ? { scope: 'col', class: 'number' } : { scope: 'col' }, sort);
  });

  const show = (): void => {
    const wanted = search.value.trim().toLocaleLowerCase();
    const found = posts.rows.filter(
      (post) =>
        (place.format === null || post.format === place.format) &&
        `${post.caption} ${post.dayText} ${post.day}`.toLocaleLowerCase().includes(wanted),
    );
    const rows = found.toSorted((a, b) =>
      compare(keys[sorted.column]!(a), keys[sorted.column]!(b), sorted.descending),
    );
    heads.forEach((head, column) => {
      if (column !== sorted.column) head.removeAttribute('aria-sort');
      else head.setAttribute('aria-sort', sorted.descending ? 'descending' : 'ascending');
    });
    body.replaceChildren(...rows.slice(0, most).map(row));
    status.textContent = words.listed
      .replace('{shown}', count(Math.min(most, rows.length)))
      .replace('{all}', count(posts.all));
    more.hidden = rows.length <= most;
  };

  search.addEventListener('input', show);
  const table = element(
    'div',
    { class: 'scroll browse', role: 'region', 'aria-labelledby': 'posts-all', tabindex: '0' },
    element('table', { class: 'posts' }, element('thead', {}, element('tr', {}, ...heads)), body),
  );
  section.append(
    element(
      'div',
      { class: 'added' },
      element('h3', { id: 'posts-all' }, posts.title),
      element('p', { class: 'search' }, element('label', { for: 'search-posts' }, words.search), search),
      status,
      table,
      more,
    ),
  );
  place.whenPicked(show);
}

function row({ dayText, link, caption, format, values }: ListedPost): HTMLElement {
  // The build lets only such links through; this is the second door.
  const isPost = link?.startsWith('https://www.instagram.com/') === true;
  const day = isPost ? element('a', { href: link, rel: 'noopener noreferrer' }, dayText) : dayText;
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, day, element('span', { class: 'caption', dir: 'auto' }, caption)),
    element('td', {}, format),
    ...values.map(([, text]) => element('td', { class: 'number' }, text)),
  );
}

/** A whole number as the report's locale writes it. */
function count(value: number): string {
  return value.toLocaleString(document.documentElement.lang);
}

/** Missing values come last either way. */
function compare(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1);
}
