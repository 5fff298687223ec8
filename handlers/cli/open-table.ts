import type { DataFolderMode } from '../../infra/local/data-folder.ts';
import type { RunLease } from '../../infra/ports/run-lease.ts';
import type { WholeTable } from '../../infra/ports/whole-table.ts';
import { InputError } from '../input-error.ts';

export interface TableOptions {
  readonly data: string;
  readonly table?: string;
  readonly endpoint?: string;
  /** The profile of the AWS configuration that reads and writes the table; absent: that of the program. */
  readonly tableProfile?: string;
}

/** The table, and who may act on it. */
export interface OpenTable extends WholeTable {
  /** Lets one run at a time act on an account; undefined where the table lets in one process anyway. */
  readonly lease?: RunLease | undefined;
}

/**
 * Opens the embedded table, or the one in DynamoDB that `--table` names. Only that one is loaded: DynamoDB's client
 * takes longer to load than the embedded table to open. Throws InputError where it is not a table of Lastseen.
 */
export async function openTable(
  { data, table, endpoint, tableProfile }: TableOptions,
  mode: DataFolderMode,
): Promise<OpenTable> {
  if (table === undefined) {
    if (endpoint !== undefined) throw new InputError('--endpoint needs --table NAME beside it');
    const { openEmbeddedTable } = await import('../../infra/local/embedded-table.ts');
    return openEmbeddedTable(data, mode);
  }
  const { openDynamodbTable } = await import('../open-dynamodb-table.ts');
  return openDynamodbTable(table, endpoint, tableProfile);
}
