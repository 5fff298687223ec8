import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrailChange, TrailEffect } from '../../domain/cloudtrail/trail-change.ts';
import { provenHours } from '../../domain/coverage/proven-hours.ts';
import type { ChainName, ChainState } from '../../domain/digests/chain-state.ts';
import { gatheringGroups, groupOf } from '../../domain/digests/gathering.ts';
import { proofEntry } from '../../domain/sightings/entry.ts';
import { type Month, plusMinutes } from '../../domain/time.ts';
import { dynamodbSightings } from '../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { dynamodbArchiveProofs } from '../../infra/aws/dynamodb/proofs/dynamodb-archive-proofs.ts';
import type { ArchiveProofs, ReadFile } from '../../infra/ports/archive-proofs.ts';
import { account, instant, now, region } from '../domain/builders.ts';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { sightingModel } from '../fakes/sighting-model.ts';
import { proofsModel } from '../fakes/trail/proofs-model.ts';

const folder = 'AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/23/';
const daySeconds = 86_400;
const fileOf = (name: string, changes: Partial<ReadFile> = {}): ReadFile => ({
  bucket: 'logs',
  object: `${folder}123456789012_CloudTrail_eu-west-1_20261123T${name}Z_x.json.gz`,
  hash: name.padStart(64, 'a'),
  readings: undefined,
  ...changes,
});
const nameOfFile = ({ bucket, object }: ReadFile) => `${bucket}/${object}`;

const trail = { accountId: account(), trail: 'main_trail', home: region(), root: 'AWSLogs/', isOrganization: false };
const chain = (changes: Partial<ChainName> = {}): ChainName => ({
  ...trail,
  region: region('us-east-1'),
  isBackfill: false,
  ...changes,
});
const hourAt = (hour: number) => instant(`2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`);
const shown = (from: number, to: number, ...days: number[]): ChainState => ({
  spans: [{ from: hourAt(from), to: hourAt(to) }],
  readingDays: new Set(days),
});

interface Opened {
  readonly proofs: ArchiveProofs;
  readonly apply: ReturnType<typeof dynamodbSightings>['apply'];
  stop(): Promise<void>;
  /** What is left in the table beside what was there when it was opened. */
  items(): Promise<Record<string, unknown>[]>;
  put(item: Record<string, unknown>): Promise<unknown>;
}

async function openModel(): Promise<Pick<Opened, 'proofs' | 'apply' | 'stop'>> {
  const { table, proofs: proven } = sightingModel();
  return { proofs: proofsModel(async (_, name) => proven.get(name)), apply: table.apply, stop: async () => {} };
}

async function openDynamodb(): Promise<Opened> {
  const { client, stop } = await startEmbeddedDynamodb();
  await ensureTable(client, 'proofs');
  const documents = DynamoDBDocumentClient.from(client);
  return {
    proofs: dynamodbArchiveProofs(client, 'proofs'),
    apply: dynamodbSightings(client, 'proofs').apply,
    stop,
    items: async () => (await documents.send(new ScanCommand({ TableName: 'proofs' }))).Items ?? [],
    put: (Item) => documents.send(new PutCommand({ TableName: 'proofs', Item })),
  };
}

describe.each([
  { kind: 'memory', open: openModel },
  { kind: 'DynamoDB', open: openDynamodb },
])('what is remembered between digests and log files, in $kind', ({ open }) => {
  let store: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.stop());

  it('whether a bucket holds digests', async () => {
    expect(await store.proofs.holdsDigests('logs')).toBe(false);
    await store.proofs.noteDigests('logs');
    expect([await store.proofs.holdsDigests('logs'), await store.proofs.holdsDigests('others')]).toEqual([true, false]);
  });

  it('log files with their hashes and the days of their reading calls, until they are forgotten', async () => {
    const { proofs } = store;
    const readings = { first: 20_000 * daySeconds, last: 20_001 * daySeconds };
    const files = [fileOf('0800', { readings }), fileOf('0805'), fileOf('0900', { bucket: 'others' })];
    const [first, second, third] = files as [ReadFile, ReadFile, ReadFile];
    await proofs.keepReadFiles(files);
    await proofs.keepReadFiles([first]);
    const found = await proofs.readFiles([...files, fileOf('0810')]);
    expect(new Map(found)).toEqual(new Map(files.map((file) => [nameOfFile(file), file])));
    await proofs.forgetReadFiles([first, third]);
    expect([...(await proofs.readFiles(files)).keys()]).toEqual([nameOfFile(second)]);
    await proofs.forgetReadFiles([first, second]);
    expect((await proofs.readFiles(files)).size).toBe(0);
  });

  it('no log file under another hash', async () => {
    await store.proofs.keepReadFiles([fileOf('1000')]);
    expect((await store.proofs.readFiles([fileOf('1000', { hash: 'b'.repeat(64) })])).size).toBe(0);
    await store.proofs.forgetReadFiles([fileOf('1000')]);
  });

  it('new log files of any folder the same way, until those of earlier hours are forgotten', async () => {
    const { proofs } = store;
    const readings = { first: 20_000 * daySeconds, last: 20_001 * daySeconds };
    const elsewhere = fileOf('0801', { object: fileOf('0801').object.replaceAll('eu-west-1', 'us-east-1') });
    const files = [fileOf('0700', { readings }), elsewhere, fileOf('0900', { bucket: 'others' }), fileOf('0900')];
    await proofs.keepNewFiles(files);
    await proofs.keepNewFiles(files.slice(0, 2));
    expect(new Map(await proofs.newFiles([...files, fileOf('0705')]))).toEqual(
      new Map(files.map((file) => [nameOfFile(file), file])),
    );
    expect((await proofs.newFiles([fileOf('0700', { hash: 'b'.repeat(64) })])).size).toBe(0);
    expect((await proofs.readFiles(files)).size).toBe(0);
    const group = groupOf(account());
    await proofs.forgetNewFiles('logs', (group + 1) % gatheringGroups, '2026-11-23T09');
    await proofs.forgetNewFiles('logs', group, '2026-11-23T09');
    expect([...(await proofs.newFiles(files)).keys()]).toEqual(files.slice(2).map(nameOfFile));
    await proofs.forgetNewFiles('logs', group, '2026-11-24T00');
    await proofs.forgetNewFiles('others', group, '2026-11-24T00');
    expect((await proofs.newFiles(files)).size).toBe(0);
  });

  it('no new log file whose name tells no account and hour', async () => {
    const moved = fileOf('0800', { object: 'moved/to/here.json.gz' });
    await store.proofs.keepNewFiles([moved]);
    expect((await store.proofs.newFiles([moved])).size).toBe(0);
  });

  it('what digests of a group have shown, until it is counted, and gives it once some of it is due', async () => {
    const { proofs } = store;
    const known = (changes: Partial<ChainName>, state: ChainState) => ({ ...state, name: chain(changes) });
    const first = [known({}, shown(0, 2, 1)), known({ isBackfill: true }, shown(3, 4))];
    const ofOrganization = { root: 'a b/AWSLogs/o-abc123/', isOrganization: true };
    const second = [
      known(ofOrganization, { ...shown(5, 6, 2, 3), spans: [shown(1, 2), shown(5, 6)].flatMap((s) => s.spans) }),
    ];
    await proofs.gather('logs', 7, hourAt(1), first);
    await proofs.gather('logs', 7, hourAt(2), second);
    await proofs.gather('logs', 8, hourAt(0), second);
    await proofs.gather('others', 7, hourAt(0), second);
    expect(await proofs.readGathered('logs', 7, hourAt(1))).toEqual([]);
    const gathered = await proofs.readGathered('logs', 7, plusMinutes(hourAt(1), 1));
    expect(gathered.flatMap(({ chains }) => chains)).toEqual(expect.arrayContaining([...first, ...second]));
    expect(gathered).toHaveLength(2);
    await proofs.forgetGathered('logs', gathered.slice(0, 1));
    expect(await proofs.readGathered('logs', 7, hourAt(9))).toEqual(gathered.slice(1));
    expect(await proofs.readGathered('logs', 8, hourAt(9))).toHaveLength(1);
  });

  it('the union of what the digests of a chain have shown, of several writers at once', async () => {
    const { proofs } = store;
    const parts = [shown(0, 2, 1), shown(2, 3), shown(5, 6, 2), shown(1, 2, 1), shown(8, 9)];
    await Promise.all(parts.map((part) => proofs.addToChain('logs', chain(), part)));
    await proofs.addToChain('logs', chain({ isBackfill: true }), shown(3, 4, 3));
    await proofs.addToChain('logs', chain({ root: 'other/AWSLogs/' }), shown(9, 10));
    await proofs.addToChain('others', chain(), shown(9, 10));
    const chains = await proofs.readChains('logs', trail);
    expect(chains).toHaveLength(2);
    const { spans, readingDays } = chains.find(({ name }) => !name.isBackfill) ?? shown(0, 0);
    expect(spans).toEqual([shown(0, 3), shown(5, 6), shown(8, 9)].flatMap((part) => part.spans));
    expect([...readingDays].sort()).toEqual([1, 2]);
    expect(chains.find(({ name }) => name.isBackfill)).toMatchObject({ name: { region: 'us-east-1' } });
  });

  it('changes of a trail, each once, those of one trail alone', async () => {
    const effects: TrailEffect[] = [
      { kind: 'stopped' },
      { kind: 'updated', globalServices: undefined },
      { kind: 'updated', globalServices: false },
      {
        kind: 'selected',
        selectors: [
          {
            kind: 'basic',
            readWriteType: 'All',
            includesManagement: undefined,
            excludedSources: ['kms.amazonaws.com'],
          },
          { kind: 'advanced', fields: [{ field: 'eventCategory', operators: { equals: ['Management'] } }] },
        ],
      },
    ];
    const changes = effects.map((effect, index): TrailChange => {
      return { at: now, eventId: `event-${index}`, accountId: account(), home: region(), trail: 'main_trail', effect };
    });
    const other = { ...(changes[0] as TrailChange), trail: 'main' };
    await store.proofs.keepTrailChanges('logs', [...changes, other]);
    await store.proofs.keepTrailChanges('logs', changes);
    const found = await store.proofs.readTrailChanges('logs', trail);
    expect([...found].sort((a, b) => (a.eventId < b.eventId ? -1 : 1))).toEqual(changes);
    expect(await store.proofs.readTrailChanges('others', trail)).toEqual([]);
  });

  it('the hours that are proven already', async () => {
    const entry = proofEntry(region(), '2026-11' as Month);
    await store.apply({ kind: 'proof', accountId: account(), entry, hours: [0, 1], selectorHours: [1] });
    const first = Date.UTC(2026, 10, 1) / 3_600_000;
    const known = await store.proofs.readProvenHours(account(), region(), new Set([first]));
    expect(known).toEqual(provenHours(new Set([first, first + 1]), new Set([first + 1])));
  });
});

describe('in DynamoDB', () => {
  let store: Opened;
  beforeAll(async () => {
    store = await openDynamodb();
  });
  afterAll(() => store.stop());

  it('nothing is left of log files that were forgotten', async () => {
    await store.proofs.keepReadFiles([fileOf('0800'), fileOf('0900')]);
    await store.proofs.forgetReadFiles([fileOf('0800'), fileOf('0900')]);
    expect(await store.items()).toEqual([]);
  });

  it('an hour with more log files than an item holds is remembered in part, and stops nobody', async () => {
    const many = Array.from({ length: 7000 }, (_, index) => {
      const object = `${folder}123456789012_CloudTrail_eu-west-1_20261123T0800Z_${index}.json.gz`;
      return fileOf('0800', { object, readings: { first: 20_000 * daySeconds, last: 20_000 * daySeconds } });
    });
    for (let start = 0; start < many.length; start += 500) {
      await store.proofs.keepReadFiles(many.slice(start, start + 500));
    }
    const found = await store.proofs.readFiles(many);
    expect(found.size).toBeGreaterThan(4000);
    expect(found.size).toBeLessThan(7000);
  });

  it('a change of a kind that this version does not know counts as unreadable, and what is none is left out', async () => {
    const item = { accountId: 'archive#logs', at: now, eventId: 'x', ofAccount: account(), home: region() };
    const beginning = `change#${region()}#main_trail#`;
    await store.put({ ...item, entry: `${beginning}1`, trail: 'main_trail', effect: { kind: 'renamed' } });
    await store.put({ ...item, entry: `${beginning}2`, trail: 7 });
    const found = await store.proofs.readTrailChanges('logs', trail);
    expect(found.map(({ effect }) => effect)).toEqual([{ kind: 'unreadable' }]);
  });

  it('what stands for gathered digests and is none proves nothing', async () => {
    const line = `${account()} us-east-1 x/y z`;
    const shown = { 'eu-west-1#main#AWSLogs/': [line, 'us-east-1', 7], nothing: [line], 'eu-west-1#other#': 'text' };
    await store.put({ accountId: 'archive#logs', entry: 'gathered#07#2026-11-20T00:00:00Z#x', shown });
    await store.put({ accountId: 'archive#logs', entry: 'gathered#07#2026-11-20T00:00:00Z#y', shown: 'text' });
    const gathered = await store.proofs.readGathered('logs', 7, now);
    expect(gathered.flatMap(({ chains }) => chains)).toMatchObject([{ spans: [], readingDays: new Set() }]);
    await store.proofs.forgetGathered('logs', gathered);
  });

  it('what stands for a chain and is none proves nothing', async () => {
    const entry = `chain#${region()}#main_trail#${account()}#AWSLogs/#us-east-1`;
    const rest = { region: 'us-east-1', revision: 1 };
    await store.put({ accountId: 'archive#logs', entry, spans: ['yesterday', 'a/b'], readingDays: 'all', ...rest });
    expect(await store.proofs.readChains('logs', trail)).toMatchObject([{ spans: [], readingDays: new Set() }]);
    await store.proofs.addToChain('logs', chain(), shown(0, 1));
    expect((await store.proofs.readChains('logs', trail))[0]?.spans).toEqual(shown(0, 1).spans);
  });
});
