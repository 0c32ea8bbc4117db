import robotsParser from 'robots-parser';
import type { Message } from '../contract.js';
import { SourceError } from '../errors.js';
import { isMissing, refusal } from './block.js';
import { noAnswer, product, type Visitor } from './visitor.js';

/** What robots.txt lets this reader do. */
export interface Rules {
  /** Why a page is not to be read, in words; `null` when it may be. */
  refusal(url: string): string | null;
  /** Seconds between requests, where it asks for some. */
  readonly crawlDelay: number | null;
}

interface Parser {
  isAllowed(url: string, agent: string): boolean | undefined;
  getMatchingLineNumber(url: string, agent: string): number;
  getCrawlDelay(agent: string): number | undefined;
}
// The package is CommonJS, and its types are those of an ES module.
const parserOf = robotsParser as unknown as (url: string, text: string) => Parser;

/**
 * Reads robots.txt (RFC 9309). Without the file everything is allowed; when it cannot be read, nothing is.
 * @throws SourceError when it cannot be read, or when the site sends the reader away already here.
 */
export async function* readRobots(visitor: Visitor): AsyncGenerator<Message, Rules, void> {
  const question = { path: '/robots.txt', query: {}, accept: 'text/plain', account: null };
  let why: string;
  try {
    const answer = yield* visitor.ask(question, refusal);
    if (isMissing(answer)) return rulesIn(visitor.urlOf(question), '');
    // A page in its place would pass for a file without rules.
    const isPage = answer.body.trimStart().startsWith('<');
    if (answer.status === 200 && !isPage) return rulesIn(visitor.urlOf(question), answer.body);
    why = isPage ? 'an HTML page is in its place' : `HTTP ${answer.status}`;
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind !== 'unavailable') throw error;
    why = error.message;
  }
  throw noAnswer(`public pages: nothing is read, because robots.txt cannot be: ${why}`);
}

function rulesIn(url: string, text: string): Rules {
  const parser = parserOf(url, text.replace(/^\uFEFF/, ''));
  const delay = parser.getCrawlDelay(product) ?? 0;
  return {
    refusal(page) {
      // `undefined` is a page that the file is not about.
      if (parser.isAllowed(page, product) === true) return null;
      return `robots.txt does not allow ${new URL(page).pathname} (its line ${parser.getMatchingLineNumber(page, product)})`;
    },
    crawlDelay: delay > 0 ? delay : null,
  };
}
