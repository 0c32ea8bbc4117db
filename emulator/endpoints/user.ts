import type { NodeType } from '../graph/node.js';
import type { Account } from '../world/world.js';
import { accountInsights } from './account-insights.js';
import { userMedia, userStories } from './media-list.js';

/**
 * An Instagram professional account. `media_count` differs from what walking `/media` gives, as it does on the platform:
 * it misses every thirteenth post and never drops the deleted ones.
 */
export const userNode: NodeType<Account> = {
  name: 'IGUser',
  // `/me` and paths of Instagram Login name the account by its app-scoped id.
  idOf: (account, call) => (call.token.login === 'instagram' ? account.appScopedId : account.id),
  fields: {
    id: (account, call) => (call.token.login === 'instagram' ? account.appScopedId : account.id),
    user_id: (account, call) => (call.token.login === 'instagram' ? account.id : undefined),
    ig_id: ({ appScopedId }) => appScopedId.slice(0, 11),
    legacy_instagram_user_id: ({ appScopedId }) => appScopedId.slice(0, 11),
    username: ({ profile }) => profile.username,
    name: ({ profile }) => profile.name,
    account_type: ({ profile }, call) => (call.token.login === 'instagram' ? profile.type : undefined),
    biography: ({ profile }) => profile.biography,
    website: ({ profile }) => profile.website,
    profile_picture_url: ({ id, profile }) =>
      profile.biography ? `https://scontent.cdninstagram.example/p/${id}.jpg` : undefined,
    has_profile_pic: ({ profile }) => profile.biography !== undefined,
    is_published: () => true,
    followers_count: ({ id }, call) => call.world.followers(id, call.now),
    follows_count: ({ profile }) => profile.follows,
    media_count: ({ id }, call) => {
      const posts = call.world.published(id, call.now).filter(({ format }) => format !== 'STORY').length;
      return posts - Math.ceil(posts / 13);
    },
  },
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
  edges: { media: userMedia, stories: userStories, insights: accountInsights },
};
