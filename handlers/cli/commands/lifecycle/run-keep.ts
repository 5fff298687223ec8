import { deletedWords } from '../../../../domain/lifecycle/deletion/deletion-words.ts';
import { keepUntil } from '../../../../domain/lifecycle/keep-until.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { readUser } from '../../../lifecycle/read-user.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark } from '../../missing.ts';
import { optionsOf } from '../../options/option-problems.ts';
import type { ProgramContext } from '../../program-context.ts';
import { asCaller } from './open-caller.ts';
import { neededUser } from './user-called.ts';
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
    const user = neededUser(who, await table.readUsers(accountId, who));
    const { lifecycle } = (await readUser(table, accountId, user.userId)).entries;
    if (lifecycle?.state === 'deleted') throw new InputError(`${who}: ${deletedWords(lifecycle)}`);
    const keep = { until, reason, by: arn, at };
    await table.writeLifecycle(accountId, { kind: 'keep', userId: user.userId, keep });
    remark(`account ${accountId}: ${user.userName} (${user.userId}) is kept until ${until}`, options);
  });
  context.setExitCode(exitCodes.done);
}
