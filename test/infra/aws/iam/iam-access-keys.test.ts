import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gatherAccessKeys } from '../../../../infra/aws/iam/iam-access-keys.ts';
import { iamUser } from '../../../domain/builders.ts';
import { fakeUser } from '../../../fakes/iam-account.ts';
import { denied, type IamServer, startIamServer } from '../../../fakes/iam-server.ts';
import { hasMoto, type MotoServer, startMoto } from '../../../fakes/moto/moto-server.ts';

let iam: IamServer;
const people = [1, 2, 3].map((number) => fakeUser(number));
const users = people.map(({ userName }) => iamUser({ userName }));
const always = () => true;

beforeAll(async () => {
  iam = await startIamServer({ users: people });
});
afterAll(() => iam.stop());

test('each user has its own keys, with a call for each', async () => {
  const answers = await gatherAccessKeys(iam.client(), users.slice(1), always);
  expect([...answers]).toEqual(
    users.slice(1).map((user, index) => {
      const { id } = people[index + 1]?.keys[0] ?? { id: '' };
      return [user, { kind: 'answered', value: [{ id, status: 'active', createdAt: '2025-01-02T00:00:00Z' }] }];
    }),
  );
  expect(iam.calls.get('ListAccessKeys')).toBe(2);
});

test('a refusal is an answer, and names the action', async () => {
  iam.account.fault = () => denied;
  const answers = [...(await gatherAccessKeys(iam.client(), users, always)).values()];
  expect(answers).toHaveLength(3);
  expect(answers[0]).toMatchObject({ kind: 'failed', failure: { kind: 'denied' }, action: 'iam:ListAccessKeys' });
});

test.runIf(hasMoto)('moto, as IAM, lists a key with its id, status and creation', async () => {
  const moto: MotoServer = await startMoto();
  const client = new IAMClient({
    endpoint: moto.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  try {
    await client.send(new CreateUserCommand({ UserName: 'alice' }));
    const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName: 'alice' }));
    const AccessKeyId = AccessKey?.AccessKeyId;
    await client.send(new UpdateAccessKeyCommand({ UserName: 'alice', AccessKeyId, Status: 'Inactive' }));
    const [answer] = (await gatherAccessKeys(client, [iamUser()], always)).values();
    const createdAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(answer).toMatchObject({ kind: 'answered', value: [{ status: 'inactive', createdAt }] });
  } finally {
    client.destroy();
    await moto.stop();
  }
});
