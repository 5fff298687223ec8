import { expect, it } from 'vitest';
import { parseSelection, type RawSelection } from '../../../domain/archive/archive-selection.ts';
import { bucketTrail } from '../../../handlers/verify/bucket-trail.ts';
import { okOf } from '../../domain/ok-of.ts';
import { signedTrail } from '../../fakes/trail/signed-trail.ts';
import { trailStore } from '../../fakes/trail/trail-store.ts';

/** From 2026-11-20 to 2026-12-04, two Regions. */
const hours = 14 * 24 + 1;
const objects = new Map(
  ['eu-west-1', 'us-east-1'].flatMap((region) => [...signedTrail({ region, hours, files: { 0: 1 } })]),
);

async function find(raw: RawSelection) {
  const { store, listed } = trailStore(objects);
  const found = await bucketTrail({ bucket: 'logs', prefix: '' }, store, okOf(parseSelection(raw))).findDigests();
  return { digests: found.digests.map(({ digest }) => digest), listed };
}

it('lists the days of folders that a selection may need, and no others', async () => {
  const { digests, listed } = await find({ since: '2026-11-24T00:00:00Z', until: '2026-11-25T00:00:00Z' });
  expect(digests.map(({ to }) => to.slice(0, 10)).filter((day) => day < '2026-11-23' || day > '2026-11-25')).toEqual(
    [],
  );
  expect(digests.filter(({ from }) => from.startsWith('2026-11-24'))).toHaveLength(2 * 24);
  const days = listed.flatMap((prefix) => /CloudTrail-Digest\/(.*\/\d\d\/\d\d)\//.exec(prefix)?.[1] ?? []);
  expect(days).toEqual(
    ['eu-west-1', 'us-east-1'].flatMap((region) => [23, 24, 25].map((day) => `${region}/2026/11/${day}`)),
  );
});

it('lists a month at once that lies wholly within the selection', async () => {
  const { digests, listed } = await find({ since: '2026-10-30', regions: 'eu-west-1' });
  expect(digests).toHaveLength(hours);
  expect(listed.filter((prefix) => /\/2026\/\d\d\//.test(prefix))).toEqual(
    ['11', '12'].map((month) => `AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/${month}/`),
  );
});

it('lists everything at once that no selection restricts, and no folder of log files', async () => {
  const { digests, listed } = await find({});
  expect(digests).toHaveLength(2 * hours);
  expect(listed.filter((prefix) => /CloudTrail/.test(prefix))).toEqual(['AWSLogs/111122223333/CloudTrail-Digest/']);
});

it('finds them where the prefix of the trail has the name of a folder of log files', async () => {
  const below = new Map(signedTrail({ prefix: 'logs/CloudTrail/', hours: 3 }));
  const found = await bucketTrail({ bucket: 'logs', prefix: '' }, trailStore(below).store).findDigests();
  expect([found.digests.length, found.unreadable]).toEqual([3, []]);
});
