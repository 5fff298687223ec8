import { expect, test } from 'vitest';
import { benchActivity } from './ingest-activity-bench.ts';
import { benchBundle } from './ingest-bundle-bench.ts';

test('an hour of a busy user costs at most 1.1 writes, however much it calls', async () => {
  const { resolutions } = await benchActivity(2_500);
  const hourly = resolutions.find(({ resolutionMinutes, sandboxes }) => resolutionMinutes === 60 && sandboxes === 1);
  expect(hourly?.writesPerActiveHour).toBeLessThanOrEqual(1.1);
  expect(hourly?.sightingWritesPerActiveHour).toBeLessThanOrEqual(1);
});

// It has 491.8 KB, of which the answers to quarantined users, with SNS's client, are the latest part.
test('the bundle is no larger than 510 KB', async () => {
  const { ingest, sdkAlone } = await benchBundle(1);
  expect(ingest.kilobytes).toBeLessThanOrEqual(510);
  expect(ingest.kilobytes).toBeGreaterThan(sdkAlone.kilobytes);
});
