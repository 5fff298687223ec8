import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readTrailHealth } from '../../handlers/read-trail-health.ts';
import { region } from '../domain/builders.ts';
import { Refusal } from '../fakes/aws-json-server.ts';
import { startTrailServer, type TrailServer } from '../fakes/trail/trail-server.ts';

const regions = ['eu-west-1', 'us-east-1', 'us-west-2'].map((name) => region(name));
const [home = region(), virginia = home, oregon = home] = regions;

describe('the health of trails, asked of CloudTrail', () => {
  let server: TrailServer;
  beforeAll(async () => {
    server = await startTrailServer();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.trails = [];
    server.calls.length = 0;
    server.refuse = () => undefined;
  });
  const read = async () => {
    const health = await readTrailHealth(home, regions, (each) => server.client(each));
    return health.kind === 'unknown' ? health : Object.fromEntries(health.regions);
  };

  it('takes one call and two for each trail where a multi-Region trail records everything', async () => {
    server.trails = [{ name: 'audit', region: 'us-east-1', isMultiRegion: true }];
    const recorded = { logging: true, reads: true, writes: true };
    expect(await read()).toMatchObject({ [home]: recorded, [virginia]: recorded, [oregon]: recorded });
    expect(server.calls).toEqual([
      'eu-west-1 DescribeTrails',
      'us-east-1 GetTrailStatus',
      'us-east-1 GetEventSelectors',
    ]);
  });

  it('looks in every Region for trails of that Region alone where it does not', async () => {
    const writesOnly = { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] };
    server.trails = [
      { name: 'everywhere', region: 'eu-west-1', isMultiRegion: true, selectors: writesOnly },
      { name: 'here', region: 'us-west-2' },
    ];
    expect(await read()).toMatchObject({
      [home]: { reads: false },
      [virginia]: { reads: false },
      [oregon]: { reads: true },
    });
    const count = (action: string) => server.calls.filter((call) => call.endsWith(action)).length;
    expect([count('DescribeTrails'), count('GetTrailStatus'), count('GetEventSelectors')]).toEqual([4, 3, 3]);
  });

  it('reads selectors by fields', async () => {
    const fields = [
      { Field: 'eventCategory', Equals: ['Management'] },
      { Field: 'readOnly', Equals: ['true'] },
      { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
    ];
    const selectors = { AdvancedEventSelectors: [{ FieldSelectors: fields }] };
    server.trails = [{ name: 'audit', region: 'eu-west-1', isMultiRegion: true, selectors }];
    expect(await read()).toMatchObject({
      [oregon]: { reads: true, writes: false, excludedSources: ['kms.amazonaws.com'] },
    });
  });

  it('tells that the latest file could not be delivered', async () => {
    const status = { IsLogging: true, LatestDeliveryError: 'AccessDenied' };
    server.trails = [{ name: 'audit', region: 'eu-west-1', isMultiRegion: true, status }];
    expect(await read()).toMatchObject({ [home]: { logging: true, deliveryErrors: ['AccessDenied'] } });
  });

  it("does not know what an organization's trail records where members are not told", async () => {
    server.trails = [{ name: 'org', region: 'us-east-1', isMultiRegion: true, owner: '999999999999' }];
    expect(await read()).toEqual({
      kind: 'unknown',
      why: 'organization trail org could not be read (GetTrailStatus: AccessDeniedException)',
    });
  });

  it('knows nothing of a trail whose selectors alone are refused', async () => {
    server.trails = [{ name: 'audit', region: 'eu-west-1', isMultiRegion: true }];
    server.refuse = (call) => (call.endsWith('GetEventSelectors') ? new Refusal('ThrottlingException') : undefined);
    expect(await read()).toMatchObject({
      why: 'trail audit could not be read (GetEventSelectors: ThrottlingException)',
    });
  });

  it('does not take a status without a word on logging for one that is stopped', async () => {
    server.trails = [{ name: 'audit', region: 'eu-west-1', isMultiRegion: true, status: {} }];
    expect(await read()).toMatchObject({ kind: 'unknown', why: expect.stringContaining('no IsLogging') });
  });

  it('does not take a refusal for an account without trails', async () => {
    server.refuse = (call) => (call === 'us-west-2 DescribeTrails' ? new Refusal('AccessDeniedException') : undefined);
    expect(await read()).toEqual({
      kind: 'unknown',
      why: 'the trails of us-west-2 could not be listed (AccessDeniedException)',
    });
  });

  it('knows that an account without trails has none', async () => {
    expect(await read()).toMatchObject({ [virginia]: { logging: false, why: 'no trail watches it' } });
  });
});
