import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccountId, parseAccountId } from '../../../../domain/ids.ts';
import { assessmentEntry } from '../../../../domain/sightings/entry.ts';
import { planAssessments, planLatestRun } from '../../../../domain/table/plan-verdicts.ts';
import { assess } from '../../../../domain/verdict/assessment.ts';
import { assessmentFormat } from '../../../../domain/verdict/stored-assessment.ts';
import { listAssessments } from '../../../../handlers/query/list-assessments.ts';
import { everyRow } from '../../../../handlers/query/list-selection.ts';
import { readVerdicts } from '../../../../handlers/query/read-verdicts.ts';
import { showUser } from '../../../../handlers/query/show-user.ts';
import { scanReport } from '../../../../handlers/report/scan-report.ts';
import { scan } from '../../../../handlers/scan/scan.ts';
import { documentClientOf } from '../../../../infra/aws/dynamodb/document-client.ts';
import { dynamodbTable } from '../../../../infra/aws/dynamodb/dynamodb-table.ts';
import type { LastSeenTable } from '../../../../infra/ports/last-seen-table.ts';
import { facts, iamUser, now, question, user } from '../../../domain/builders.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../../fakes/embedded-dynamodb.ts';

let dynamodb: EmbeddedDynamodb;
let table: LastSeenTable;
let accountId: AccountId;
let number = 0;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
  await ensureTable(dynamodb.client, 'lastseen');
  table = dynamodbTable(dynamodb.client, 'lastseen');
});
afterAll(() => dynamodb.stop());
beforeEach(() => {
  accountId = parseAccountId(`${++number}`.padStart(12, '0')) ?? accountId;
});

const person = (userName: string) =>
  iamUser({ accountId, userName, userId: user(`AIDA${userName.toUpperCase()}0000`) });
const assessmentOf = (userName: string) => assess(facts({ user: person(userName) }), question);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Puts an item as some other version of Lastseen may have left it. */
async function put(userName: string, item: object): Promise<void> {
  const index = { accountState: `${accountId}#idle`, idleSince: now };
  const Item = { accountId, entry: assessmentEntry(person(userName)), ...index, ...item };
  await documentClientOf(dynamodb.client).send(
    new PutCommand({ TableName: 'lastseen', Item: plain(Item) as Record<string, unknown> }),
  );
}

async function writeAccount(...userNames: readonly string[]): Promise<void> {
  await table.apply({ kind: 'account', accountId });
  const assessments = new Map(userNames.map((name) => [assessmentEntry(person(name)), assessmentOf(name)]));
  const run = { asOf: now, thresholdDays: 90, users: assessments.size, coverage: { kind: 'none' } } as const;
  const stored = await table.readAccount(accountId);
  for (const write of [...planAssessments(stored, assessments), ...planLatestRun(stored, run)])
    await table.apply(write);
}

const broken = { format: assessmentFormat, assessment: { state: 'idle' } };
const words = (count: string) => [
  `${count} of account ${accountId} cannot be read and ${/^1 /.test(count) ? 'counts' : 'count'} as not judged`,
];

describe('an assessment in the table', () => {
  it('without a format, of the time before there was one, is read', async () => {
    await put('ann', { assessment: assessmentOf('ann') });
    const { assessments, unreadableAssessments } = await table.readAccount(accountId);
    expect(plain([...assessments.values()])).toEqual(plain([assessmentOf('ann')]));
    expect(unreadableAssessments).toEqual([]);
  });

  it.each<[string, object]>([
    ['of a later format', { format: assessmentFormat + 1, assessment: plain(assessmentOf('ann')) }],
    ['of a broken shape', broken],
    ['that is not there', {}],
  ])('%s is left out and counted', async (_, item) => {
    await writeAccount('bob');
    await put('ann', item);
    const { assessments, unreadableAssessments } = await table.readAccount(accountId);
    expect([...assessments.keys()]).toEqual([assessmentEntry(person('bob'))]);
    expect(unreadableAssessments).toEqual([assessmentEntry(person('ann'))]);
    const inState = await table.assessmentsInState(accountId, 'idle');
    expect(inState.assessments.map((each) => each.user.userName)).toEqual(['bob']);
    expect(inState.unreadable).toBe(1);
  });

  it('that cannot be read is replaced by the next run that judges its user, and goes with its user', async () => {
    await writeAccount('ann', 'bob');
    for (const name of ['ann', 'bob']) await put(name, broken);
    await writeAccount('ann');
    const { assessments, unreadableAssessments } = await table.readAccount(accountId);
    expect([...assessments.keys()]).toEqual([assessmentEntry(person('ann'))]);
    expect(unreadableAssessments).toEqual([]);
  });
});

describe('that assessments cannot be read', () => {
  it('is missing in the answer of list, and its users are not in it', async () => {
    await writeAccount('ann');
    for (const name of ['bob', 'carol']) await put(name, broken);
    const { users, missing } = listAssessments(await readVerdicts(table, [accountId]), everyRow);
    expect(users.map(({ userName }) => userName)).toEqual(['ann']);
    expect(missing).toEqual(words('2 stored assessments'));
  });

  it('is missing in the answer of show', async () => {
    await writeAccount('ann');
    await put('bob', broken);
    expect((await showUser(table, 'ann', [accountId])).missing).toEqual(words('1 stored assessment'));
  });

  it('is missing in the answer of a scan, and no more once a scan has judged them', async () => {
    await put('ann', broken);
    const inventory = {
      users: [person('ann')],
      roots: [],
      accounts: [accountId],
      missing: [],
      incomplete: [],
      notJudged: [],
      notes: [],
    };
    const missing = async () => {
      const scanned = await scan(undefined, inventory, { question, exemptions: [] }, table);
      return scanReport(scanned, undefined, inventory, { question, exemptions: [] }).missing;
    };
    expect(await missing()).toEqual(words('1 stored assessment'));
    expect(await missing()).toEqual([]);
  });
});
