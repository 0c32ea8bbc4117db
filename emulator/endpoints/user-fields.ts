import type { NodeType } from '../graph/node.js';
import type { Account } from '../world/world.js';

/** The fields of a professional account. */
export const userFields = {
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
} as const satisfies NodeType<Account>['fields'];
