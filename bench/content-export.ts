import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { type InventedAccount, inventedAccount, inventedPost, publish } from './invented-accounts.js';

/** What a written file holds, for the comparison with what was published. */
export interface ContentExport {
  readonly rows: number;
  readonly bytes: number;
  readonly likes: number;
  readonly views: number;
}

const header =
  'Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves';
const dayMs = 86_400_000;
const end = Date.parse('2026-09-01T00:00:00Z');
const types: Readonly<Record<string, string>> = {
  IMAGE: 'IG image',
  CAROUSEL_ALBUM: 'IG carousel',
  VIDEO: 'IG reel',
};

/**
 * Writes a content export of Meta Business Suite, as it is downloaded: byte order mark, captions of several lines, times of the US
 * Pacific coast without a zone. Its posts are nobody's. It ends with the account on which `rows` or `bytes` is reached.
 */
export async function writeContentExport(
  path: string,
  {
    accounts,
    days,
    rows = Infinity,
    bytes = Infinity,
    seed = 1,
  }: {
    readonly accounts: number;
    readonly days: number;
    readonly rows?: number;
    readonly bytes?: number;
    readonly seed?: number;
  },
): Promise<ContentExport> {
  const out = createWriteStream(path);
  const told = { rows: 0, bytes: 0, likes: 0, views: 0 };
  let block = `\ufeff${header}\n`;
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(block);
    told.bytes += chunk.length;
    block = '';
    if (!out.write(chunk)) await once(out, 'drain');
  };
  const perDay = Number.isFinite(rows) ? Math.ceil(rows / accounts / days) : 4;
  for (let number = 0; told.rows < rows && told.bytes < bytes; number += 1) {
    const account = inventedAccount(seed, number);
    for (let day = 0; day < days; day += 1) publish(seed, account, end - (days - day) * dayMs, perDay);
    for (let index = 0; index < account.posted.length && told.rows < rows && told.bytes < bytes; index += 1) {
      const post = JSON.parse(inventedPost(seed, account, index, end + dayMs).json) as Post;
      block += lineOf(account, post);
      told.rows += 1;
      told.likes += post.total_like_count;
      told.views += viewsOf(post);
      if (block.length > 1 << 20) await flush();
    }
  }
  await flush();
  out.end();
  await once(out, 'close');
  return told;
}

interface Post {
  readonly id: string;
  readonly permalink: string;
  readonly caption?: string;
  readonly media_type: string;
  readonly timestamp: string;
  readonly total_like_count: number;
  readonly total_comments_count: number;
  readonly saved_count: number;
  readonly shares_count: number;
  readonly insights: { readonly data: readonly { name: string; values: readonly [{ value: number }] }[] };
}

const insight = ({ insights }: Post, name: string): number =>
  insights.data.find((one) => one.name === name)?.values[0].value ?? 0;
const viewsOf = (post: Post): number => insight(post, 'views');

function lineOf(account: InventedAccount, post: Post): string {
  const cells = [
    post.id,
    account.id,
    account.username,
    JSON.parse(`"${account.name}"`) as string,
    post.caption ?? '',
    post.media_type === 'VIDEO' ? 31 : 0,
    pacific(post.timestamp),
    post.permalink,
    types[post.media_type],
    '',
    'Lifetime',
    viewsOf(post),
    insight(post, 'reach'),
    post.total_like_count,
    post.shares_count,
    0,
    post.total_comments_count,
    post.saved_count,
  ];
  return `${cells.map((cell) => quoted(String(cell))).join(',')}\n`;
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const offsets = new Map<string, number>();

/** `MM/DD/YYYY HH:MM` on the Pacific coast; the offset is looked up once an hour. */
function pacific(timestamp: string): string {
  const hour = timestamp.slice(0, 13);
  let offset = offsets.get(hour);
  if (offset === undefined) {
    const at = Temporal.Instant.from(`${hour}:00:00Z`).toZonedDateTimeISO('America/Los_Angeles');
    offset = at.offsetNanoseconds / 1e6;
    offsets.set(hour, offset);
  }
  const iso = new Date(Date.parse(timestamp) + offset).toISOString();
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)} ${iso.slice(11, 16)}`;
}
