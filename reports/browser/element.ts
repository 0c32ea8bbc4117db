/** An element with attributes and children; text stays text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A button that a form would not send. */
export function button(press: () => void, ...children: readonly (Node | string)[]): HTMLButtonElement {
  const made = element('button', { type: 'button' }, ...children);
  made.addEventListener('click', press);
  return made;
}

/** Text for assistive technology only. */
export function unseen(text: string): HTMLElement {
  return element('span', { class: 'unseen' }, text);
}
