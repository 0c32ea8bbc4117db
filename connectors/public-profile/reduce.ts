import { type Json, type JsonObject, listOf, objectOf } from '../http/json.js';

/** What is kept of a value: itself when it is a text, number or flag; the named fields; the same of each entry. */
type Kept = 'scalar' | { readonly [field: string]: Kept } | readonly [Kept];

const scalars = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, 'scalar'])) as Record<Name, 'scalar'>;
const count = scalars('count');

const post = {
  ...scalars(
    '__typename',
    'shortcode',
    'taken_at_timestamp',
    'is_video',
    'product_type',
    'video_duration',
    'video_view_count',
    'like_and_view_counts_disabled',
  ),
  edge_media_to_caption: { edges: [{ node: scalars('text') }] },
  edge_media_to_comment: count,
  edge_liked_by: count,
  edge_media_preview_like: count,
} satisfies Kept;

const user = {
  ...scalars('id', 'username', 'full_name', 'biography', 'external_url', 'is_private'),
  edge_followed_by: count,
  edge_follow: count,
  edge_owner_to_timeline_media: { count: 'scalar', edges: [{ node: post }] },
} satisfies Kept;

/**
 * Known and cut away: pictures and their addresses, people (tagged, co-authors, owners, mutual followers, similar accounts),
 * places, contact data, and what the site keeps for itself.
 */
const cut = {
  user: new Set(
    `ai_agent_owner_username ai_agent_type bio_links biography_with_entities blocked_by_viewer business_address_json
     business_category_name business_contact_method business_email business_phone_number category_enum category_name
     connected_fb_page country_block edge_felix_video_timeline edge_media_collections edge_mutual_followed_by
     edge_related_profiles edge_saved_media eimu_id external_url_linkshimmed fb_profile_biolink fbid followed_by_viewer
     follows_viewer group_metadata guardian_id has_ar_effects has_blocked_viewer has_channel has_chaining has_clips has_guides
     has_onboarded_to_text_post_app has_requested_viewer hide_like_and_view_counts highlight_reel_count is_business_account
     is_embeds_disabled is_guardian_of_viewer is_joined_recently is_professional_account is_regulated_c18
     is_supervised_by_viewer is_supervised_user is_supervision_enabled is_verified is_verified_by_mv4b
     overall_category_name pinned_channels_list_count profile_pic_url profile_pic_url_hd pronouns remove_message_entrypoint
     requested_by_viewer restricted_by_viewer should_show_category should_show_public_contacts
     show_account_transparency_details show_text_post_app_badge transparency_label transparency_product`.split(
      /\s+/,
    ),
  ),
  post: new Set(
    `accessibility_caption clips_music_attribution_info coauthor_producers comments_disabled dash_info dimensions display_url
     edge_media_to_tagged_user edge_sidecar_to_children encoding_status fact_check_information fact_check_overall_rating
     felix_profile_grid_crop gating_info has_audio has_upcoming_event id is_published location media_overlay_info
     media_preview nft_asset_info owner pinned_for_users sharing_friction_info thumbnail_resources thumbnail_src
     thumbnail_tall_src title tracking_token video_url viewer_can_reshare viewer_has_liked viewer_has_saved`.split(
      /\s+/,
    ),
  ),
};

/** A page as it is stored: the fields above, and the names of fields that are neither kept nor known. */
export interface ReducedPage {
  readonly data: { readonly user: JsonObject };
  readonly undeclared: { readonly user: readonly string[]; readonly post: readonly string[] };
}

/**
 * Cuts an answer down to the account's own figures and posts, before anything of it is stored. What is kept stays as the site
 * spelled it.
 */
export function reduced(answer: Json): ReducedPage {
  const whole = objectOf(objectOf(objectOf(answer).data).user);
  const posts = postsOf(whole);
  return {
    data: { user: objectOf(keep(whole, user)) },
    undeclared: {
      user: undeclared([whole], user, cut.user),
      post: undeclared(posts, post, cut.post),
    },
  };
}

/** The posts that a page lists, whole or reduced. */
export function postsOf(profile: JsonObject): JsonObject[] {
  return listOf(objectOf(profile.edge_owner_to_timeline_media).edges).map((edge) =>
    objectOf(objectOf(edge).node),
  );
}

function keep(value: Json | undefined, kept: Kept): Json | undefined {
  if (value === undefined || value === null) return value;
  if (kept === 'scalar') return typeof value === 'object' ? undefined : value;
  if (isList(kept)) {
    return Array.isArray(value) ? value.flatMap((entry: Json) => keep(entry, kept[0]) ?? []) : undefined;
  }
  if (typeof value !== 'object' || Array.isArray(value)) return undefined;
  const fields = Object.entries(kept).flatMap(([name, inner]) => {
    const part = Object.hasOwn(value, name) ? keep((value as JsonObject)[name], inner) : undefined;
    return part === undefined ? [] : [[name, part] as const];
  });
  return Object.fromEntries(fields);
}

const isList = (kept: Kept): kept is readonly [Kept] => Array.isArray(kept);

/** More of them say no more. */
const mostNames = 20;

function undeclared(things: readonly JsonObject[], kept: object, known: ReadonlySet<string>): string[] {
  const names = new Set(things.flatMap((thing) => Object.keys(thing)));
  return [...names]
    .filter((name) => !Object.hasOwn(kept, name) && !known.has(name))
    .slice(0, mostNames)
    .map((name) => name.slice(0, 60));
}

const inProfile = [
  'username',
  'is_private',
  'edge_followed_by.count',
  'edge_follow.count',
  'edge_owner_to_timeline_media.count',
  'edge_owner_to_timeline_media.edges',
];
const inPost = [
  'shortcode',
  'taken_at_timestamp',
  'edge_media_to_comment.count',
  'edge_liked_by.count or edge_media_preview_like.count',
];

/** What every page has and this one does not: without it the page has another shape than the one that is read here. */
export function lackingInProfile({ data }: ReducedPage): string[] {
  return inProfile.filter((path) => lacks(data.user, path));
}

/** What no post of a page has. */
export function lackingInPosts({ data }: ReducedPage): string[] {
  const posts = postsOf(data.user);
  return posts.length === 0 ? [] : inPost.filter((path) => posts.every((one) => lacks(one, path)));
}

/** What one post lacks. */
export function lackingIn(one: JsonObject): string[] {
  return inPost.filter((path) => lacks(one, path));
}

function lacks(thing: JsonObject, path: string): boolean {
  return path.split(' or ').every((way) => {
    const found = way.split('.').reduce<Json | undefined>((value, name) => objectOf(value)[name], thing);
    return found === undefined || found === null;
  });
}
