import { type Answer, answered, failed, unusable } from '../../domain/answer.ts';
import type { Credential, IamUser } from '../../domain/inventory/iam-user.ts';
import type { SshKeyAnswers } from '../../domain/inventory/ssh-keys.ts';
import { readSshKeyFile } from '../../infra/local/ssh-key-files.ts';
import { InputError } from '../input-error.ts';

/**
 * Reads the files of `USER=FILE`. Throws InputError where no user, or more than one, has the name, and
 * InventoryFileError.
 */
export async function readSshKeyFiles(given: readonly string[], users: readonly IamUser[]): Promise<SshKeyAnswers> {
  const answers = new Map<IamUser, Answer<readonly Credential[]>>();
  for (const text of given) {
    const { user, path } = partsOf(text, users);
    if (answers.has(user)) throw new InputError(`--ssh-keys ${text}: ${user.userName} was given before`);
    const { keys, problem } = await readSshKeyFile(path, user.userName);
    answers.set(user, problem === undefined ? answered(keys) : failed(unusable(`${path}: ${problem}`)));
  }
  return answers;
}

/** A name may hold `=`: the text before one of them must be a user's name, or `ACCOUNT/NAME`. */
function partsOf(text: string, users: readonly IamUser[]): { user: IamUser; path: string } {
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
    throw new InputError(`--ssh-keys ${text}: give USER=FILE with the name of a user of the inventory`);
  }
  if (others.length > 0)
    throw new InputError(`--ssh-keys ${text}: several users have this name; give ACCOUNT/USER=FILE`);
  return only;
}
