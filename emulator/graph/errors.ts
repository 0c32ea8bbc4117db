/** One refusal of the API. `{name}` in texts is filled in. Wording as observed or documented. */
export interface ErrorEntry {
  readonly status: number;
  readonly code: number;
  readonly subcode?: number;
  /** `OAuthException` when not given; `IGApiException` on the Instagram host for code 100. */
  readonly type?: string;
  readonly message: string;
  readonly transient?: boolean;
  readonly title?: string;
  readonly text?: string;
  readonly data?: object;
}

export const errors = {
  'token-missing': {
    status: 400,
    code: 190,
    message: 'An access token is required to request this resource.',
  },
  'token-malformed': {
    status: 400,
    code: 190,
    message: 'Invalid OAuth access token - Cannot parse access token',
  },
  'token-expired': {
    status: 400,
    code: 190,
    subcode: 463,
    message: 'Error validating access token: Session has expired on {expired}. The current time is {now}.',
  },
  'token-invalidated': {
    status: 400,
    code: 190,
    subcode: 460,
    message:
      'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
  },
  'proof-missing': {
    status: 400,
    code: 100,
    type: 'GraphMethodException',
    message: 'API calls from the server require an appsecret_proof argument',
  },
  'proof-wrong': {
    status: 400,
    code: 100,
    type: 'GraphMethodException',
    message: 'Invalid appsecret_proof provided in the API argument',
  },
  'permission-missing': {
    status: 403,
    code: 10,
    message: '(#10) Application does not have permission for this action',
  },
  'permission-refused': {
    status: 403,
    code: 200,
    message: '(#200) Requires an extended permission to access this endpoint',
  },
  'account-restricted': {
    status: 400,
    code: 25,
    subcode: 2207050,
    message: 'The Instagram account is restricted',
    transient: false,
    title: 'Account restricted',
    text: 'The Instagram account is inactive, checkpointed or restricted. Log in to the Instagram app and complete what it asks for.',
  },
  'policy-blocked': {
    status: 400,
    code: 368,
    message: 'The action attempted has been deemed abusive or is otherwise disallowed',
    transient: false,
  },
  'spam-blocked': {
    status: 400,
    code: 4,
    subcode: 2207051,
    message: 'Application request limit reached',
    transient: false,
    title: 'Action is blocked',
    text: 'We restrict certain activity to protect our community.',
  },
  'object-missing': {
    status: 400,
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message:
      "Unsupported get request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
  },
  'target-missing': {
    status: 400,
    code: 110,
    subcode: 2207013,
    message: 'Invalid user id',
    transient: false,
    title: 'Cannot find User',
    text: 'The user with username: {username} cannot be found.',
  },
  'hashtags-spent': {
    status: 400,
    code: 18,
    subcode: 2207034,
    message: '(#18) Maximum number of hashtags queried for this 7 day period',
  },
  'hashtag-missing': { status: 400, code: 24, message: 'The requested resource does not exist' },
  'batch-too-long': {
    status: 400,
    code: 100,
    type: 'GraphBatchException',
    message: 'Too many requests in batch message. Maximum batch size is {most}',
  },
  'batch-malformed': {
    status: 400,
    code: 100,
    type: 'GraphBatchException',
    message: 'Invalid batch: expected a JSON array of requests',
  },
  'ids-too-many': {
    status: 400,
    code: 100,
    message: '(#100) Too many IDs. Maximum: {most}. Provided: {given}.',
  },
  'ids-missing': {
    status: 400,
    code: 803,
    message: '(#803) Some of the aliases you requested do not exist: {ids}',
  },
  'unknown-path': { status: 400, code: 2500, message: 'Unknown path components: /{path}' },
  'field-missing': {
    status: 400,
    code: 100,
    message: '(#100) Tried accessing nonexisting field ({field}) on node type ({type})',
  },
  'field-syntax': {
    status: 400,
    code: 2500,
    message: 'Syntax error "{problem}" at character {position}: {text}',
  },
  'parameter-missing': { status: 400, code: 100, message: '(#100) The parameter {name} is required' },
  'parameter-invalid': { status: 400, code: 100, message: '(#100) Param {name} {problem}' },
  'video-missing': { status: 400, code: 9005, message: '(#9005) Video content was not found' },
  'metric-unknown': {
    status: 400,
    code: 100,
    message: '(#100) metric[{index}] must be one of the following values: {values}',
  },
  'metric-unsupported': {
    status: 400,
    code: 100,
    message:
      '(#100) The Media Insights API does not support the {metric} metric for this media product type.',
  },
  'metric-withdrawn': {
    status: 400,
    code: 100,
    message:
      '(#100) Starting from version 22 and above, the {metric} metric is no longer supported for the queried media. For more information, refer to https://developers.facebook.com/docs/instagram-api/reference/ig-media/insights.',
  },
  'metric-not-crossposted': {
    status: 400,
    code: 100,
    message: '(#100) The {metric} metric is only available for media that has been shared to Facebook.',
  },
  'metric-type-needed': {
    status: 400,
    code: 100,
    message:
      '(#100) The following metrics ({metrics}) should be specified with parameter metric_type=total_value',
  },
  'metric-type-refused': {
    status: 400,
    code: 100,
    message: '(#100) The following metric ({metrics}) is incompatible with the metric type ({type})',
  },
  'period-refused': {
    status: 400,
    code: 100,
    message: '(#100) The following metrics ({metrics}) are incompatible with the period ({period})',
  },
  'breakdown-refused': { status: 500, code: 1, message: 'An unknown error has occurred.' },
  'breakdown-incompatible': {
    status: 400,
    code: 100,
    message: '(#100) Incompatible breakdowns ({breakdown}) for metric ({metric})',
  },
  'window-too-long': {
    status: 400,
    code: 100,
    message: '(#100) There cannot be more than 30 days (2592000 s) between since and until.',
  },
  'window-reversed': { status: 400, code: 100, message: '(#100) since param cannot be later than until' },
  'window-too-old': {
    status: 400,
    code: 100,
    message:
      '(#100) ({metric}) metric only supports querying data for the last 30 days excluding the current day',
  },
  'timeframe-missing': {
    status: 400,
    code: 100,
    message: '(#100) The parameter timeframe is required for the metric ({metric})',
  },
  'before-conversion': {
    status: 400,
    code: 100,
    subcode: 2108006,
    message: 'Invalid parameter',
    transient: false,
    title: 'Media posted before business account conversion',
    text: 'The media was posted before the most recent time that the user’s account was converted to a business account from a personal account.',
    data: { blame_field_specs: [['']] },
  },
  'too-few-viewers': {
    status: 400,
    code: 10,
    message: '(#10) Not enough viewers for the media to show insights',
  },
  'too-few-users': {
    status: 400,
    code: 3006,
    subcode: 2874010,
    message: 'Not enough users',
    transient: false,
  },
  'refresh-too-early': {
    status: 400,
    code: 10,
    message: 'The access token cannot be refreshed yet: it must be at least 24 hours old.',
  },
  'refresh-refused': {
    status: 400,
    code: 190,
    message: 'Error validating access token: this token cannot be refreshed.',
  },
  'code-unknown': {
    status: 400,
    code: 400,
    message: 'Matching code was not found or was already used',
  },
  'redirect-wrong': {
    status: 400,
    code: 400,
    message:
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
  },
  'login-field-missing': { status: 400, code: 400, message: 'Missing required field {name}' },
  'login-secret-wrong': { status: 400, code: 400, message: 'Error validating client secret' },
  'secret-wrong': { status: 400, code: 1, message: 'Error validating client secret.' },
  'grant-unknown': { status: 400, code: 100, message: '(#100) Invalid grant_type: {grant}' },
  'method-unsupported': {
    status: 400,
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: 'Unsupported {method} request.',
  },
  'version-retired': {
    status: 400,
    code: 2635,
    message: '(#2635) You are calling a deprecated version of the API. Please update to the latest version.',
  },
  'account-throttled': {
    status: 400,
    code: 80002,
    subcode: 2446079,
    message:
      '(#80002) There have been too many calls to this Instagram account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
  },
  'app-throttled': {
    status: 400,
    code: 4,
    message: '(#4) Application request limit reached',
    transient: true,
  },
  'user-throttled': { status: 400, code: 17, message: '(#17) User request limit reached' },
  'page-throttled': { status: 400, code: 32, message: '(#32) Page request limit reached' },
  'app-limit': { status: 400, code: 341, message: '(#341) Feed action request limit reached' },
  'custom-limit': {
    status: 400,
    code: 613,
    message: '(#613) Calls to this api have exceeded the rate limit.',
  },
  'pages-throttled': {
    status: 400,
    code: 80001,
    message:
      '(#80001) There have been too many calls to this Page account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
  },
  aborted: {
    status: 400,
    code: 960,
    message:
      '(#960) Request aborted. This could happen if a dependent request failed or the entire request timed out.',
    transient: true,
  },
  'unknown-error': { status: 500, code: 1, message: 'An unknown error has occurred.' },
  'reduce-data': {
    status: 500,
    code: 1,
    message: "Please reduce the amount of data you're asking for, then retry your request",
  },
  unavailable: {
    status: 500,
    code: 2,
    message: 'An unexpected error has occurred. Please retry your request later.',
    transient: true,
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorName = keyof typeof errors;

/** A refusal on its way to the caller. */
export class GraphError extends Error {
  /** With all texts filled in. */
  readonly entry: ErrorEntry;

  constructor(name: ErrorName, values: Readonly<Record<string, string | number>> = {}) {
    const entry: ErrorEntry = errors[name];
    const filled = (text: string) =>
      text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''));
    super(filled(entry.message));
    this.name = 'GraphError';
    this.entry = entry.text === undefined ? entry : { ...entry, text: filled(entry.text) };
  }
}

/** The body of a refused login code; `api.instagram.com` has a shape of its own. */
export const loginErrorBody = ({ entry, message }: GraphError): object => ({
  error_type: 'OAuthException',
  code: entry.code,
  error_message: message,
});

/** The JSON body of a refusal. */
export function errorBody(error: GraphError, host: 'facebook' | 'instagram', traceId: string): object {
  const { entry, message } = error;
  const usual = host === 'instagram' && entry.code === 100 ? 'IGApiException' : 'OAuthException';
  return {
    error: {
      message,
      type: entry.type ?? usual,
      code: entry.code,
      ...(entry.data && { error_data: entry.data }),
      ...(entry.subcode !== undefined && { error_subcode: entry.subcode }),
      ...(entry.transient !== undefined && { is_transient: entry.transient }),
      ...(entry.title && { error_user_title: entry.title }),
      ...(entry.text && { error_user_msg: entry.text }),
      fbtrace_id: traceId,
    },
  };
}
