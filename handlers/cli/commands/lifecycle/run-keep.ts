import type { UserId } from '../../../../domain/ids.ts';
import { keepUntil } from '../../../../domain/lifecycle/keep-until.ts';
import type { StoredAccount } from '../../../../domain/table/stored-account.ts';
import { knownUsers } from '../../../../domain/table/stored-account.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark } from '../../missing.ts';
import { optionsOf } from '../../options/option-problems.ts';
import type { ProgramContext } from '../../program-context.ts';
import { asCaller } from './open-caller.ts';
import { neededReason, type WordOptions } from './word-options.ts';

/** Writes that a user is needed, until when, why and who says so. */
export async function runKeep(
  who: string,
  options: WordOptions & { readonly until?: string },
  context: ProgramContext,
): Promise<void> {
  const at = clockTime();
  const until = optionsOf(keepUntil(options.until, at));
  const reason = neededReason(options);
  await asCaller(options, async ({ accountId, arn }, table) => {
    const user = userCalled(who, await table.readUsers(accountId, who));
    const keep = { until, reason, by: arn, at };
    await table.writeLifecycle(accountId, { kind: 'keep', userId: user.userId, keep });
    remark(`account ${accountId}: ${user.userName} (${user.userId}) is kept until ${until}`, options);
  });
  context.setExitCode(exitCodes.done);
}

/** The user with this name (in any case), unique id or ARN, by the latest scan. Throws InputError where none is. */
function userCalled(who: string, stored: StoredAccount): { readonly userId: UserId; readonly userName: string } {
  const found = knownUsers(stored).find(
    ({ userId, userName, arn }) => userId === who || arn === who || userName.toLowerCase() === who.toLowerCase(),
  );
  if (found === undefined) {
    throw new InputError(
      `${who}: the table knows no such user of account ${stored.accountId}; lastseen scan --live first`,
    );
  }
  const { userId, userName } = found;
  if (userId === undefined) throw new InputError(`${who}: its unique id is not known; lastseen scan --live finds it`);
  return { userId, userName };
}
