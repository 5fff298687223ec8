import { resolve } from 'node:path';
import type { AccountId } from '../../../../domain/ids.ts';
import { copyAccount } from '../../../accounts/copy-account.ts';
import { checkProfile } from '../../../aws-profile.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { accountsToRead } from '../../../query/accounts-to-read.ts';
import { countWords } from '../../../report/count-words.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark } from '../../missing.ts';
import { type OpenTable, openTable, type TableOptions } from '../../open-table.ts';
import { type AccountOptions, accountsOf } from '../../options/account-options.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';

/** What `lastseen copy` is told: two tables, and which accounts. */
export interface CopyOptions extends CommonOptions, TableOptions, AccountOptions {
  readonly fromTable?: string;
  readonly fromData?: string;
  readonly fromEndpoint?: string;
  readonly fromProfile?: string;
}

/** Copies accounts of one table into another, says how much that was, and what could not be taken along. */
export async function runCopy(options: CopyOptions, context: ProgramContext): Promise<void> {
  const source = sourceOf(options);
  if (options.fromProfile !== undefined) await checkProfile(options.fromProfile, '--from-profile');
  const { chosen } = await accountsOf(options);
  const from = await openTable(source, 'existing');
  try {
    const accounts = await accountsToRead(from, chosen);
    if (accounts.length === 0) throw new InputError('copy: the table to copy from has no account');
    const to = await openTable(options, 'create');
    const copy = async () => copyAll(accounts, from, to, options);
    const isWhole = await withPatience(options, 'copying', copy).finally(() => to.close());
    context.setExitCode(isWhole ? exitCodes.done : exitCodes.unusable);
  } finally {
    await from.close();
  }
}

/** One account after the other: each is whole before the next. False where something stays behind. */
async function copyAll(
  accounts: readonly AccountId[],
  from: OpenTable,
  to: OpenTable,
  options: CommonOptions,
): Promise<boolean> {
  let isWhole = true;
  for (const accountId of accounts) {
    const { writes, left } = await copyAccount(accountId, from, to, clockTime());
    remark(`account ${accountId}: ${writes === 0 ? 'all of it was there' : countWords(writes, 'write')}`, options);
    for (const words of left) remark(`account ${accountId}: not copied: ${words}`, {});
    isWhole &&= left.length === 0;
  }
  return isWhole;
}

function sourceOf(options: CopyOptions): TableOptions {
  const { fromTable, fromData, fromEndpoint, fromProfile, table, endpoint, data } = options;
  if ((fromTable === undefined) === (fromData === undefined)) {
    throw new InputError('copy: give --from-table or --from-data, the table to copy from');
  }
  if (fromTable === undefined && (fromEndpoint ?? fromProfile) !== undefined)
    throw new InputError('copy: --from-endpoint and --from-profile need --from-table beside them');
  const isSameTable = fromTable !== undefined && fromTable === table && fromEndpoint === endpoint;
  const isSameFolder = fromData !== undefined && table === undefined && resolve(fromData) === resolve(data);
  if ((isSameTable && fromProfile === undefined) || isSameFolder)
    throw new InputError('copy: both are the same table; give another --table or --data');
  return {
    data: fromData ?? data,
    ...(fromTable !== undefined && { table: fromTable }),
    ...(fromEndpoint !== undefined && { endpoint: fromEndpoint }),
    ...(fromProfile !== undefined && { tableProfile: fromProfile }),
  };
}
