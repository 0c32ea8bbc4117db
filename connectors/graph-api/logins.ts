/** Keys of the settings that switch on what is not read otherwise. */
export const optionalParts = ['comments', 'tags', 'competitors', 'hashtags'] as const;
export type OptionalPart = (typeof optionalParts)[number];

/** Gives a token in exchange for another. */
export interface TokenEndpoint {
  readonly path: string;
  readonly grant: string;
  /** The parameter that carries the token. */
  readonly parameter: string;
}

/** What the two API flavours can do. Code asks this table, it does not branch on the login. */
export interface Login {
  readonly title: string;
  readonly host: string;
  /** How the accounts of a token are found. */
  readonly discovery: { readonly path: string; readonly fields: string; readonly via: 'pages' | 'token' };
  readonly profileFields: readonly string[];
  readonly mediaFields: readonly string[];
  readonly childFields: readonly string[];
  /** Parts that need asking for in the settings, and can be had through this login. */
  readonly offers: readonly OptionalPart[];
  /** What keeps a token alive. Paths stand below the host; `null`: this login has no such endpoint. */
  readonly tokens: {
    /** Says what a token may do, and when it ends. */
    readonly inspect: string | null;
    /** 60 days for a token of 1 or 2 hours; needs the app secret. */
    readonly exchange: TokenEndpoint;
    /** Another 60 days for a token of 60 days. */
    readonly refresh: TokenEndpoint | null;
  };
  readonly permissions: readonly {
    readonly name: string;
    readonly needed: 'always' | 'insights' | OptionalPart;
  }[];
  readonly newToken: string;
}

/** What a profile tells through both logins, of other accounts too. */
export const commonProfile = [
  'id',
  'username',
  'name',
  'biography',
  'website',
  'followers_count',
  'follows_count',
  'media_count',
];

/** What a post is, without its counters. No media_url and thumbnail_url: they are signed, expire and differ at every call. */
export const describingFields = [
  'id',
  'shortcode',
  'permalink',
  'username',
  'media_type',
  'media_product_type',
  'caption',
  'timestamp',
];
const commonMedia = [
  ...describingFields,
  'like_count',
  'comments_count',
  'is_comment_enabled',
  'is_shared_to_feed',
  'alt_text',
  'is_ai_generated',
];

/** About the media file itself: one of them that the platform cannot read fails the whole page. */
export const fileFields: readonly string[] = ['alt_text', 'media_audio_type'];

/** Enough to know a post and its two public counters; asked when a page with all fields fails. */
export const minimalMediaFields = [
  'id',
  'permalink',
  'media_type',
  'media_product_type',
  'timestamp',
  'like_count',
  'comments_count',
];

export const logins = {
  facebook: {
    title: 'Facebook Login',
    host: 'https://graph.facebook.com',
    discovery: {
      path: '/me/accounts',
      fields: 'id,name,tasks,instagram_business_account{id,username}',
      via: 'pages',
    },
    profileFields: commonProfile,
    mediaFields: [
      ...commonMedia,
      'ig_id',
      'has_poll',
      'has_slider',
      'media_audio_type',
      'reposts_count',
      'saved_count',
      'shares_count',
      'total_like_count',
      'total_comments_count',
      'total_views_count',
    ],
    childFields: ['id', 'media_type', 'permalink', 'timestamp'],
    offers: ['comments', 'tags', 'competitors', 'hashtags'],
    tokens: {
      inspect: '/{version}/debug_token',
      exchange: {
        path: '/{version}/oauth/access_token',
        grant: 'fb_exchange_token',
        parameter: 'fb_exchange_token',
      },
      refresh: null,
    },
    permissions: [
      { name: 'instagram_basic', needed: 'always' },
      { name: 'pages_show_list', needed: 'always' },
      { name: 'pages_read_engagement', needed: 'always' },
      { name: 'instagram_manage_insights', needed: 'insights' },
      { name: 'instagram_manage_comments', needed: 'comments' },
      { name: 'instagram_manage_comments', needed: 'tags' },
    ],
    newToken:
      'Create a token with instagram_basic, instagram_manage_insights, pages_show_list and pages_read_engagement, exchange it for a long-lived one (or use a system user)',
  },
  instagram: {
    title: 'Instagram Login',
    host: 'https://graph.instagram.com',
    discovery: { path: '/me', fields: 'id,user_id,username,account_type', via: 'token' },
    profileFields: [...commonProfile, 'user_id', 'account_type'],
    mediaFields: commonMedia,
    childFields: ['id', 'media_type', 'permalink', 'timestamp'],
    offers: ['comments'],
    tokens: {
      inspect: null,
      exchange: { path: '/access_token', grant: 'ig_exchange_token', parameter: 'access_token' },
      refresh: { path: '/refresh_access_token', grant: 'ig_refresh_token', parameter: 'access_token' },
    },
    permissions: [
      { name: 'instagram_business_basic', needed: 'always' },
      { name: 'instagram_business_manage_insights', needed: 'insights' },
      { name: 'instagram_business_manage_comments', needed: 'comments' },
    ],
    newToken:
      'Log in again with instagram_business_basic and instagram_business_manage_insights and exchange the code for a 60-day token',
  },
} as const satisfies Record<string, Login>;

export type LoginName = keyof typeof logins;
