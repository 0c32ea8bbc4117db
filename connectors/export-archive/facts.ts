/** What people need to know of archives before they import one; for `docs/imports.md`. */
export const archiveFacts = {
  title: 'archive of an account',
  origin:
    'Instagram → Accounts Center → Download your information, in JSON; zip, folder or all parts, old and new layouts; English, German, Portuguese, French, Spanish and some Italian',
  reads:
    'profile; posts, reels, videos and stories with text and time; their insights; reach, interactions and audience over the stated range; followers and accounts followed by the day they began',
  unknown:
    'Posts have neither link nor id: the second tells them apart. There is no history of the follower count, only who stayed. Places, devices, people, messages and e-mail addresses are not read; nor are changes against earlier ranges and parts by format. Fields that are not read, and labels that are not known, are named with their number',
} as const;
