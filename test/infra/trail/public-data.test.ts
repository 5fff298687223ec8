import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTrailFile } from '../../../infra/trail/read-trail-file.ts';
import { walkTrail } from '../../../infra/trail/trail-paths.ts';

const data = '../shared/data/cloudtrail';

/** Counts stand in the SOURCE.md beside each set. */
describe.skipIf(!existsSync(data))(`public CloudTrail data (skipped where ${data} is absent)`, () => {
  it.each([
    ['invictus', 2900],
    ['stratus', 310],
    ['traildiscover', 315],
  ])('%s: each file is read, and all %d records come out', async (name, records) => {
    const ids: unknown[] = [];
    for await (const found of walkTrail([`${data}/${name}`])) {
      if (found.kind !== 'file') continue;
      const outcome = await readTrailFile(found.path, { record: (each) => ids.push(each) });
      expect(outcome, found.path).toMatchObject({ kind: 'read', malformed: 0, broken: 0, bytes: found.sizeBytes });
    }
    expect(ids).toHaveLength(records);
  });
});
