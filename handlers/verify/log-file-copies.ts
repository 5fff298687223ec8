/** The copies of log files at hand. */

import type { DigestedFile } from '../../domain/digests/digest.ts';
import { liesAt, nameIn, type Place } from '../../domain/digests/place.ts';
import type { FoundLogFile } from '../../domain/digests/proof-gap.ts';

/** Files by their names, of which several may lie in different places. */
export class LogFileCopies<Copy extends { readonly place: Place }> {
  private readonly byName = new Map<string, Copy[]>();

  add(copy: Copy): void {
    const name = nameIn(copy.place.kind === 'file' ? copy.place.path : copy.place.key);
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, [copy]);
    else known.push(copy);
  }

  /** Reads the copies of a log file until one is unaltered; else the answer is that of the first one. */
  async read(file: DigestedFile, readCopy: (copy: Copy) => Promise<FoundLogFile>): Promise<FoundLogFile> {
    let found: FoundLogFile = { kind: 'missing' };
    for (const copy of this.byName.get(nameIn(file.object)) ?? []) {
      if (!liesAt(copy.place, file)) continue;
      const here = await readCopy(copy);
      if (here.kind === 'read' && here.hash === file.hash) return here;
      if (found.kind === 'missing') found = here;
    }
    return found;
  }
}
