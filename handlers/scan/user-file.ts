import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { InputError } from '../input-error.ts';

/** A file about one user. */
export interface UserFile {
  readonly user: IamUser;
  readonly path: string;
}

/**
 * The files of an option's `USER=FILE...`, one for a user at most. Throws InputError where no user, or more than one,
 * has the name.
 */
export function userFilesOf(option: string, given: readonly string[], users: readonly IamUser[]): UserFile[] {
  const files = new Map<IamUser, UserFile>();
  for (const text of given) {
    const file = userFileOf(option, text, users);
    if (files.has(file.user)) throw new InputError(`${option} ${text}: ${file.user.userName} was given before`);
    files.set(file.user, file);
  }
  return [...files.values()];
}

/** A name may hold `=`: the text before one of them must be a user's name, or `ACCOUNT/NAME`. */
function userFileOf(option: string, text: string, users: readonly IamUser[]): UserFile {
  const cuts = [...text.matchAll(/=/g)].map(({ index }) => index);
  const found = cuts.flatMap((cut) => {
    const name = text.slice(0, cut).toLowerCase();
    const named = users.filter(({ accountId, userName }) => {
      return [userName, `${accountId}/${userName}`].some((each) => each.toLowerCase() === name);
    });
    return named.map((user) => ({ user, path: text.slice(cut + 1) }));
  });
  const [only, ...others] = found;
  if (only === undefined || only.path === '') {
    throw new InputError(`${option} ${text}: give USER=FILE with the name of a user of the inventory`);
  }
  if (others.length > 0) {
    throw new InputError(`${option} ${text}: several users have this name; give ACCOUNT/USER=FILE`);
  }
  return only;
}
