import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FoundDigest } from '../../../domain/digests/check-digests.ts';
import { type Digest, readDigest } from '../../../domain/digests/digest.ts';
import type { Region } from '../../../domain/ids.ts';
import { askForSelectors } from '../../../handlers/cli/live-selectors.ts';
import { account } from '../../domain/builders.ts';
import { startTrailServer, type TrailServer } from '../../fakes/trail/trail-server.ts';

let server: TrailServer;
beforeAll(async () => {
  server = await startTrailServer();
});
afterAll(() => server.stop());

const home = 'eu-west-1' as Region;
const key = (trail: string, folder = '') =>
  `AWSLogs/${folder}123456789012/CloudTrail-Digest/us-east-1/2026/11/20/123456789012_CloudTrail-Digest_us-east-1_${trail}_eu-west-1_20261120T010000Z.json.gz`;

function found(trail: string, folder?: string): FoundDigest {
  const read = readDigest({
    awsAccountId: '123456789012',
    digestStartTime: '2026-11-20T00:00:00Z',
    digestEndTime: '2026-11-20T01:00:00Z',
    digestS3Bucket: 'logs',
    digestS3Object: key(trail, folder),
    digestPublicKeyFingerprint: 'a',
    previousDigestS3Bucket: null,
    previousDigestS3Object: null,
    previousDigestSignature: null,
    logFiles: [],
  });
  const digest: Digest = read.kind === 'ok' ? read.value : expect.fail('not a digest');
  return { digest, place: { kind: 'object', bucket: 'logs', key: key(trail) }, contentHash: '', signature: undefined };
}

const asked = async (trail: string, accountId = account()) =>
  (await askForSelectors([found(trail)], (region) => server.client(region)))({ accountId, trail, home });

it('a trail that logs everything, one that leaves a source out, and one that is stopped', async () => {
  const ExcludeManagementEventSources = ['kms.amazonaws.com'];
  const basic = { ReadWriteType: 'All', IncludeManagementEvents: true };
  server.trails = [
    { name: 'main_trail', region: home, isMultiRegion: true },
    { name: 'less', region: home, selectors: { EventSelectors: [{ ...basic, ExcludeManagementEventSources }] } },
    { name: 'stopped', region: home, status: { IsLogging: false } },
  ];
  expect(await asked('main_trail')).toEqual({ reads: new Set(), writes: new Set(), narrowedBy: [] });
  expect(await asked('less')).toMatchObject({ reads: new Set(ExcludeManagementEventSources) });
  expect(await asked('stopped')).toEqual({ reads: undefined, writes: undefined, narrowedBy: [] });
});

it('nothing is known of a trail that is gone, of another account, or that may not be read', async () => {
  server.trails = [
    { name: 'main_trail', region: home, isMultiRegion: true },
    { name: 'organization', region: home, isMultiRegion: true, owner: '999988887777' },
  ];
  expect(await asked('gone')).toBeUndefined();
  expect(await asked('main_trail', account('111122223333'))).toBeUndefined();
  expect(await asked('organization')).toBeUndefined();
});
