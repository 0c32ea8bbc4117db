import { zipOf } from '../files/zips.js';

/** A sidecar of instaloader as `xz` packs it. */
export const sidecar = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AG5ASddAD2IicczqOaoofb0SvQpXnwb3cBLm2MICA0KRIPt5BFgf1I8PRgwyWl0AO8l5i5/ARpnXVAAr8LDsj6jSnUQDHqkEXConZMckjcPcq8O1GgUfNNOQZzYZC91mXO9A3uEMBG7lMV/FyW0P+ZvkLTCYj1VytfB6Dcb/zV3tIMFIhbmB/wN/Rg2cuUnLWW73u7H8tP/4k9O3LZwXFy0xnP0uJ4TFMkZrFofckteE1pzN1i/5q73yMMxHeEQlLtRuYy3Soc8wLC1+NyebXkJ7KegGw8fpvnQDK3y2QDHnP60u0CH+mbpVJlj8r8TKTFDZHeJptwHIWvP0tSUpD/VtSYOrHN/jFkQi9nStIW5sJKGT0sSI5dF8V7/ComV1vZMKCHaJjCkKOv36wAAAIbJDVb34/RQAAHDAroDAAAA+2BescRn+wIAAAAABFla',
  'base64',
);

/** A workbook: texts inline, numbers as written, `{date}` with a style that makes a number a date. */
export function workbook(
  sheets: Readonly<Record<string, readonly (readonly (string | number | { date: number })[])[]>>,
) {
  const names = Object.keys(sheets);
  const cell = (value: string | number | { date: number }, at: string) =>
    typeof value === 'string'
      ? /^\d{16,}$/.test(value)
        ? `<c r="${at}"><v>${value}</v></c>`
        : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`
      : typeof value === 'number'
        ? `<c r="${at}"><v>${value}</v></c>`
        : `<c r="${at}" s="1"><v>${value.date}</v></c>`;
  const sheet = (rows: readonly (readonly (string | number | { date: number })[])[]) =>
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
      .map(
        (row, r) =>
          `<row r="${r + 1}">${row.map((value, c) => cell(value, `${String.fromCharCode(65 + c)}${r + 1}`)).join('')}</row>`,
      )
      .join('')}</sheetData></worksheet>`;
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipOf([
    {
      path: '[Content_Types].xml',
      content: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      path: 'xl/workbook.xml',
      content: `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relation}"><sheets>${names.map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      path: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, n) => `<Relationship Id="rId${n + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}<Relationship Id="rId99" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      path: 'xl/styles.xml',
      content:
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
    },
    ...names.map((name, n) => ({ path: `xl/worksheets/sheet${n + 1}.xml`, content: sheet(sheets[name]!) })),
  ]);
}
