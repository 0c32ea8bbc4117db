import type { PageData } from '../page-data.js';

/**
 * Where the reader is and which format is picked; the address keeps both: `#reach?format=reel`, with the format's key, so that
 * it leads to the same in reports of other languages.
 */
export interface Place {
  /** A format's name in the page's language; null shows all. */
  readonly format: string | null;
  pick(format: string | null): void;
  /** Calls now and whenever another format is picked. */
  whenPicked(tell: (format: string | null) => void): void;
  /** Goes where the address says, once everything is in place. */
  arrive(): void;
}

export function keepPlace(formats: PageData['formats']): Place {
  const listeners: ((format: string | null) => void)[] = [];
  let format: string | null = null;
  let section = '';

  const read = (): void => {
    const [id, query] = location.hash.slice(1).split('?');
    section = id ?? '';
    // A link within the page names no format and so leaves the picked one alone.
    if (query === undefined) {
      write();
      return;
    }
    const named = new URLSearchParams(query).get('format');
    set(formats.find(({ key }) => key === named)?.name ?? null);
    document.getElementById(section)?.scrollIntoView();
  };
  const write = (): void => {
    const key = formats.find(({ name }) => name === format)?.key;
    const query = key === undefined ? '' : `?${new URLSearchParams({ format: key })}`;
    const hash = section === '' && query === '' ? '' : `#${section}${query}`;
    if (hash !== location.hash) history.replaceState(null, '', hash || location.pathname);
  };
  const set = (next: string | null): void => {
    format = next;
    for (const tell of listeners) tell(format);
  };
  return {
    get format() {
      return format;
    },
    pick(next) {
      set(next);
      write();
    },
    whenPicked(tell) {
      listeners.push(tell);
      tell(format);
    },
    arrive() {
      read();
      addEventListener('hashchange', read);
      follow((id) => {
        section = id;
        write();
      });
    },
  };
}

/** Tells the section at the upper third of the window whenever the reader scrolls into another. */
function follow(entered: (id: string) => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting && scrollY > 0) entered(target.id);
    },
    { rootMargin: '-33% 0px -66% 0px' },
  );
  for (const section of document.querySelectorAll('main > section[id]')) observer.observe(section);
}
