import { mergeRecordFolds } from '../../domain/cloudtrail/record-fold.ts';
import type { TrailReading } from './read-trail.ts';

/** Several readings as one; their folds are used up. Undefined where there is none. */
export function mergeReadings(readings: readonly TrailReading[]): TrailReading | undefined {
  return readings.length === 0 ? undefined : readings.reduce(both);
}

function both(a: TrailReading, b: TrailReading): TrailReading {
  mergeRecordFolds(a.fold, b.fold);
  const sum = (what: keyof TrailReading['skippedFiles']) => a.skippedFiles[what] + b.skippedFiles[what];
  const accounts = [...(a.accounts ?? []), ...(b.accounts ?? [])];
  const [here, there] = [a.archive, b.archive];
  const archive = here !== undefined && there !== undefined ? bothArchives(here, there) : (here ?? there);
  return {
    fold: a.fold,
    files: a.files + b.files,
    skippedFiles: { digest: sum('digest'), insight: sum('insight'), other: sum('other') },
    unreadable: [...a.unreadable, ...b.unreadable],
    malformedRecords: [...a.malformedRecords, ...b.malformedRecords].slice(0, 100),
    ...(accounts.length > 0 && { accounts }),
    ...(archive !== undefined && { archive }),
  };
}

type Archive = NonNullable<TrailReading['archive']>;

function bothArchives(a: Archive, b: Archive): Archive {
  const [objects, alreadyRead, bytes] = [a.objects + b.objects, a.alreadyRead + b.alreadyRead, a.bytes + b.bytes];
  return { objects, alreadyRead, bytes };
}
