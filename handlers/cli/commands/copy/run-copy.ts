import { resolve } from 'node:path';
import { copyAccount } from '../../../accounts/copy-account.ts';
import { InputError } from '../../../input-error.ts';
import { countWords } from '../../../report/count-words.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark } from '../../missing.ts';
import { openTable, type TableOptions } from '../../open-table.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';

/** What `lastseen copy` is told: two tables. */
export interface CopyOptions extends CommonOptions, TableOptions {
  readonly fromTable?: string;
  readonly fromData?: string;
  readonly fromEndpoint?: string;
}

/** Copies every account of one table into another, and says how much that was. */
export async function runCopy(options: CopyOptions, context: ProgramContext): Promise<void> {
  const source = sourceOf(options);
  const from = await openTable(source, 'existing');
  try {
    const to = await openTable(options, 'create');
    try {
      await withPatience(options, 'copying', async () => {
        for (const accountId of await from.accounts()) {
          const writes = await copyAccount(accountId, from, to);
          remark(
            `account ${accountId}: ${writes === 0 ? 'all of it was there' : countWords(writes, 'write')}`,
            options,
          );
        }
      });
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
  context.setExitCode(exitCodes.done);
}

function sourceOf({ fromTable, fromData, fromEndpoint, table, endpoint, data }: CopyOptions): TableOptions {
  if ((fromTable === undefined) === (fromData === undefined)) {
    throw new InputError('copy: give --from-table or --from-data, the table to copy from');
  }
  const isSameTable = fromTable !== undefined && fromTable === table && fromEndpoint === endpoint;
  const isSameFolder = fromData !== undefined && table === undefined && resolve(fromData) === resolve(data);
  if (isSameTable || isSameFolder)
    throw new InputError('copy: both are the same table; give another --table or --data');
  return {
    data: fromData ?? data,
    ...(fromTable !== undefined && { table: fromTable }),
    ...(fromEndpoint !== undefined && { endpoint: fromEndpoint }),
  };
}
