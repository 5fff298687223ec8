import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrailHealth } from '../../../../handlers/read-trail-health.ts';
import { region } from '../../../domain/builders.ts';
import { hasMoto, type MotoServer, startMoto } from '../../../fakes/moto/moto-server.ts';

describe.skipIf(!hasMoto)('trails in moto_server (skipped where it is not installed)', () => {
  const [home, other] = [region('us-east-1'), region('eu-west-1')];
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  let moto: MotoServer;
  const client = (name: string) => new CloudTrailClient({ endpoint: moto.endpoint, region: name, credentials });
  const health = async () => {
    const read = await readTrailHealth(home, [other], client);
    return read.kind === 'unknown' ? read : Object.fromEntries(read.regions);
  };

  beforeAll(async () => {
    moto = await startMoto();
    const s3 = new S3Client({ endpoint: moto.endpoint, region: home, credentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  });
  afterAll(() => moto.stop());

  it('are told from none, from one that was not started, and from one that was stopped', async () => {
    const trails = client(home);
    const recorded = { logging: true, reads: true, writes: true, excludedSources: ['kms.amazonaws.com'] };
    expect(await health()).toMatchObject({ [home]: { logging: false, why: 'no trail watches it' } });
    const audit = { Name: 'audit', S3BucketName: 'logs', IsMultiRegionTrail: true };
    await trails.send(new CreateTrailCommand(audit));
    const EventSelectors = [
      {
        ReadWriteType: 'All' as const,
        IncludeManagementEvents: true,
        ExcludeManagementEventSources: ['kms.amazonaws.com'],
      },
    ];
    await trails.send(new PutEventSelectorsCommand({ TrailName: 'audit', EventSelectors }));
    expect(await health()).toMatchObject({ [home]: { logging: false, reads: false } });
    await trails.send(new StartLoggingCommand({ Name: 'audit' }));
    expect(await health()).toMatchObject({ [home]: recorded, [other]: recorded });
    await trails.send(new StopLoggingCommand({ Name: 'audit' }));
    expect(await health()).toMatchObject({ [other]: { logging: false, why: expect.stringContaining('is stopped') } });
  });
});
