import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assumeMemberRole } from '../../../../infra/aws/organization/assumed-role.ts';
import { account } from '../../../domain/builders.ts';

/** Whose session STS gives, whatever was asked for. */
let entered = '';
let server: Server;
let client: STSClient;

const answer = () => `<AssumeRoleResponse><AssumeRoleResult>
  <AssumedRoleUser><Arn>arn:aws:sts::${entered}:assumed-role/lastseen-member/lastseen</Arn></AssumedRoleUser>
  <Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`;

beforeAll(async () => {
  server = createServer((_, response) => void response.writeHead(200, { 'content-type': 'text/xml' }).end(answer()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new STSClient({ region: 'eu-west-1', endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 's' } });
});
afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

it('a session counts for the account that was asked for alone: in another one nobody of it would be found', async () => {
  const role = { partition: 'aws', role: '/lastseen-member', sessionName: 'lastseen' };
  entered = '111122223333';
  expect(await assumeMemberRole(client, role, account(entered))).toMatchObject({
    kind: 'answered',
    value: { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't' },
  });
  expect(await assumeMemberRole(client, role, account('444455556666'))).toMatchObject({
    kind: 'failed',
    failure: { kind: 'refused', why: 'the session is of account 111122223333' },
  });
});
