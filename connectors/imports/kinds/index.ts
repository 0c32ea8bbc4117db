import { apify, apifyComments } from './apify.js';
import { brightData } from './bright-data.js';
import { businessSuite, facebookPage } from './business-suite.js';
import { businessSuiteResults, facebookResults } from './business-suite-results.js';
import { crawlPtBr } from './crawl-ptbr.js';
import { dailyInsights } from './daily-insights.js';
import { fanpageKarma } from './fanpage-karma.js';
import { followerSeries } from './follower-series.js';
import { graphApi } from './graph-api.js';
import type { Kind } from './kind.js';
import { phantomBuster } from './phantombuster.js';
import { postList } from './post-list.js';
import { privateApi } from './private-api.js';
import { ranking } from './ranking.js';
import { scrapedLists } from './scraped-lists.js';
import { mappedTable } from './table.js';
import { instaloader, instaloaderComments, webNodes } from './web-nodes.js';

/** Every kind of file; one line each. Of two that fit a header the one with the longer signature is taken. */
export const kinds: readonly Kind[] = [
  businessSuite,
  facebookPage,
  businessSuiteResults,
  facebookResults,
  fanpageKarma,
  graphApi,
  apify,
  apifyComments,
  instaloader,
  instaloaderComments,
  webNodes,
  privateApi,
  phantomBuster,
  brightData,
  dailyInsights,
  followerSeries,
  ranking,
  crawlPtBr,
  postList,
  scrapedLists,
  mappedTable,
];
