import { mergeRecordFolds } from '../../domain/cloudtrail/record-fold.ts';
import { mergeProofs } from '../../domain/digests/proof.ts';
import { mergeProvenRegions } from '../../domain/digests/recorded-hours.ts';
import { type CheckedTrail, malformedKept, type SkippedFiles, type TrailReading } from './trail-reading.ts';

/** Joins several readings; do not use them again. Undefined where there is none. */
export function mergeReadings(readings: readonly TrailReading[]): TrailReading | undefined {
  return readings.length === 0 ? undefined : readings.reduce(both);
}

function both(a: TrailReading, b: TrailReading): TrailReading {
  mergeRecordFolds(a.fold, b.fold);
  const accounts = [...(a.accounts ?? []), ...(b.accounts ?? [])];
  const [here, there] = [a.archive, b.archive];
  const archive = here !== undefined && there !== undefined ? bothArchives(here, there) : (here ?? there);
  const checked = bothChecked(a.checked, b.checked);
  return {
    fold: a.fold,
    files: a.files + b.files,
    skippedFiles: bothSkipped(a.skippedFiles, b.skippedFiles),
    unreadable: [...a.unreadable, ...b.unreadable],
    malformedRecords: [...a.malformedRecords, ...b.malformedRecords].slice(0, malformedKept),
    ...(accounts.length > 0 && { accounts }),
    ...(archive !== undefined && { archive }),
    ...(checked !== undefined && { checked }),
  };
}

function bothSkipped(a: SkippedFiles, b: SkippedFiles): SkippedFiles {
  const sums = Object.keys({ ...a, ...b }).map((kind) => [kind, (a[kind] ?? 0) + (b[kind] ?? 0)]);
  return { digest: 0, insight: 0, other: 0, ...Object.fromEntries(sums) };
}

type Archive = NonNullable<TrailReading['archive']>;

function bothArchives(a: Archive, b: Archive): Archive {
  const [objects, alreadyRead, bytes] = [a.objects + b.objects, a.alreadyRead + b.alreadyRead, a.bytes + b.bytes];
  return { objects, alreadyRead, bytes };
}

/** Without keys for one of them nothing of both is told as checked. */
function bothChecked(a: CheckedTrail | undefined, b: CheckedTrail | undefined): CheckedTrail | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.kind === 'no-keys') return a;
  return b.kind === 'no-keys'
    ? b
    : { kind: 'checked', proof: mergeProofs(a.proof, b.proof), regions: mergeProvenRegions(a.regions, b.regions) };
}
