import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered } from '../../../../domain/answer.ts';
import { renewedSession } from '../../../../infra/aws/organization/assumed-role.ts';
import { listOrganization } from '../../../../infra/aws/organization/organizations.ts';
import { type AwsJsonServer, startAwsJsonServer } from '../../../fakes/aws-json-server.ts';

describe('the list of an organization', () => {
  const accounts: object[] = [];
  let server = {} as AwsJsonServer;
  let client = {} as OrganizationsClient;
  beforeAll(async () => {
    server = await startAwsJsonServer({ 'AWSOrganizationsV20161128.ListAccounts': () => ({ Accounts: accounts }) });
    client = new OrganizationsClient({ ...server.config, region: 'us-east-1' });
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  it('is none where it names no account: an organization has its management account', async () => {
    await expect(listOrganization(client)).rejects.toThrow('listed no account');
  });

  it('leaves open where accounts are, and says so, where the units may not be listed', async () => {
    accounts.push({ Id: '111122223333', Name: 'pay', State: 'ACTIVE' });
    const { accounts: members, notes } = await listOrganization(client);
    expect(members).toEqual([{ accountId: '111122223333', name: 'pay', state: 'ACTIVE' }]);
    expect(notes).toEqual([expect.stringMatching(/^the organizational units could not be listed \(.+\)/)]);
  });
});

it('a session is assumed again before it ends, once for all who ask', async () => {
  const session = (accessKeyId: string, minutes: number) => {
    const expiration = new Date(Date.now() + minutes * 60_000);
    return { accessKeyId, secretAccessKey: 'b', sessionToken: 'c', expiration };
  };
  let assumed = 0;
  const renewed = renewedSession(session('ending', 9), async () => {
    assumed += 1;
    return answered(session('new', 60));
  });
  const all = await Promise.all([renewed(), renewed()]);
  expect([...all, await renewed()].map(({ accessKeyId }) => accessKeyId)).toEqual(['new', 'new', 'new']);
  expect(assumed).toBe(1);
});
