import { type AccessKeyAnswers, unansweredKeyIds, withKeyIds } from '../domain/inventory/access-keys.ts';
import type { CompletedInventory } from '../domain/inventory/gathered-inventory.ts';
import type { IamUser } from '../domain/inventory/iam-user.ts';
import { notLookedAt, type SshKeyAnswers, unansweredSshKeys, withSshKeysOf } from '../domain/inventory/ssh-keys.ts';
import type { Question } from '../domain/question.ts';
import { usersToAskAbout } from '../domain/reconcile/users-to-ask-about.ts';
import type { StoredAccount } from '../domain/table/stored-account.ts';

/** The lists that IAM gives of one user at a time. Neither throws: each failure is part of the answer. */
export interface KeyPorts {
  /**
   * Reads the SSH keys of these users, one call for each, as long as there is time; whom it did not ask about is not
   * among the answers.
   */
  readonly sshKeys: (users: readonly IamUser[], hasTime: () => boolean) => Promise<SshKeyAnswers>;
  /** Reads the access keys of these users in the same way. */
  readonly accessKeys: (users: readonly IamUser[], hasTime: () => boolean) => Promise<AccessKeyAnswers>;
  /** Hears of how many users the lists will be read, before they are. Not called where there are none. */
  readonly beforeKeys: (users: { readonly sshKeys: number; readonly accessKeys: number }) => void;
}

/**
 * Asks IAM what it lists of one user at a time, of the users in question alone: SSH keys, on which verdicts depend,
 * then the ids of unused access keys, which only name them. Of whom there was no time to ask, the verdict says that
 * SSH keys were not looked at, and a key is called by its column.
 */
export async function askForKeys(
  users: readonly IamUser[],
  stored: StoredAccount,
  question: Question,
  ports: KeyPorts,
  hasTime: () => boolean,
): Promise<CompletedInventory> {
  const asked = usersToAskAbout(stored, users, question);
  const [forSsh, forIds] = [asked.sshKeys.length, asked.accessKeys.length];
  if (forSsh + forIds > 0) ports.beforeKeys({ sshKeys: forSsh, accessKeys: forIds });
  const sshKeys = await ports.sshKeys(asked.sshKeys, hasTime);
  const accessKeys = await ports.accessKeys(asked.accessKeys, hasTime);
  return {
    users: users.map((user) => withSshKeysOf(withKeyIds(user, accessKeys.get(user)), sshKeys.get(user))),
    missing: [
      ...unansweredSshKeys(sshKeys),
      ...notLookedAt('SSH keys', forSsh - sshKeys.size),
      ...unansweredKeyIds(accessKeys),
      ...notLookedAt('ids of access keys', forIds - accessKeys.size),
    ],
  };
}
