import { SourceError } from '../errors.js';
import { type LoginName, logins, type OptionalPart } from './logins.js';

/** A refusal for want of a permission, naming the one to grant; any other error as it is. */
export function namingPermission(error: unknown, login: LoginName, part: OptionalPart): unknown {
  if (!(error instanceof SourceError) || error.kind !== 'credentials' || error.recovery !== 'stream')
    return error;
  const permission = logins[login].permissions.find(({ needed }) => needed === part);
  if (!permission) return error;
  const { message, kind, recovery } = error;
  const hint = `Grant ${permission.name} and create a new token`;
  return new SourceError(message, { kind, recovery, hint, cause: error });
}
