import { type Answer, answered, failed, unusable } from '../../domain/answer.ts';
import type { Credential, IamUser } from '../../domain/inventory/iam-user.ts';
import type { SshKeyAnswers } from '../../domain/inventory/ssh-keys.ts';
import { readSshKeyFile } from '../../infra/local/ssh-key-files.ts';
import { userFilesOf } from './user-file.ts';

/** Reads the files of `USER=FILE`. Throws InputError as `userFilesOf` does, and InventoryFileError. */
export async function readSshKeyFiles(given: readonly string[], users: readonly IamUser[]): Promise<SshKeyAnswers> {
  const answers = new Map<IamUser, Answer<readonly Credential[]>>();
  for (const { user, path } of userFilesOf('--ssh-keys', given, users)) {
    const { keys, problem } = await readSshKeyFile(path, user.userName);
    answers.set(user, problem === undefined ? answered(keys) : failed(unusable(`${path}: ${problem}`)));
  }
  return answers;
}
