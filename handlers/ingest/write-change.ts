import { creationOf, type IamChange } from '../../domain/cloudtrail/iam-change.ts';
import { creatorEntry } from '../../domain/sightings/entry.ts';
import type { WritePorts } from './ingest-ports.ts';

/** Keeps who created a user. Other changes leave nothing in the table. */
export async function writeChange(change: IamChange, { table }: Pick<WritePorts, 'table'>): Promise<[]> {
  const creation = creationOf(change);
  if (creation === undefined) return [];
  const { userId, creator } = creation;
  await table.apply({ kind: 'creator', accountId: change.accountId, entry: creatorEntry(userId), creator });
  return [];
}
