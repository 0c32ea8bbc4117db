import { csv } from '../csv.js';
import type { PageData } from '../page-data.js';
import { button, element, unseen } from './element.js';

/** A picture is drawn at twice its size, so that slides stay sharp. */
const density = 2;

/** Buttons below every chart: its data as CSV, itself as SVG and PNG, as it is seen now. */
export function showSaving({ charts, tables, words }: PageData): void {
  for (const id of Object.keys(charts)) {
    const figure = document.getElementById(id);
    const caveat = figure?.querySelector(':scope > .caveat');
    if (!figure || !caveat) continue;
    const name = ` – ${figure.querySelector('h3')?.textContent ?? ''}`;
    const tools = element('p', { class: 'tools' });
    const add = (kind: string, make: () => Promise<Blob> | Blob): void => {
      const save = async (): Promise<void> => download(`${id}.${kind.toLowerCase()}`, await make());
      tools.append(button(() => void save(), kind, unseen(name)));
    };
    const table = tables[id];
    if (table !== undefined) {
      add('CSV', () => new Blob([csv(table.header, table.rows)], { type: 'text/csv;charset=utf-8' }));
    }
    add('SVG', () => new Blob([picture(figure)], { type: 'image/svg+xml' }));
    add('PNG', () => painted(picture(figure)));
    tools.prepend(element('span', {}, words.save));
    caveat.after(tools);
  }
}

function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  element('a', { href: address, download: name }).click();
  // The browser reads it after this task.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The chart as a document of its own: with a ground, and with the colours that the page gives it now. */
function picture(figure: HTMLElement): string {
  const shown = figure.querySelector('.live svg') ?? figure.querySelector('svg.wide')!;
  const copy = shown.cloneNode(true) as SVGSVGElement;
  const { width, height } = (shown as SVGSVGElement).viewBox.baseVal;
  for (const name of copy.getAttributeNames()) if (name !== 'viewBox') copy.removeAttribute(name);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const style = getComputedStyle(figure);
  const ground = `<rect width="100%" height="100%" fill="${style.getPropertyValue('--surface')}"/>`;
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = figure.querySelector('h3')?.textContent ?? '';
  copy.prepend(title);
  return new XMLSerializer()
    .serializeToString(copy)
    .replace(/^<svg([^>]*)>/, `<svg$1 font-family="system-ui, sans-serif">${ground}`)
    .replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name))
    .replaceAll(' font-family="inherit"', '');
}

async function painted(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = element('canvas', {
    width: String(image.width * density),
    height: String(image.height * density),
  });
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png');
  });
}
