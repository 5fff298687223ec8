import { utf8Bytes } from '../../plain-text.ts';

/**
 * What one call of `BatchImportFindings` takes.
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
const batchLimits = { findings: 100, bytes: 6_000_000 } as const;

/**
 * Divides things into batches that one call takes, in their order; `toSend` is what the call has of one. One finding is
 * far below the 240 KB that it may have: each of its texts is cut.
 */
export function importBatches<T>(things: readonly T[], toSend: (thing: T) => object): T[][] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const thing of things) {
    const size = utf8Bytes(JSON.stringify(toSend(thing)));
    const last = batches.at(-1);
    if (last === undefined || last.length >= batchLimits.findings || bytes + size > batchLimits.bytes) {
      batches.push([thing]);
      bytes = size;
    } else {
      last.push(thing);
      bytes += size;
    }
  }
  return batches;
}
