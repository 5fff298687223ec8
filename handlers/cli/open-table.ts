import type { DataFolderMode } from '../../infra/local/data-folder.ts';
import type { ArchiveCheckpoints } from '../../infra/ports/archive-checkpoints.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import type { PublicKeyStore } from '../../infra/ports/public-key-store.ts';
import { InputError } from '../input-error.ts';

export interface TableOptions {
  readonly data: string;
  readonly table?: string;
  readonly endpoint?: string;
}

/** The table, and what it remembers of archives, of public keys and of users on their way out. */
export type OpenTable = LastSeenTable & ArchiveCheckpoints & LifecycleStore & PublicKeyStore;

/**
 * Opens the embedded table, or the one in DynamoDB that `--table` names. Only that one is loaded: DynamoDB's client
 * takes longer to load than the embedded table to open. Throws InputError where it is not a table of Lastseen.
 */
export async function openTable({ data, table, endpoint }: TableOptions, mode: DataFolderMode): Promise<OpenTable> {
  if (table === undefined) {
    if (endpoint !== undefined) throw new InputError('--endpoint needs --table NAME beside it');
    const { openEmbeddedTable } = await import('../../infra/local/embedded-table.ts');
    return openEmbeddedTable(data, mode);
  }
  const { openDynamodbTable } = await import('../open-dynamodb-table.ts');
  return openDynamodbTable(table, endpoint);
}
