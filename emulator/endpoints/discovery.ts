import { type Call, demand, type Params } from '../graph/call.js';
import { GraphError } from '../graph/errors.js';
import type { Field } from '../graph/fields.js';
import { forwardPage } from '../graph/forward-list.js';
import { type Edge, type NodeType, project } from '../graph/node.js';
import type { Account } from '../world/world.js';
import { demandFacebook, discoveredMediaNode } from './foreign-media.js';
import { userFields } from './user-fields.js';

/** Another professional account: public profile and posts. */
const discoveredNode: NodeType<Account> = {
  name: 'IGUser',
  idOf: ({ id }) => id,
  fields: Object.fromEntries(
    (
      [
        'id',
        'ig_id',
        'username',
        'name',
        'biography',
        'website',
        'followers_count',
        'follows_count',
        'media_count',
        'profile_picture_url',
      ] as const
    ).map((name) => [name, userFields[name]]),
  ),
  edges: { media: discoveredMedia },
};

function discoveredMedia(call: Call, account: Account, params: Params, fields: readonly Field[]): object {
  return forwardPage(call, params, {
    path: '',
    items: call.world.media(account.id, call.now),
    placeOf: ({ id, postedAt }) => ({ rank: postedAt.getTime(), id }),
    show: (post) => project(call, discoveredMediaNode, post, fields),
    kept: {},
    most: 100,
    hasLinks: false,
  });
}

/** `business_discovery.username(x){…}` on an own account. Personal, age-gated and unknown targets all look alike. */
export const businessDiscovery: Edge<Account> = (call, _account, params, fields) => {
  demandFacebook(call, 'business_discovery');
  demand(call, 'instagram_manage_insights', '');
  demand(call, 'pages_read_engagement', '');
  const { username } = params;
  if (!username) throw new GraphError('parameter-missing', { name: 'username' });
  const target = call.world.accounts.find(({ profile }) => profile.username === username.toLowerCase());
  if (
    !target ||
    target.profile.discoverable === false ||
    call.afflicted('target-missing', 'user', target.profile.username)
  )
    throw new GraphError('target-missing', { username });
  return project(call, discoveredNode, target, fields);
};
