import { createHash } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The platform counts media keys from this instant: 2011-08-24T21:07:01.721Z. */
const keyEpoch = 1314220021721n;

/** The media key (`ig_id`) of an upload: its upper bits count milliseconds, the lower 23 tell uploads apart. */
export function mediaKey(uploadedAt: number, salt: number): string {
  return (((BigInt(uploadedAt) - keyEpoch) << 23n) | BigInt(salt & 0x7fffff)).toString();
}

/** base64url of a media key: the code in permalinks. */
export function shortcodeOf(key: string): string {
  let left = BigInt(key);
  let code = '';
  while (left > 0n) {
    code = alphabet[Number(left & 63n)] + code;
    left >>= 6n;
  }
  return code;
}

/** An id of `length` decimal digits, `prefix` included, that depends on the key alone. */
export function decimalId(prefix: string, length: number, ...key: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 30);
  return (
    prefix +
    BigInt(`0x1${digest}`)
      .toString()
      .slice(-(length - prefix.length))
  );
}
