import { accountsOf, type Call, linkTo, type Params } from '../graph/call.js';
import type { Field } from '../graph/fields.js';
import { type NodeType, project } from '../graph/node.js';
import { cut, limitOf } from '../graph/paging.js';
import { writeToken } from '../graph/tokens.js';
import { decimalId } from '../world/ids.js';
import type { Account } from '../world/world.js';
import { userNode } from './user.js';

/** A Facebook Page; one of them has no Instagram account. */
export interface Page {
  readonly id: string;
  readonly name: string;
  readonly account: Account | undefined;
}

/** The Pages of the token's owner. */
export function pagesOf(call: Call): Page[] {
  const linked = accountsOf(call).map((account) => ({
    id: account.pageId,
    name: account.profile.name,
    account,
  }));
  const bare = {
    id: decimalId('10', 15, call.world.seed, 'bare page'),
    name: 'Summer Fair 2019',
    account: undefined,
  };
  return [...linked.slice(0, 1), bare, ...linked.slice(1)];
}

export const pageNode: NodeType<Page> = {
  name: 'Page',
  idOf: ({ id }) => id,
  fields: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    category: () => 'Brand',
    // Good for the Page's account alone and, as with long-lived user tokens, for ever.
    access_token: ({ account }, { world, token }) =>
      writeToken(world.seed, { ...token, accounts: account ? [account.id] : [], expiresAt: null }),
    tasks: () => ['ANALYZE', 'ADVERTISE', 'MESSAGING', 'MODERATE', 'CREATE_CONTENT', 'MANAGE'],
  },
  edges: {
    instagram_business_account: (call, { account }, _params, fields) =>
      account && project(call, userNode, account, fields),
  },
};

/** `/me/accounts`. Without the permission the platform answers an empty list rather than an error. */
export function userPages(call: Call, params: Params, fields: readonly Field[]): object {
  const allowed =
    call.token.scopes.includes('pages_show_list') && call.token.scopes.includes('business_management');
  const pages = allowed ? pagesOf(call) : [];
  const limit = limitOf(params.limit);
  const { after, before } = params;
  const page = cut(pages, (item) => ({ rank: -pages.indexOf(item), id: item.id }), { after, before, limit });
  const data = page.data.map((item) => project(call, pageNode, item, fields));
  if (page.before === undefined || page.after === undefined) return { data };
  const kept = { ...(params.fields !== undefined && { fields: params.fields }), limit: String(limit) };
  return {
    data,
    paging: {
      cursors: { before: page.before, after: page.after },
      ...(page.hasPrevious && { previous: linkTo(call, 'me/accounts', { ...kept, before: page.before }) }),
      ...(page.hasNext && { next: linkTo(call, 'me/accounts', { ...kept, after: page.after }) }),
    },
  };
}
