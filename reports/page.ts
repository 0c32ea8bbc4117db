import { createHash } from 'node:crypto';
import { accentStyle, type Brand } from './brand.js';
import { type Html, html, unsafeHtml } from './html.js';
import { stylesheet } from './stylesheet.js';

/** Nothing may load, run or be sent; only this style sheet applies. */
function policyFor(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** A whole document around the body: one file, no script, nothing from elsewhere; in the colours of the brand. */
export function page({ title, body, brand = {} }: { title: string; body: Html; brand?: Brand }): string {
  const style = stylesheet + accentStyle(brand);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${unsafeHtml(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}
