import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { iamServices, secondsForServices, servicesEveryMs } from '../../../../infra/aws/iam/iam-services.ts';
import { daysAgo, iamUser, user } from '../../../domain/builders.ts';
import { type JobConduct, usualConduct } from '../../../fakes/iam/iam-jobs.ts';
import { arnOf, fakeUser } from '../../../fakes/iam-account.ts';
import { denied, type IamServer, startIamServer } from '../../../fakes/iam-server.ts';

let iam: IamServer;
const people = Array.from({ length: 6 }, (_, number) => fakeUser(number));
const users = people.map((each) => iamUser({ userName: each.userName, userId: user(each.userId), arn: arnOf(each) }));
const [alice = iamUser()] = users;
const at = daysAgo(12);
/** Waits no time, so that a test does not. */
const atOnce = async () => {};

beforeAll(async () => {
  iam = await startIamServer();
});
afterAll(() => iam.stop());
beforeEach(() => {
  iam.calls.clear();
  iam.jobs.countedMs.length = 0;
  Object.assign(iam.account, { users: people, pageSize: 3, fault: () => undefined });
});

const conduct = (changes: Partial<JobConduct>) => {
  iam.account.conduct = { ...usualConduct, mostASecond: 1000, ...changes };
};
const ask = (changes: Partial<JobConduct> = {}, sleep: (ms: number) => Promise<void> = atOnce) => {
  conduct(changes);
  return iamServices(iam.client(), 1, sleep)(alice);
};
const why = (reason: string) => ({ kind: 'failed', failure: { why: reason } });

describe('the services of one user', () => {
  it('are read from every page of the job', async () => {
    const services = () => [
      { service: 's3', lastAccessed: at, region: 'eu-west-1' },
      ...['ec2', 'sqs', 'sns', 'logs'].map((service) => ({ service })),
    ];
    expect(await ask({ services })).toMatchObject({
      value: { attempts: [{ service: 's3', at, region: 'eu-west-1' }], silent: ['ec2', 'logs', 'sns', 'sqs'] },
    });
    expect(Object.fromEntries(iam.calls)).toEqual({
      GetUser: 2,
      GenerateServiceLastAccessedDetails: 1,
      GetServiceLastAccessedDetails: 2,
    });
  });

  it('are waited for, longer each time, and given up after a minute', async () => {
    const waits: number[] = [];
    const answer = await ask({ takeMs: 3_600_000 }, async (ms) => void waits.push(ms));
    expect(answer).toMatchObject(why('the job did not end in a minute'));
    expect(waits).toEqual([1000, 3000, 8000, 15_000, 30_000]);
  });

  it('of a job that failed are not known', async () => {
    expect(await ask({ failure: () => 'SERVER_ERROR' })).toMatchObject(why('the job failed: SERVER_ERROR'));
  });

  it('of a job that IAM keeps no more are not known', async () => {
    expect(await ask({ keepMs: -1 })).toMatchObject(why('page 1: NoSuchEntityException'));
  });

  it('of a job of another session are not known', async () => {
    conduct({});
    const isAsked = () => iam.calls.has('GenerateServiceLastAccessedDetails');
    const credentials = async () => {
      return { accessKeyId: isAsked() ? 'other' : 'one', secretAccessKey: 'test', expiration: new Date(0) };
    };
    const answer = await iamServices(iam.client({ credentials }), 1, atOnce)(alice);
    expect(answer).toMatchObject(why('page 1: NoSuchEntityException'));
  });

  it.each([
    ['before the job', 'GetUser', 0],
    ['while it ran', 'GetServiceLastAccessedDetails', 1],
  ])('are not used where the name went to another user %s', async (_, action, jobs) => {
    iam.account.fault = (called) => {
      if (called === action) iam.account.users = [{ ...fakeUser(0), userId: 'AIDAANOTHER000000001' }];
      return undefined;
    };
    expect(await ask()).toMatchObject(why('the name belongs to another user by now'));
    expect(iam.calls.get('GenerateServiceLastAccessedDetails') ?? 0).toBe(jobs);
  });

  it('that a policy does not let be asked are refused', async () => {
    iam.account.fault = (action) => (/Generate/.test(action) ? denied : undefined);
    expect(await ask()).toMatchObject({ kind: 'failed', failure: { kind: 'denied' } });
  });
});

describe('the pace', () => {
  it('lets no second have more than five calls, whatever is asked side by side', async () => {
    conduct({ mostASecond: 5 });
    const askFor = iamServices(iam.client(), servicesEveryMs, atOnce);
    const answers = await Promise.all(users.map(askFor));
    expect(answers.map(({ kind }) => kind)).toEqual(Array(6).fill('answered'));
    const counted = iam.jobs.countedMs;
    expect(counted).toHaveLength(24);
    for (const from of counted) {
      expect(counted.filter((each) => each >= from && each < from + 1000).length).toBeLessThanOrEqual(5);
    }
  });

  it('makes 312 users take about five minutes', () => {
    expect(secondsForServices(312)).toBe(314);
  });
});
