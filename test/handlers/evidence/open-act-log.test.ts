import { afterAll, describe, expect, it, vi } from 'vitest';
import { checkActs } from '../../../handlers/evidence/check-acts.ts';
import { openActLog } from '../../../handlers/evidence/open-act-log.ts';
import { account } from '../../domain/builders.ts';
import { anIntent, anOutcome } from '../../domain/evidence/act-builders.ts';
import { startKmsServer } from '../../fakes/evidence/kms-server.ts';
import { memoryActs } from '../../fakes/evidence/memory-acts.ts';

const kms = await startKmsServer();
vi.stubEnv('AWS_ENDPOINT_URL_KMS', kms.endpoint);
vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
afterAll(() => {
  vi.unstubAllEnvs();
  return kms.stop();
});

describe('the log of acts that settings want', () => {
  it('signs each record once, in the Region of the key, and says so in it', async () => {
    const log = await openActLog(memoryActs(), { evidenceKey: kms.keyArn });
    const { sequence } = await log.appendIntent(account(), anIntent());
    const head = await log.appendOutcome(account(), anOutcome(sequence), 'quarantine');
    expect(kms.calls).toEqual(['eu-west-1 Sign', 'eu-west-1 Sign']);
    const chain = { accountId: account(), records: await log.readAll(account()), head };
    const { acts, differences } = checkActs(chain, [kms.publicKey]);
    expect(differences).toEqual([]);
    expect(acts.map(({ key }) => key)).toEqual([kms.keyArn, kms.keyArn]);
  });

  it('asks nobody where nothing is set, and refuses what is no bucket', async () => {
    kms.calls.length = 0;
    await (await openActLog(memoryActs(), {})).appendIntent(account(), anIntent());
    expect(kms.calls).toEqual([]);
    await expect(openActLog(memoryActs(), { evidenceBucket: 's3://B' })).rejects.toThrow('give s3://BUCKET/PREFIX');
  });
});
