import type { NodeType } from '../graph/node.js';
import type { Account } from '../world/world.js';
import { accountInsights } from './account-insights.js';
import { businessDiscovery } from './discovery.js';
import { recentlySearched } from './hashtags.js';
import { userMedia, userStories } from './media-list.js';
import { mentionedComment, mentionedMedia, userTags } from './mentions.js';
import { userFields } from './user-fields.js';

/**
 * An Instagram professional account. `media_count` differs from what walking `/media` gives, as it does on the platform:
 * it misses every thirteenth post and never drops the deleted ones.
 */
export const userNode: NodeType<Account> = {
  name: 'IGUser',
  // `/me` and paths of Instagram Login name the account by its app-scoped id.
  idOf: (account, call) => (call.token.login === 'instagram' ? account.appScopedId : account.id),
  fields: userFields,
  instagramFields: [
    'id',
    'user_id',
    'username',
    'name',
    'account_type',
    'profile_picture_url',
    'followers_count',
    'follows_count',
    'media_count',
    'biography',
    'website',
  ],
  edges: {
    media: userMedia,
    stories: userStories,
    insights: accountInsights,
    tags: userTags,
    mentioned_media: mentionedMedia,
    mentioned_comment: mentionedComment,
    business_discovery: businessDiscovery,
    recently_searched_hashtags: recentlySearched,
  },
};
