import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrganizationAccount, readMember } from '../../../domain/organization/organization-account.ts';
import { dynamodbOrganizations } from '../../../infra/aws/dynamodb/organization/dynamodb-organizations.ts';
import { organization } from '../../domain/organization/world.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import {
  type EmulatedAccount,
  type EmulatedOrganization,
  startEmulatedOrganization,
} from '../../fakes/organization/emulated-organization.ts';
import { bundleFunctions, killFunctions, startFunction } from '../../fakes/organization/function-process.ts';
import { type QueuedMessage, type RunQueue, startRunQueue } from '../../fakes/organization/run-queue.ts';

const idOf = (number: number) => `${100_000_000_000 + number}`;

/** Account 38 is suspended, 39 and 40 refuse; each has a user who is idle and one who is active. */
const accountOf = (number: number): EmulatedAccount => ({
  id: idOf(number),
  name: `account ${number}`,
  state: number === 38 ? 'SUSPENDED' : 'ACTIVE',
  hasRole: number < 39,
  users: [
    { user: 'idle', id: `AIDAIDLE${idOf(number)}`, created: 400, signedIn: 100 + number },
    { user: 'busy', id: `AIDABUSY${idOf(number)}`, created: 400, signedIn: 1 },
  ],
});

describe.skipIf(!hasMoto)('the bundled functions over 40 accounts (skipped without moto_server or Python)', () => {
  let aws: EmulatedOrganization;
  let queue: RunQueue;
  let dir: string;
  const tables: EmbeddedDynamodb[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lastseen-organization-'));
    [aws, queue] = await Promise.all([startEmulatedOrganization(), startRunQueue(), bundleFunctions(dir)]);
    await aws.add(Array.from({ length: 40 }, (_, index) => accountOf(index + 1)));
  });
  afterAll(async () => {
    killFunctions();
    await Promise.all([aws.stop(), queue.stop(), ...tables.map((table) => table.stop())]);
    await rm(dir, { recursive: true });
  });

  /** A new table, and the environment of the functions over it. */
  async function newTable() {
    const table = await startEmbeddedDynamodb();
    tables.push(table);
    await ensureTable(table.client, 'lastseen');
    const env = {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_ENDPOINT_URL_SQS: queue.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
      NO_PROXY: '127.0.0.1',
      ORGANIZATION_ID: organization,
      MEMBER_ROLE: '/lastseen-member',
      QUEUE_URL: queue.url,
      TABLE_NAME: 'lastseen',
      TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:lastseen',
      SERVICE_LAST_ACCESSED: 'no',
      REGIONS: 'eu-west-1',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    };
    return { env, store: dynamodbOrganizations(table.client, 'lastseen') };
  }

  type Table = Awaited<ReturnType<typeof newTable>>;

  async function plan({ env }: Table, requestId: string): Promise<void> {
    const planner = startFunction(dir, 'plan', env);
    expect(await planner.call({}, requestId)).toMatchObject({ kind: 'started' });
    planner.kill();
  }

  /** The queue's event source, with two sandboxes. A sandbox is killed during some messages, which come again. */
  async function drain({ env }: Table, killMs: () => number | undefined): Promise<number> {
    let kills = 0;
    const sandbox = async () => {
      let worker = startFunction(dir, 'work', env);
      for (let next = queue.messages.shift(); next !== undefined; next = queue.messages.shift()) {
        next.receives += 1;
        const after = next.receives === 1 ? killMs() : undefined;
        const timer = after === undefined ? undefined : setTimeout(() => worker.kill(), after);
        const answer = await worker.call(eventOf(next), next.messageId);
        clearTimeout(timer);
        if (answer === undefined) {
          kills += 1;
          queue.messages.push(next);
          worker = startFunction(dir, 'work', env);
        } else expect(answer).toEqual({ batchItemFailures: [] });
      }
      worker.kill();
    };
    await Promise.all([sandbox(), sandbox()]);
    return kills;
  }

  const eventOf = ({ messageId, body, receives }: QueuedMessage) => ({
    Records: [{ messageId, body, attributes: { ApproximateReceiveCount: `${receives}` } }],
  });

  const stateOf = async ({ store }: Table) => {
    const { members } = await store.readOrganization(organization);
    const accounts = members.flatMap((item) => readMember(item) ?? []);
    return accounts.map(({ accountId, outcome, judged }: OrganizationAccount) => [
      accountId,
      outcome.kind,
      judged?.counts.users,
      judged?.counts.unused,
    ]);
  };

  let first: Table;

  it('judge each account by its role, and report all in one digest', async () => {
    first = await newTable();
    await plan(first, 'day-1');
    await drain(first, () => undefined);
    const refused = [39, 40].map((number) => [idOf(number), 'refused', undefined, undefined]);
    const judged = Array.from({ length: 37 }, (_, index) => [idOf(index + 1), 'judged', 2, 1]);
    const suspended = [idOf(38), 'out-of-service', undefined, undefined];
    expect(await stateOf(first)).toEqual([...judged, suspended, ...refused, ['123456789012', 'judged', 0, 0]]);
    const { digests } = await aws.published();
    expect(digests.map(([subject]) => subject)).toEqual([
      `Lastseen ${organization}: 37 newly unused, 0 back; 37 unused of 74 users; 2 accounts not judged`,
    ]);
  });

  it('end in the same accounts and one digest, at most twice, wherever they are killed', async () => {
    const before = await aws.published();
    const killed = await newTable();
    const random = xoroshiro128plus(17);
    const below = (bound: number) => (random.next() >>> 0) % bound;
    await plan(killed, 'killed');
    const kills = await drain(killed, () => (below(8) === 0 ? below(150) : undefined));
    expect(kills).toBeGreaterThan(2);
    expect(await stateOf(killed)).toEqual(await stateOf(first));
    const after = (await aws.published()).digests.slice(before.digests.length).map(([subject]) => subject);
    expect([1, 2]).toContain(after.length);
    expect(new Set(after)).toEqual(new Set([before.digests[0]?.[0]]));
  });

  it('tell on the next day of an account that joined and one that left, and put one set of metrics', async () => {
    const before = await aws.published();
    await aws.add([{ ...accountOf(41), hasRole: true }]);
    await aws.leave(idOf(1));
    await plan(first, 'day-2');
    await drain(first, () => undefined);
    const { digests, metrics } = await aws.published();
    const [[, body = ''] = []] = digests.slice(before.digests.length);
    expect(body).toContain(`- ${idOf(41)} account 41: new in the organization, active`);
    expect(body).toContain(`- ${idOf(1)} account 1: left the organization`);
    expect(body).toContain(`- ${idOf(40)} account 40: its role refused (AccessDenied); never judged yet`);
    const ofDay = metrics.slice(before.metrics.length);
    expect(new Set(ofDay.map(([, dimensions]) => Object.keys(dimensions).sort().join()))).toEqual(
      new Set(['OrganizationId,Stack']),
    );
    expect(ofDay.map(([name, , value]) => [name, value])).toEqual(
      expect.arrayContaining([
        ['UnusedUsers', 37],
        ['Accounts', 41],
        ['AccountsNotJudged', 2],
        ['OrganizationRunCompleted', 1],
      ]),
    );
  });
});
