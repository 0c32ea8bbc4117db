import { createHash } from 'node:crypto';
import { type Html, html, unsafeHtml } from './html.js';
import { stylesheet } from './stylesheet.js';

const styleHash = createHash('sha256').update(stylesheet).digest('base64');

/** Nothing may load, run or be sent; only this style sheet applies. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** A whole document around the body: one file, no script, nothing from elsewhere. */
export function page({ title, body }: { title: string; body: Html }): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${unsafeHtml(stylesheet)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}
