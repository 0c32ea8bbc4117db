/** A page with its characters beyond ASCII, which stand in it as references. Markup stays as it is. */
export function readable(page: string): string {
  return page.replace(/&#(\d{3,6});/g, (_, code) => String.fromCodePoint(Number(code)));
}
