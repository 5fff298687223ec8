import { EnableSecurityHubCommand, GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../../domain/ids.ts';
import { parseAccountId } from '../../../domain/ids.ts';
import { objectAt } from '../../../domain/json.ts';
import { assessmentEntry } from '../../../domain/sightings/entry.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import { importFindings } from '../../../handlers/security-hub/import-findings.ts';
import { dynamodbImportedFindings } from '../../../infra/aws/dynamodb/dynamodb-imported-findings.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { securityHub } from '../../../infra/aws/security-hub/batch-import.ts';
import type { ImportedFindings } from '../../../infra/ports/security-hub.ts';
import { facts, iamUser, now, password, question, usedAt, user } from '../../domain/builders.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { hasMoto, startMoto } from '../../fakes/moto/moto-server.ts';
import { type FakeSecurityHub, startFakeSecurityHub } from '../../fakes/security-hub-server.ts';
import { writeRun } from '../write-run.ts';

let dynamodb: EmbeddedDynamodb;
let hub: FakeSecurityHub;
let accountId: AccountId;
let number = 0;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
  await ensureTable(dynamodb.client, 'lastseen');
});
afterAll(() => dynamodb.stop());
beforeEach(async () => {
  accountId = parseAccountId(`${++number}`.padStart(12, '0')) ?? accountId;
  hub = await startFakeSecurityHub(accountId);
  return () => hub.stop();
});

const day = (days: number) => plusDays(now, days);

/** A user of this name, last seen so many days before the question. */
function person(
  userName: string,
  at: Instant,
  idleDays: number,
  changes: Parameters<typeof facts>[0] = {},
): Assessment {
  const one = iamUser({
    accountId,
    userName,
    userId: user(`AIDA${userName.toUpperCase()}000000`),
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    credentials: [password({ lastUse: usedAt(plusDays(at, -idleDays)) })],
  });
  return assess(facts({ user: one, ...changes }), { ...question, now: at });
}

const failed = { kind: 'source-failed', source: 'list-users', why: 'Throttling' } as const;

/** The table after a daily run that judged these users and no others. */
async function judge(at: Instant, ...people: readonly Assessment[]): Promise<void> {
  const run = { accountId, asOf: at, thresholdDays: 90, coverage: { kind: 'none' } } as const;
  await writeRun(dynamodbTable(dynamodb.client, 'lastseen'), run, people);
}

const hubClient = (endpoint = hub.endpoint) =>
  new SecurityHubClient({
    endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

/** One invocation at this time; `changes` puts others in place of the ports. */
function send(
  at: Instant,
  changes: { imported?: Partial<ImportedFindings>; pauses?: number[]; endpoint?: string } = {},
) {
  const imported = dynamodbImportedFindings(dynamodb.client, 'lastseen');
  return importFindings(
    { accountId, now: at, region: 'eu-west-1', toolVersion: '1.2.3' },
    {
      table: dynamodbTable(dynamodb.client, 'lastseen'),
      imported: { ...imported, ...changes.imported },
      hub: securityHub(hubClient(changes.endpoint)),
      pause: async (ms) => void changes.pauses?.push(ms),
    },
  );
}

/** What Security Hub shows: the name, the verdict, whether it is archived. */
const shown = () =>
  [...hub.findings.values()]
    .map((finding) => {
      const status = objectAt(finding, 'Compliance')?.['Status'];
      return `${String(finding['Id']).split('/').at(-1)?.slice(4, 7)} ${status} ${finding['RecordState']}`;
    })
    .sort();

describe('findings in Security Hub', () => {
  it('there are none before the first run', async () => {
    expect(await send(now)).toEqual({ kind: 'no-run' });
    expect(hub.calls).toEqual([]);
  });

  it('open for unused users and for those who cannot be judged, and for nobody else', async () => {
    const exemption = { by: 'tag x', until: undefined, reason: undefined, ended: false };
    await judge(
      now,
      person('ann', now, 200),
      person('bob', now, 3),
      person('cat', now, 200, { gaps: [failed] }),
      person('dan', now, 99, { exemption }),
    );
    expect(await send(now)).toEqual({ kind: 'imported', asOf: now, opened: 3, closed: 0, refused: [] });
    expect(shown()).toEqual(['ANN FAILED ACTIVE', 'CAT NOT_AVAILABLE ACTIVE', 'DAN WARNING ACTIVE']);
    expect(await send(day(1 / 24))).toEqual({ kind: 'up-to-date', asOf: now });
    expect(hub.calls).toEqual([3]);
  });

  it('close under the same id when the user is back or gone, and open again when it is idle once more', async () => {
    await judge(now, person('ann', now, 200), person('bob', now, 200));
    await send(now);
    await judge(day(1), person('ann', day(1), 0));
    expect(await send(day(1))).toMatchObject({ opened: 0, closed: 2 });
    expect(shown()).toEqual(['ANN PASSED ARCHIVED', 'BOB PASSED ARCHIVED']);
    await judge(day(2), person('ann', day(2), 1));
    expect(await send(day(2))).toMatchObject({ opened: 0, closed: 0 });
    hub.findings.clear();
    await judge(day(100), person('ann', day(100), 99));
    await send(day(100));
    expect(shown()).toEqual(['ANN FAILED ACTIVE']);
  });

  it('change at once and are renewed after a week, with the time of creation that they had', async () => {
    await judge(now, person('ann', now, 200), person('bob', now, 200, { gaps: [failed] }));
    await send(now);
    const created = () => [...hub.findings.values()].map((finding) => finding['CreatedAt']);
    const first = created();
    await judge(day(1), person('ann', day(1), 201), person('bob', day(1), 201));
    expect(await send(day(1))).toMatchObject({ opened: 1 });
    expect(shown()).toEqual(['ANN FAILED ACTIVE', 'BOB FAILED ACTIVE']);
    await judge(day(7), person('ann', day(7), 207), person('bob', day(7), 207));
    expect(await send(day(7))).toMatchObject({ opened: 1 });
    await judge(day(8), person('ann', day(8), 208), person('bob', day(8), 208));
    expect(await send(day(8))).toMatchObject({ opened: 1 });
    expect(created()).toEqual(first);
  });

  it('stay open where a verdict cannot be read: the user may still exist', async () => {
    await judge(now, person('ann', now, 200));
    await send(now);
    const table = dynamodbTable(dynamodb.client, 'lastseen');
    const broken = { kind: 'assessment', accountId, entry: assessmentEntry(person('ann', now, 1).user) } as const;
    await judge(day(1), person('bob', day(1), 1));
    await table.apply({ ...broken, assessment: { ...person('ann', now, 200), state: 'later' as 'idle' } });
    expect(await send(day(1))).toMatchObject({ closed: 0 });
    expect(shown()).toEqual(['ANN FAILED ACTIVE']);
  });

  it('go in batches of a hundred, ten a second at most', async () => {
    const people = Array.from({ length: 250 }, (_, index) => person(`u${`${index}`.padStart(3, '0')}`, now, 200));
    await judge(now, ...people);
    const pauses: number[] = [];
    expect(await send(now, { pauses })).toMatchObject({ opened: 250 });
    expect(hub.calls).toEqual([100, 100, 50]);
    expect(pauses).toEqual([100, 100]);
  });
});

describe('whatever fails', () => {
  it('a refused finding is counted, and sent again by the next invocation', async () => {
    await judge(now, person('ann', now, 200), person('bob', now, 200));
    const id = `lastseen/iam-user-unused/${accountId}/AIDAANN000000`;
    hub.refused.add(id);
    expect(await send(now)).toMatchObject({ opened: 1, refused: [{ id, code: 'InvalidInput' }] });
    hub.refused.clear();
    expect(await send(day(1 / 24))).toMatchObject({ opened: 1, refused: [] });
    expect(shown()).toEqual(['ANN FAILED ACTIVE', 'BOB FAILED ACTIVE']);
    expect(await send(day(2 / 24))).toMatchObject({ kind: 'up-to-date' });
  });

  it('a Security Hub that is not enabled is an error, and nothing is remembered', async () => {
    await judge(now, person('ann', now, 200));
    hub.failing = 'InvalidAccessException';
    await expect(send(now)).rejects.toMatchObject({ name: 'InvalidAccessException' });
    hub.failing = undefined;
    expect(await send(day(1 / 24))).toMatchObject({ opened: 1 });
  });

  it.each(['put', 'remove', 'putLatestRun'] as const)('a crash at %s loses nothing', async (method) => {
    await judge(now, person('ann', now, 200));
    await send(now);
    await judge(day(1), person('ann', day(1), 0), person('bob', day(1), 200));
    const crash = () => Promise.reject(new Error('the table is gone'));
    await expect(send(day(1), { imported: { [method]: crash } })).rejects.toThrow('the table is gone');
    expect(await send(day(2))).toMatchObject({ kind: 'imported', refused: [] });
    expect(shown()).toEqual(['ANN PASSED ARCHIVED', 'BOB FAILED ACTIVE']);
  });
});

describe.skipIf(!hasMoto)('findings in an emulated Security Hub, where moto_server is installed', () => {
  it('open, and are archived as passed once the user is back', async () => {
    const { endpoint, stop } = await startMoto();
    const client = hubClient(endpoint);
    const states = async () => {
      const { Findings = [] } = await client.send(new GetFindingsCommand({}));
      return Findings.map(({ Compliance, RecordState }) => `${Compliance?.Status} ${RecordState}`).sort();
    };
    try {
      await client.send(new EnableSecurityHubCommand({}));
      await judge(now, person('ann', now, 200), person('bob', now, 3));
      expect(await send(now, { endpoint })).toMatchObject({ kind: 'imported', opened: 1, refused: [] });
      expect(await states()).toEqual(['FAILED ACTIVE']);
      await judge(day(1), person('ann', day(1), 1), person('bob', day(1), 4));
      expect(await send(day(1), { endpoint })).toMatchObject({ kind: 'imported', closed: 1, refused: [] });
      expect(await states()).toEqual(['PASSED ARCHIVED']);
    } finally {
      client.destroy();
      await stop();
    }
  });
});
