import type { Engine } from '../engines/engine.js';
import { ReachlineError } from '../errors.js';

/** A post under its key, and every reference that means it. */
export interface PostKey {
  readonly media_key: string;
  readonly refs: readonly string[];
}

/** What somebody calls a post. */
export interface PostName {
  /** A key or reference (shortcode, `id:…`, `hash:…`), an API id, or a link. */
  readonly given: string;
  /** Of a link: without scheme, `www.`, query and last slash. */
  readonly link: string | null;
  /** Of a link: the shortcode in it. */
  readonly shortcode: string | null;
}

/**
 * The post that a name means.
 * @throws ReachlineError `usage` when it means none or several; the hint names what it may have meant.
 */
export async function findPost(warehouse: Engine, { given, link, shortcode }: PostName): Promise<PostKey> {
  const code = link === null ? given : shortcode;
  const id = link === null ? given.replace(/^id:/, '') : null;
  const url = shortcode === null ? link : null; // stories have no shortcode in theirs
  const found = await warehouse.rows<{ media_key: string; media_ref: string }>(
    `with meant as (
       select media_key from landing.media_keys where media_ref in ($code, concat('id:', $id)) or media_key = $code
       union
       select k.media_key from landing.media as m join landing.media_keys as k on k.media_ref = m.media_ref
       where m.shortcode = $code or m.media_id = $id
         or ($url is not null and rtrim(regexp_replace(m.permalink, '^https?://(www\\.)?', ''), '/') = $url)
     )
     select k.media_key, k.media_ref from landing.media_keys as k
     where k.media_key in (select media_key from meant)
     union
     select k.media_key, concat('id:', m.media_id)
     from landing.media_keys as k join landing.media as m on m.media_ref = k.media_ref
     where k.media_key in (select media_key from meant) and m.media_id is not null
     order by media_key, media_ref`,
    { code, id, url },
  );
  const meant = [...new Set(found.map(({ media_key }) => media_key))];
  if (meant.length > 1) {
    throw new ReachlineError('usage', `"${given}" means ${meant.length} posts: ${shortList(meant)}`, {
      hint: 'Name one of them by its permalink, or by its API id as id:….',
    });
  }
  if (meant.length === 0) throw await unknownPost(warehouse, given, code ?? id ?? given);
  return { media_key: meant[0]!, refs: found.map(({ media_ref }) => media_ref) };
}

async function unknownPost(warehouse: Engine, given: string, name: string): Promise<ReachlineError> {
  const similar = await warehouse.rows<{ media_key: string }>(
    `select distinct media_key from landing.media_keys
     where levenshtein(lower(media_ref), lower($name)) <= 2
       or (length($name) >= 4 and (starts_with(media_ref, $name) or starts_with(media_ref, concat('id:', $name))))
     order by media_key`,
    { name },
  );
  const hint =
    similar.length > 0
      ? `Did you mean ${shortList(similar.map(({ media_key }) => media_key))}? Upper and lower case differ.`
      : 'See the newest: `reachline query "select media_key, posted_at, caption from media_performance order by posted_at desc limit 20"`';
  return new ReachlineError('usage', `no post is known as "${given}"`, { hint });
}

function shortList(keys: readonly string[]): string {
  return keys.length > 5 ? `${keys.slice(0, 5).join(', ')}, …` : keys.join(', ');
}
