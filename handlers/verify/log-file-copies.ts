import type { DigestedFile } from '../../domain/digests/digest.ts';
import { liesAt, type Place } from '../../domain/digests/place.ts';
import type { FoundLogFile } from '../../domain/digests/proof-gap.ts';

/** Reads the copies of a log file until one is unaltered; else the answer is that of the first one. */
export async function bestCopy<Copy extends { readonly place: Place }>(
  file: DigestedFile,
  copies: readonly Copy[],
  read: (copy: Copy) => Promise<FoundLogFile>,
): Promise<FoundLogFile> {
  let found: FoundLogFile = { kind: 'missing' };
  for (const copy of copies) {
    if (!liesAt(copy.place, file)) continue;
    const here = await read(copy);
    if (here.kind === 'read' && here.hash === file.hash) return here;
    if (found.kind === 'missing') found = here;
  }
  return found;
}
