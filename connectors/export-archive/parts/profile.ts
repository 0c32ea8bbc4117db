import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../http/json.js';
import { username as usernameIn } from '../../imports/cells.js';
import { labelsOf } from '../labelled.js';
import { type LabelTable, recognize } from '../labels.js';
import { type Part, refOf } from '../part.js';

type Role = 'username' | 'name' | 'biography' | 'website';

const labels: LabelTable<Role> = {
  username: [
    'username',
    'benutzername',
    'nome de usuario',
    'nome de utilizador',
    'nom d utilisateur',
    'nom utilisateur',
    'nom de profil',
    'nombre de usuario',
    'nome utente',
  ],
  name: ['name', 'nome', 'nom', 'nombre'],
  biography: ['bio', 'biography', 'steckbrief', 'biografie', 'biografia', 'biographie', 'presentacion'],
  website: ['website', 'webseite', 'site', 'site web', 'sitio web', 'sito web'],
};

/** Who the account is. The file also holds its e-mail address, phone number and birthday: these are left where they are. */
export const profile: Part = {
  name: 'profile',
  title: 'profile',
  stream: 'accounts',
  isAt: (folder, name) =>
    ['personal_information', 'account_information', 'information_about_you'].includes(folder) &&
    name === 'personal_information',
  keep(entry) {
    const object = objectOf(entry);
    const own = (key: string, held: Json | undefined): boolean =>
      labelsOf({ [key]: held }).some((label) => recognize([label], labels).roles.size > 0);
    const older = Object.entries(objectOf(object.string_map_data))
      .filter(([label, held]) => own('string_map_data', { [label]: held }))
      .map(([label, held]) => [label, { value: textOf(objectOf(held).value) ?? '' }]);
    const newer = listOf(object.label_values).filter((held) => own('label_values', [held]));
    return { string_map_data: Object.fromEntries(older), label_values: newer };
  },
  items: (entries, about) =>
    entries.map((entry) => {
      const { roles } = recognize(labelsOf(entry.kept), labels);
      const said = (role: Role): string | null => roles.get(role)?.value?.replaceAll('\0', '') ?? null;
      return {
        ref: refOf(entry),
        records: [
          {
            stream: 'accounts',
            values: {
              account_ref: about.account,
              username: usernameOf(entry.kept),
              name: said('name'),
              biography: said('biography'),
              website: said('website'),
              followers: null,
              follows: null,
              media_count: null,
              is_own: true,
              time_zone: about.timeZone,
              observed_at: about.observedAt,
            },
          },
        ],
      };
    }),
};

/** The handle that the file states; `null` when it has none, or none under a label that is known. */
export function usernameOf(kept: JsonObject): string | null {
  return usernameIn(recognize(labelsOf(kept), labels).roles.get('username')?.value ?? '');
}
