import { createHash } from 'node:crypto';
import { accentStyle, type Brand } from './brand.js';
import { asciiHtml, type Html, html, unsafeHtml } from './html.js';
import { inlineJson, type PageData } from './page-data.js';
import { stylesheet } from './stylesheet.js';

/** A script of ours and the data it works with. */
export interface PageScript {
  readonly code: string;
  readonly data: PageData;
}

/** Nothing may load or be sent; only this style sheet applies, and only this script runs, if there is one. */
function policyFor(style: string, script: PageScript | null): string {
  const runs = script === null ? '' : ` script-src '${hashOf(script.code)}';`;
  return `default-src 'none';${runs} style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/**
 * A whole document around the body: one file, nothing from elsewhere; in the colours of the brand. Without a script it is
 * complete; a script adds to it what only a script can do.
 */
export function page({
  title,
  locale,
  body,
  brand = {},
  script = null,
}: {
  title: string;
  /** Of all that the page says. */
  locale: string;
  body: Html;
  brand?: Brand;
  script?: PageScript | null;
}): string {
  const style = stylesheet + accentStyle(brand);
  const scripts =
    script === null
      ? ''
      : html`<script type="application/json" id="page-data">${unsafeHtml(inlineJson(script.data))}</script>
<script>${unsafeHtml(script.code)}</script>
`;
  const document = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${unsafeHtml(style)}</style>
</head>
<body>
${body}
${scripts}</body>
</html>
`;
  return asciiHtml(document.text);
}
