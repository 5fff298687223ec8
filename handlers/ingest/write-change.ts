import { creationOf, type IamChange, shelterOf } from '../../domain/cloudtrail/iam-change.ts';
import { creatorEntry, shelterEntry } from '../../domain/sightings/entry.ts';
import { answerChange } from './answer-returns.ts';
import type { IngestPorts } from './ingest-ports.ts';
import type { WriteContext } from './last-seen-work.ts';

type ChangeContext = Pick<IngestPorts, 'table' | 'returns' | 'actsIn' | 'shelterTags'> & Pick<WriteContext, 'now'>;

/**
 * Keeps who created a user, and who sheltered one by a tag. A change of a quarantined user is answered; any other
 * leaves nothing in the table.
 */
export async function writeChange(change: IamChange, context: ChangeContext): Promise<[]> {
  const creation = creationOf(change);
  if (creation === undefined) {
    await writeShelter(change, context);
    await answerChange(change, context);
    return [];
  }
  const { accountId } = change;
  const { userId, creator } = creation;
  await context.table.apply({ kind: 'creator', accountId, entry: creatorEntry(userId), creator });
  return [];
}

async function writeShelter(change: IamChange, { table, shelterTags = [] }: ChangeContext): Promise<void> {
  const { accountId, userName } = change;
  const shelter = shelterOf(change, shelterTags);
  if (shelter === undefined) return;
  await table.apply({ kind: 'shelter', accountId, entry: shelterEntry(userName), shelter });
}
