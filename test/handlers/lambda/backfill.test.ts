import type { Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { reconcile } from '../../../domain/reconcile/reconciliation.ts';
import { planAssessments, planLatestRun } from '../../../domain/table/plan-verdicts.ts';
import { emptyAccount } from '../../../domain/table/stored-account.ts';
import type { BackfillAnswer } from '../../../handlers/lambda/backfill.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { account } from '../../domain/builders.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type CloudtrailServer, lookupDenied, startCloudtrailServer } from '../../fakes/cloudtrail-server.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { callOf, days, entryOfName, person, startedAt } from '../backfill/backfill-world.ts';

let [dynamodb, trail, regions] = [{} as EmbeddedDynamodb, {} as CloudtrailServer, {} as AccountServer];
let tables = 0;
const names = ['alice', 'bob', 'carol', 'dora'];

beforeAll(async () => {
  [dynamodb, trail, regions] = await Promise.all([
    startEmbeddedDynamodb(),
    startCloudtrailServer(),
    startAccountServer(),
  ]);
});
afterAll(() => Promise.all([dynamodb, trail, regions].map((server) => server.stop())));
beforeEach(() => {
  trail.calls.length = 0;
  Object.assign(trail.trail, { records: [callOf('alice', 3)], fault: () => undefined });
  regions.identity.regions = [['eu-west-1', 'ENABLED']];
  const given = {
    TABLE_NAME: `backfill-door-${++tables}`,
    THRESHOLD_DAYS: '90',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
    AWS_ENDPOINT_URL_ACCOUNT: regions.endpoint,
    POWERTOOLS_DEV: 'true',
  };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const tableOf = () => dynamodbTable(dynamodb.client, `backfill-door-${tables}`);

/** The table as the first daily run leaves it. */
async function tableAfterFirstRun() {
  await ensureTable(dynamodb.client, `backfill-door-${tables}`);
  const stored = emptyAccount(account());
  const reading = { unreadableLogFiles: 0, unreadableRecords: new Map() };
  const question = { now: startedAt, thresholdDays: 90 };
  const { assessments, run } = reconcile(
    stored,
    names.map((name) => person(name)),
    [],
    reading,
    question,
  );
  for (const write of [...planAssessments(stored, assessments), ...planLatestRun(stored, run)])
    await tableOf().apply(write);
}

/** The door as Lambda loads it, with so much time left as it asks again and again. */
async function invoke(remainingMs: () => number = () => 900_000): Promise<BackfillAnswer> {
  vi.resetModules();
  const { handler } = await import('../../../handlers/lambda/backfill.ts');
  const invokedFunctionArn = `arn:aws:lambda:eu-west-1:${account()}:function:lastseen-prod-backfill`;
  return handler({}, { invokedFunctionArn, getRemainingTimeInMillis: remainingMs } as Context);
}

test('whom the table knows is looked up, and whoever is found is active; the log names nobody', async () => {
  const logged = vi.spyOn(console, 'info').mockImplementation(() => {});
  await tableAfterFirstRun();
  const answer = await invoke();
  expect(answer).toMatchObject({ kind: 'done', users: 4, found: 1, remaining: 0, regions: 1, missing: [] });
  const stored = await tableOf().readAccount(account());
  expect(stored.lastSeen.get(entryOfName('alice'))?.latest.at).toBe(days(3));
  expect(stored.assessments.get(`${entryOfName('alice')}#assessment` as never)?.state).toBe('active');
  expect(stored.lookups.size).toBe(4);
  expect(logged).toHaveBeenCalledTimes(1);
  expect(JSON.stringify(logged.mock.calls)).not.toMatch(/alice|bob|AIDA/);
});

test('it stops in good time before its limit, and goes on when it is invoked again', async () => {
  vi.spyOn(console, 'info').mockImplementation(() => {});
  await tableAfterFirstRun();
  const userCalls = () => trail.calls.filter(({ key, outcome }) => key === 'Username' && outcome === 'ok').length;
  const first = await invoke(() => (userCalls() >= 2 ? 149_999 : 150_000));
  expect(first).toMatchObject({ kind: 'unfinished' });
  const { remaining } = first as Extract<BackfillAnswer, { kind: 'unfinished' }>;
  expect(remaining).toBeGreaterThan(0);
  const begun = userCalls();
  expect(await invoke()).toMatchObject({ kind: 'done', remaining: 0, users: remaining });
  expect(userCalls() - begun).toBe(remaining);
});

test('a policy that lacks the action is named in the answer', async () => {
  vi.spyOn(console, 'info').mockImplementation(() => {});
  await tableAfterFirstRun();
  trail.trail.fault = () => lookupDenied;
  const answer = await invoke();
  expect(answer).toMatchObject({ kind: 'done', found: 0 });
  expect(JSON.stringify(answer)).toContain('cloudtrail:LookupEvents');
  expect((await tableOf().readAccount(account())).lookups.size).toBe(0);
});

test('a table without users: the answer says what comes first', async () => {
  await ensureTable(dynamodb.client, `backfill-door-${tables}`);
  expect(await invoke()).toEqual({
    kind: 'no-users',
    todo: 'the table has no users yet: invoke reconcile first, then this again',
  });
  expect(trail.calls).toHaveLength(0);
});

test('a wrong environment stops the first invocation', async () => {
  vi.stubEnv('TABLE_NAME', '');
  await expect(invoke()).rejects.toThrow('wrong environment: TABLE_NAME is not set');
});
