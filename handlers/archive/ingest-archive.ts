/** The flow of new log files and digests. */

import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { kindOfKey } from '../../domain/archive/trail-key.ts';
import { newRecordFold, type RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { ArchiveContext } from './archive-ports.ts';
import { dailyKeys } from './daily-keys.ts';
import { ingestDigests } from './ingest-digests.ts';
import type { ObjectOutcome } from './read-objects.ts';
import { readFileOf, recordObjects } from './record-objects.ts';

/** The outcomes in the order of the objects, and the counts of their records. */
export interface Archived {
  readonly outcomes: readonly ObjectOutcome[];
  readonly fold: Pick<RecordFold, 'received' | 'recorded' | 'ignored' | 'malformed'>;
}

/**
 * Records the log files among these objects, then checks the digests, so that those that came together need not wait.
 * Where the table cannot be reached, every log file and digest has failed.
 */
export async function ingestArchive(objects: readonly ObjectName[], context: ArchiveContext): Promise<Archived> {
  const [plain, digests] = [objects.filter(isPlain(context)), objects.filter(isChecked(context))];
  try {
    const hashes = await mayProve(objects, context);
    const { outcomes, fold, logFiles } = await recordObjects(plain, context, hashes);
    const keysOf = dailyKeys({ ...context, store: context.proofs });
    const justRead = hashes ? logFiles.flatMap((file) => readFileOf(file) ?? []) : [];
    const ofDigests = await ingestDigests(digests, { ...context, keysOf, fold, justRead });
    const known = new Map([...plain, ...digests].map((object, at) => [object, [...outcomes, ...ofDigests][at]]));
    return { outcomes: objects.map((object) => known.get(object) ?? leftOut), fold };
  } catch (cause) {
    const failed = (object: ObjectName): ObjectOutcome => {
      const kind = kindOfKey(object.key);
      return kind === 'log' || kind === 'digest' ? { kind: 'failed', cause } : { kind: 'skipped', what: kind };
    };
    return { outcomes: objects.map(failed), fold: newRecordFold() };
  }
}

type IsOne = (context: Pick<ArchiveContext, 'digests'>) => (object: ObjectName) => boolean;

const isChecked: IsOne =
  ({ digests }) =>
  ({ key }) =>
    digests !== 'note' && kindOfKey(key) === 'digest';

/** A log file is left out where the digests are read alone. */
const isPlain: IsOne = (context) => (object) =>
  !isChecked(context)(object) && (context.digests !== 'alone' || kindOfKey(object.key) !== 'log');

const leftOut: ObjectOutcome = { kind: 'skipped', what: 'other' };

/** Whether the log files are remembered for digests: once a digest of their bucket was seen. */
async function mayProve(objects: readonly ObjectName[], { proofs }: ArchiveContext): Promise<boolean> {
  const ours = objects.filter(({ key }) => ['log', 'digest'].includes(kindOfKey(key)));
  let holds = false;
  for (const group of groupBy(ours, (object) => object.bucket)) {
    const [{ bucket }] = group;
    const isNews = group.some(({ key }) => kindOfKey(key) === 'digest');
    const isKnown = await proofs.holdsDigests(bucket);
    if (isNews && !isKnown) await proofs.noteDigests(bucket);
    holds ||= isNews || isKnown;
  }
  return holds;
}

/** What to do after an outcome: nothing, another try, or a person must look. */
export type Fate = 'done' | 'again' | 'needs-attention';

/** What to do after an outcome: nothing, another try, or a person must look. */
export function fateOf({ kind }: ObjectOutcome): Fate {
  switch (kind) {
    case 'read':
    case 'skipped':
      return 'done';
    case 'failed':
    case 'left':
    case 'waiting':
      return 'again';
    case 'missing':
    case 'denied':
    case 'archived':
    case 'too-large':
    case 'unreadable':
    case 'malformed':
    case 'altered':
      return 'needs-attention';
    default:
      return kind satisfies never;
  }
}
