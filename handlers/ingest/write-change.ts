import { creationOf, type IamChange } from '../../domain/cloudtrail/iam-change.ts';
import { creatorEntry } from '../../domain/sightings/entry.ts';
import { answerChange } from './answer-returns.ts';
import type { IngestPorts } from './ingest-ports.ts';
import type { WriteContext } from './last-seen-work.ts';

/** Keeps who created a user. A change of a quarantined user is answered; any other leaves nothing in the table. */
export async function writeChange(
  change: IamChange,
  context: Pick<IngestPorts, 'table' | 'returns'> & Pick<WriteContext, 'now'>,
): Promise<[]> {
  const creation = creationOf(change);
  if (creation === undefined) {
    await answerChange(change, context);
    return [];
  }
  const { accountId } = change;
  const { userId, creator } = creation;
  await context.table.apply({ kind: 'creator', accountId, entry: creatorEntry(userId), creator });
  return [];
}
