import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { gatherSshKeys } from '../../../../infra/aws/iam/iam-ssh-keys.ts';
import { iamUser } from '../../../domain/builders.ts';
import { fakeUser } from '../../../fakes/iam-account.ts';
import { denied, type IamServer, startIamServer, throttled } from '../../../fakes/iam-server.ts';

let iam: IamServer;
const people = Array.from({ length: 25 }, (_, number) => fakeUser(number, undefined));
const users = people.map(({ userName }) => iamUser({ userName }));
const gather = async (hasTime = () => true) => [...(await gatherSshKeys(iam.client(), users, hasTime)).values()];
const calls = () => iam.calls.get('ListSSHPublicKeys');

beforeAll(async () => {
  iam = await startIamServer();
});
afterAll(() => iam.stop());
beforeEach(() => {
  iam.calls.clear();
  Object.assign(iam.account, { users: people, sshKeys: [], pageSize: 1, fault: () => undefined });
});

test('every page of every user is read, ten calls a second', async () => {
  const begun = performance.now();
  const uploadedAt = '2024-01-10T09:00:00Z';
  iam.account.sshKeys = ['APKA1', 'APKA2'].map((id) => ({ userName: 'user-7', id, uploadedAt }));
  const answers = await gather();
  expect(answers).toHaveLength(25);
  expect(answers.filter((answer) => answer.kind === 'answered' && answer.value.length > 0)).toMatchObject([
    { value: [{ id: 'APKA1', createdAt: uploadedAt }, { id: 'APKA2' }] },
  ]);
  expect(calls()).toBe(26);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(1990);
});

test('a refusal holds for everybody and ends the asking', async () => {
  iam.account.fault = () => denied;
  const answers = await gather();
  expect(answers).toHaveLength(25);
  expect(answers.every((answer) => answer.kind === 'failed' && answer.failure.kind === 'denied')).toBe(true);
  expect(calls()).toBe(10);
});

test('when the time is over nobody more is asked, and nothing is said of them', async () => {
  let left = 7;
  const answers = await gather(() => left-- > 0);
  expect(answers.map(({ kind }) => kind)).toEqual(Array(7).fill('answered'));
  expect(calls()).toBe(7);
});

test('a throttled call is the failure of its user alone', async () => {
  iam.account.fault = (_, call) => (call === 1 ? throttled : undefined);
  const answers = await gather();
  expect(answers.filter(({ kind }) => kind === 'failed')).toMatchObject([{ failure: { kind: 'throttled' } }]);
});
