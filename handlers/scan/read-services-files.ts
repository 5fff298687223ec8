import { unusable } from '../../domain/answer.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { ServicesAccessed } from '../../domain/services/services-accessed.ts';
import { unansweredServices } from '../../domain/services/services-words.ts';
import { servicesOfUser } from '../../domain/verdict/evidence.ts';
import { readServicesFile } from '../../infra/local/services-files.ts';
import { userFilesOf } from './user-file.ts';

/** Answers about services, each of one user, and why others are not used. */
export interface GivenServices {
  readonly services: readonly { readonly user: IamUser; readonly services: ServicesAccessed }[];
  readonly missing: readonly string[];
}

/** Reads the files of `USER=FILE`. Throws InputError as `userFilesOf` does, and InventoryFileError. */
export async function readServicesFiles(given: readonly string[], users: readonly IamUser[]): Promise<GivenServices> {
  const services: GivenServices['services'][number][] = [];
  const missing: string[] = [];
  const leaveOut = ({ userName }: IamUser, path: string, why: string) =>
    missing.push(...unansweredServices([{ userName, failure: unusable(`${path}: ${why}`) }]));
  for (const { user, path } of userFilesOf('--services', given, users)) {
    const answer = await readServicesFile(path, user);
    if (answer.kind === 'failed') leaveOut(user, path, answer.failure.why);
    else if (servicesOfUser(user, answer.value) === undefined) leaveOut(user, path, 'it is older than the user');
    else services.push({ user, services: answer.value });
  }
  return { services, missing };
}
