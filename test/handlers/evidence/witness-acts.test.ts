import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { actLog } from '../../../handlers/evidence/act-log.ts';
import { checkActs } from '../../../handlers/evidence/check-acts.ts';
import { selectionOfActs, witnessActs } from '../../../handlers/evidence/witness-acts.ts';
import { bucketFiles } from '../../../handlers/evidence/witness-files.ts';
import type { TrailStore } from '../../../handlers/verify/bucket-trail.ts';
import { account, now, record } from '../../domain/builders.ts';
import { anIntent, anOutcome } from '../../domain/evidence/act-builders.ts';
import { memoryActs } from '../../fakes/evidence/memory-acts.ts';

const store = memoryActs();
const log = actLog(store);
await log.appendIntent(account(), anIntent());
await log.appendOutcome(account(), anOutcome(1), 'quarantine');
const chain = checkActs({ accountId: account(), records: await log.readAll(account()), head: undefined }, []);

const iam = (eventName: string, requestID: string) =>
  record({
    eventSource: 'iam.amazonaws.com',
    eventName,
    requestID,
    eventTime: now,
    requestParameters: { userName: 'alice' },
  });

const day = (region: string, date: string) => `AWSLogs/${account()}/CloudTrail/${region}/${date}/`;
const log1 = `${day('us-east-1', '2026/11/23')}123456789012_CloudTrail_us-east-1_20261123T0805Z_a.json.gz`;
const log2 = `${day('us-east-1', '2026/11/24')}123456789012_CloudTrail_us-east-1_20261124T0005Z_b.json.gz`;
const broken = `${day('us-east-1', '2026/11/24')}123456789012_CloudTrail_us-east-1_20261124T0010Z_c.json.gz`;
const early = `${day('us-east-1', '2026/10/01')}123456789012_CloudTrail_us-east-1_20261001T0005Z_d.json.gz`;
const elsewhere = `${day('eu-west-1', '2026/11/23')}123456789012_CloudTrail_eu-west-1_20261123T0805Z_e.json.gz`;

const objects = new Map([
  [log1, gzipSync(JSON.stringify({ Records: [iam('TagUser', 'tag-1')] }))],
  [log2, gzipSync(JSON.stringify({ Records: [iam('AttachUserPolicy', 'attach-1')] }))],
  [broken, Buffer.from('{"Records":[')],
  [early, Buffer.from('never read')],
  [elsewhere, Buffer.from('never read')],
]);

/** A bucket in memory, that remembers what was opened. */
function bucket(opened: string[]): TrailStore {
  return {
    list: async ({ prefix, deep }) => {
      const below = [...objects.keys()].filter((key) => key.startsWith(prefix));
      const next = (key: string) => key.indexOf('/', prefix.length) + 1;
      const isFolder = (key: string) => !deep && next(key) > 0;
      const folders = [...new Set(below.filter(isFolder).map((key) => key.slice(0, next(key))))];
      const direct = below.filter((key) => !isFolder(key));
      return { folders, objects: direct.map((key) => ({ key, sizeBytes: 1, mark: key })), next: undefined };
    },
    open: async ({ object }) => {
      opened.push(object);
      const bytes = objects.get(object);
      if (bytes === undefined) return { kind: 'missing', why: 'NoSuchKey' };
      return { kind: 'open', bytes: Readable.from([bytes]), sizeBytes: bytes.length, metadata: {}, close: () => {} };
    },
  };
}

describe('CloudTrail of a bucket as witness', () => {
  it('is read only where calls to IAM may lie, on the days of the acts and the next one', async () => {
    const opened: string[] = [];
    const selection = selectionOfActs([chain]);
    if (selection === undefined) throw new Error('the chain has acts');
    const files = bucketFiles({ bucket: 'logs', prefix: '' }, bucket(opened), selection);
    const [witnessed] = await witnessActs([chain], files);
    expect(opened.sort()).toEqual([log1, log2, broken]);
    expect(witnessed).toMatchObject({ confirmed: 2, differences: [] });
    expect(witnessed?.notes).toContainEqual(expect.stringMatching(/^s3:\/\/logs\/.*_c\.json\.gz: /));
  });

  it('says that there was no log file at all, and has nothing to look for without an act', async () => {
    const [witnessed] = await witnessActs([chain], (async function* () {})());
    expect(witnessed?.notes).toContain('no log file was found');
    expect(selectionOfActs([{ ...chain, acts: [] }])).toBeUndefined();
  });
});
