import { z } from 'zod';

/** A user name in settings: with or without @, in lower case from here on. */
export const username = z
  .string('must be quoted text')
  .regex(/^@?[A-Za-z0-9._]{1,30}$/, 'must be an Instagram username')
  .transform((name) => name.replace(/^@/, '').toLowerCase());
