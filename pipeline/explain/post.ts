import type { Engine } from '../engines/engine.js';
import { ReachlineError } from '../errors.js';
import { readModels } from '../models/catalogue.js';
import { listOf } from './observations.js';

/** A post under its key, and every reference that means it. */
export interface PostKey {
  readonly media_key: string;
  readonly refs: readonly string[];
}

/**
 * The post that a text means: a key or reference (shortcode, `id:…`, `hash:…`), an API id, a permalink without
 * `https://www.`. `names` are the ways to read the text, the text itself first.
 * @throws ReachlineError `usage` when it means none or several; the hint names what it may have meant.
 */
export async function findPost(warehouse: Engine, names: readonly string[]): Promise<PostKey> {
  const keys = await mediaKeys();
  const { list, params } = listOf(names);
  const ids = names.map((_, index) => `concat('id:', $n${index})`).join(', ');
  const found = await warehouse.rows<{ media_key: string; media_ref: string }>(
    `with media_keys as (${keys}),
     meant as (
       select media_key from media_keys where media_ref in (${list}, ${ids}) or media_key in (${list})
       union
       select k.media_key from landing.media as m join media_keys as k on k.media_ref = m.media_ref
       where m.media_id in (${list}) or m.shortcode in (${list})
         or rtrim(regexp_replace(m.permalink, '^https?://(www\\.)?', ''), '/') in (${list})
     )
     select k.media_key, k.media_ref from media_keys as k
     where k.media_key in (select media_key from meant)
     order by k.media_key, k.media_ref`,
    params,
  );
  const posts = [...new Set(found.map(({ media_key }) => media_key))];
  if (posts.length > 1) {
    throw new ReachlineError('usage', `"${names[0]}" means ${posts.length} posts`, {
      hint: `Name one of them by its key: ${posts.slice(0, 5).join(', ')}${posts.length > 5 ? ', …' : ''}`,
    });
  }
  if (posts.length === 0) throw await unknownPost(warehouse, keys, names);
  return { media_key: posts[0]!, refs: found.map(({ media_ref }) => media_ref) };
}

async function unknownPost(
  warehouse: Engine,
  keys: string,
  names: readonly string[],
): Promise<ReachlineError> {
  const name = names.at(-1)!.replace(/^id:/, '');
  const similar = await warehouse.rows<{ media_key: string }>(
    `with media_keys as (${keys})
     select distinct media_key from media_keys
     where levenshtein(lower(media_ref), lower($name)) <= 2
       or (length($name) >= 4 and (starts_with(media_ref, $name) or starts_with(media_ref, concat('id:', $name))))
     order by media_key limit 5`,
    { name },
  );
  const hint =
    similar.length > 0
      ? `Did you mean ${similar.map(({ media_key }) => media_key).join(', ')}? Keys tell upper from lower case.`
      : 'The posts are listed by `reachline query "select media_key, posted_at, caption from media_performance order by posted_at desc limit 20"`.';
  return new ReachlineError('usage', `no post is known as "${names[0]}"`, { hint });
}

/** `media_ref, media_key`: which post each reference means. */
async function mediaKeys(): Promise<string> {
  const models = await readModels();
  return models.find(({ name }) => name === 'stg_media_identity')!.sql;
}
