import type { Item, Page } from '../contract.js';
import { type Json, parseJson } from '../http/json.js';
import { rejected } from './answers.js';
import { accountItems } from './parse-account.js';
import type { Parser } from './part.js';
import { parts } from './parts.js';
import { webhookItems } from './webhooks.js';

const parsers = new Map<unknown, Parser>([
  ['account', accountItems],
  ['webhook', webhookItems],
  ...parts.flatMap((part) => Object.entries(part.parsers)),
]);

/** Canonical items of one stored answer. Pure: the page holds everything that is needed. */
export function parse(page: Page): Item[] {
  let json: Json;
  try {
    json = parseJson(page.body);
  } catch {
    return [rejected(page, 'unreadable-body', null, 'the body is not JSON', page.body)];
  }
  const parser = parsers.get(page.request.kind);
  if (parser) return parser(page, json);
  return [
    rejected(page, 'unknown-request', 'kind', 'a page of a kind that this version does not know', page.body),
  ];
}
