import type { Drift, Item, Page } from '../contract.js';
import { integerOf, type Json, type JsonObject, objectOf, textOf } from '../http/json.js';
import { acceptedItem, rejected } from './answers.js';
import { addDrifts, profileShape } from './shape.js';

/** An own profile. */
export function accountItems(page: Page, json: Json): Item[] {
  return [accountItem(page, objectOf(json), true)];
}

/** A profile of the account that the page is about. */
export function accountItem(page: Page, profile: JsonObject, isOwn: boolean): Item {
  const id = textOf(page.request.account_id as Json);
  if (id === null)
    return rejected(page, 'missing-id', 'account_id', 'the profile has no id', JSON.stringify(profile));
  const values = {
    account_ref: id,
    username: textOf(profile.username),
    name: textOf(profile.name),
    biography: textOf(profile.biography),
    website: textOf(profile.website),
    followers: integerOf(profile.followers_count),
    follows: integerOf(profile.follows_count),
    media_count: integerOf(profile.media_count),
    is_own: isOwn,
    time_zone: null,
    observed_at: page.fetched_at,
  };
  const records = [{ stream: 'accounts', values }] as const;
  const drifts: Drift[] = [];
  addDrifts(drifts, profile, profileShape, page, records);
  return acceptedItem(id, records, drifts);
}
