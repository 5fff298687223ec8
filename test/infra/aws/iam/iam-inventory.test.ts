import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseAccountId, parseUserId } from '../../../../domain/ids.ts';
import { countCalls } from '../../../../infra/aws/iam/call-counter.ts';
import { gatherInventory } from '../../../../infra/aws/iam/iam-inventory.ts';
import { nameOfUser } from '../../../../infra/aws/iam/name-of-user.ts';
import { fakeAccount, fakeUser } from '../../../fakes/iam-account.ts';
import { denied, type Fault, type IamServer, startIamServer, throttled } from '../../../fakes/iam-server.ts';

let iam: IamServer;
let slept: number[];
const sleep = async (ms: number) => void slept.push(ms);
const accountId = parseAccountId(fakeAccount) ?? expect.fail('no account');
const gather = () => gatherInventory(iam.client(), accountId, sleep);
const callsOf = (action: string) => iam.calls.get(action) ?? 0;

beforeAll(async () => {
  iam = await startIamServer();
});
afterAll(() => iam.stop());
beforeEach(() => {
  slept = [];
  iam.calls.clear();
  iam.account.users = Array.from({ length: 25 }, (_, number) => fakeUser(number, '2026-11-01T00:00:00Z'));
  iam.account.serviceCredentials = [];
  iam.account.pageSize = 10;
  iam.account.fault = () => undefined;
});

const failing =
  (wanted: string, from: number, fault: Fault, until = Number.POSITIVE_INFINITY) =>
  (action: string, call: number) =>
    action === wanted && call >= from && call < until ? fault : undefined;

test('every page of every listing is read, and the report beside', async () => {
  const { report, details, list, serviceCredentials } = await gather();
  expect(details).toMatchObject({ failure: undefined, users: expect.objectContaining({ length: 25 }) });
  expect(list).toMatchObject({ failure: undefined, users: expect.objectContaining({ length: 25 }) });
  expect(serviceCredentials).toEqual({ listed: [], failure: undefined });
  expect(report).toMatchObject({ kind: 'answered', value: { users: { length: 25 }, roots: { length: 1 } } });
  expect(details.users[24]).toMatchObject({ userId: 'AIDAFAKE0000002400000', createdAt: '2025-01-01T00:00:00Z' });
});

test('tags and the last sign-in come with their listings', async () => {
  iam.account.users = [
    fakeUser(1, undefined, { tags: { 'lastseen:exempt': 'robot & co' }, passwordLastUsed: '2026-10-01T00:00:00Z' }),
  ];
  const { details, list } = await gather();
  expect(details.users[0]?.tags).toEqual([{ key: 'lastseen:exempt', value: 'robot & co' }]);
  expect(list.users[0]?.passwordLastUsed).toBe('2026-10-01T00:00:00Z');
});

test('a second page that fails leaves the first and says which failed and why', async () => {
  iam.account.fault = failing('GetAccountAuthorizationDetails', 2, { code: 'ServiceFailure', status: 500 });
  const { details, list } = await gather();
  expect(details.users).toHaveLength(10);
  expect(details.failure).toEqual({ kind: 'throttled', why: 'page 2: ServiceFailureException' });
  expect(list.failure).toBeUndefined();
});

test('users of another account are not of this one', async () => {
  const other = parseAccountId('999999999999') ?? expect.fail('no account');
  expect((await gatherInventory(iam.client(), other, sleep)).details.users).toEqual([]);
});

test('service-specific credentials of all services are listed, page by page; one past its end is inactive', async () => {
  const credential = { userName: 'user-1', createdAt: '2026-01-01T00:00:00Z' };
  iam.account.serviceCredentials = [
    ...Array.from({ length: 15 }, (_, n) => ({ ...credential, service: 'bedrock.amazonaws.com', id: `ACCA${n}` })),
    { ...credential, service: 'logs.amazonaws.com', id: 'ACCALOGS', status: 'Expired' },
    { ...credential, service: 'codecommit.amazonaws.com', id: 'ACCAGIT', status: 'Inactive' },
    { ...credential, service: 'cassandra.amazonaws.com', id: 'ACCAKEY' },
  ];
  const { listed, failure } = (await gather()).serviceCredentials;
  expect(failure).toBeUndefined();
  expect(listed).toHaveLength(18);
  const statusOf = (id: string) => listed.find(({ credential: { id: its } }) => its === id)?.credential.status;
  expect([statusOf('ACCA14'), statusOf('ACCALOGS'), statusOf('ACCAGIT'), statusOf('ACCAKEY')]).toEqual([
    'active',
    'inactive',
    'inactive',
    'active',
  ]);
  expect(listed[0]?.credential).toMatchObject({
    createdAt: '2026-01-01T00:00:00Z',
    lastUse: { kind: 'unknown', why: 'not-tracked' },
    service: 'bedrock.amazonaws.com',
  });
});

test('a service that is denied is named; the others are read all the same', async () => {
  iam.account.fault = failing('ListServiceSpecificCredentials', 2, denied, 3);
  iam.account.serviceCredentials = [
    { userName: 'user-1', createdAt: '2026-01-01T00:00:00Z', service: 'logs.amazonaws.com', id: 'ACCALOGS' },
  ];
  const { listed, failure } = (await gather()).serviceCredentials;
  expect(failure).toEqual({ kind: 'denied', why: 'codecommit.amazonaws.com, page 1: AccessDenied' });
  expect(listed).toHaveLength(1);
});

test('a service that IAM says has no such credentials is no failure', async () => {
  iam.account.fault = failing('ListServiceSpecificCredentials', 1, { code: 'NotSupportedService', status: 404 });
  expect((await gather()).serviceCredentials).toEqual({ listed: [], failure: undefined });
});

test('a report that is not there yet is waited for', async () => {
  const wait = [
    { code: 'ReportNotPresent', status: 410 },
    { code: 'ReportInProgress', status: 404 },
    throttled,
    { code: 'ReportExpired', status: 410 },
  ];
  iam.account.fault = (action, call) => (action === 'GetCredentialReport' ? wait[call - 1] : undefined);
  const { report } = await gather();
  expect(report.kind).toBe('answered');
  expect(slept).toEqual([0, 2000, 4000, 8000, 16_000]);
  expect(callsOf('GenerateCredentialReport')).toBe(3);
});

test.each([
  ['never present', { code: 'ReportNotPresent', status: 410 }, 'CredentialReportNotPresentException'],
  ['always being made', { code: 'ReportInProgress', status: 404 }, 'CredentialReportNotReadyException'],
  ['always expired', { code: 'ReportExpired', status: 410 }, 'CredentialReportExpiredException'],
  ['always throttled', throttled, 'Throttling'],
])('a report %s is given up after five minutes and at most 20 calls', async (_, fault, why) => {
  iam.account.fault = failing('GetCredentialReport', 1, fault);
  const { report, list } = await gather();
  expect(report).toMatchObject({ kind: 'failed', failure: { why } });
  expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(300_000);
  expect(callsOf('GenerateCredentialReport') + callsOf('GetCredentialReport')).toBeLessThanOrEqual(20);
  expect(list.failure).toBeUndefined();
});

test('a report that is refused is not asked for again', async () => {
  iam.account.fault = failing('GetCredentialReport', 1, denied);
  expect((await gather()).report).toMatchObject({ failure: { kind: 'denied', why: 'AccessDenied' } });
  expect(callsOf('GetCredentialReport')).toBe(1);
});

test('where making a report is denied, one that is there serves', async () => {
  iam.account.fault = failing('GenerateCredentialReport', 1, denied);
  expect((await gather()).report.kind).toBe('answered');
  const notPresent = failing('GetCredentialReport', 1, { code: 'ReportNotPresent', status: 410 });
  iam.account.fault = (action, call) =>
    notPresent(action, call) ?? (action === 'GenerateCredentialReport' ? denied : undefined);
  const failure = { kind: 'denied', why: 'GenerateCredentialReport: AccessDenied' };
  expect((await gather()).report).toMatchObject({ kind: 'failed', failure });
});

test('throttled calls are tried again by the client, and each try is counted', async () => {
  iam.account.fault = (action, call) => (action === 'ListUsers' && call === 1 ? throttled : undefined);
  const client = iam.client({ maxAttempts: 4, retryMode: 'adaptive' });
  const count = countCalls(client);
  const { list } = await gatherInventory(client, accountId, sleep);
  expect(list.failure).toBeUndefined();
  expect(count()['ListUsers']).toBe(4);
  expect(callsOf('ListUsers')).toBe(4);
});

test('5,000 users take 16 calls', async () => {
  iam.account.users = Array.from({ length: 5000 }, (_, number) => fakeUser(number));
  iam.account.pageSize = 1000;
  const { details, list } = await gather();
  expect([details.users.length, list.users.length]).toEqual([5000, 5000]);
  expect([...iam.calls.values()].reduce((sum, calls) => sum + calls, 0)).toBe(16);
});

test('an IAM that cannot be reached is a failure of every source, not of the run', async () => {
  const nowhere = iam.client({ endpoint: 'http://127.0.0.1:1' });
  const { report, details, list, serviceCredentials } = await gatherInventory(nowhere, accountId, sleep);
  const unreachable = (why: string) => ({ kind: 'unreachable', why });
  expect(report).toMatchObject({ kind: 'failed', failure: unreachable('ECONNREFUSED') });
  expect(slept).toEqual([0]);
  for (const { failure } of [details, list]) expect(failure).toEqual(unreachable('page 1: ECONNREFUSED'));
  expect(serviceCredentials.failure).toEqual(unreachable('bedrock.amazonaws.com, page 1: ECONNREFUSED'));
});

test('the name of an id is found on whatever page of the list it is, and unknown where one page does not come', async () => {
  const nameOf = (id: string) => nameOfUser(iam.client(), accountId, parseUserId(id) ?? expect.fail('no id'));
  const { userName } = iam.account.users[24] ?? expect.fail('no user');
  expect(await nameOf('AIDAFAKE0000002400000')).toEqual({ kind: 'answered', value: userName });
  expect(await nameOf('AIDAFAKE0000009900000')).toEqual({ kind: 'answered', value: undefined });
  iam.account.fault = failing('ListUsers', 3, denied);
  iam.calls.clear();
  expect(await nameOf('AIDAFAKE0000000100000')).toMatchObject({
    kind: 'failed',
    action: 'iam:ListUsers',
    failure: { kind: 'denied', why: expect.stringMatching(/AccessDenied/) },
  });
});
