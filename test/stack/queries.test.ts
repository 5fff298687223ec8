import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldRecord, newRecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { reconcile } from '../../domain/reconcile/reconciliation.ts';
import { planAccount, planLastSeen, planWatches } from '../../domain/table/plan-sightings.ts';
import { planAssessments, planLatestRun, planWatchedSince } from '../../domain/table/plan-verdicts.ts';
import { emptyAccount } from '../../domain/table/stored-account.ts';
import { type Instant, instantOfEpochMs, plusDays, plusMinutes } from '../../domain/time.ts';
import { applyWrites } from '../../handlers/apply-writes.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { accessKey, account, iamUser, never, password, record, usedAt, user } from '../domain/builders.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { isInstalled } from './installed.ts';

const readme = 'infra/README.md';
const tableName = 'lastseen-prod';

/**
 * The commands read the clock of this machine, so every time of the fixture counts back from it: the tests pass on any
 * day.
 */
const now = instantOfEpochMs(Date.now()) as Instant;
const daysAgo = (days: number) => plusDays(now, -days);
const anHourAgo = plusMinutes(now, -60);

const person = (userName: string, credentials: IamUser['credentials']): IamUser => {
  const userId = user(`AIDA${userName.toUpperCase()}00000000001`);
  return iamUser({ userName, userId, arn: `arn:aws:iam::${account()}:user/${userName}`, credentials });
};

const users = [
  person('alice', [accessKey({ lastUse: usedAt(anHourAgo) })]),
  person('bob', [password({ lastUse: usedAt(daysAgo(200)) })]),
  person('carol', [accessKey({ lastUse: usedAt(daysAgo(357)) })]),
  person('dave', [accessKey({ createdAt: daysAgo(399), lastUse: never })]),
  person('erin', [
    accessKey({ status: 'inactive', lastUse: usedAt(daysAgo(387)) }),
    password({ lastUse: usedAt(daysAgo(199)) }),
  ]),
];

const records = [
  record({ eventTime: anHourAgo }),
  record({
    eventTime: daysAgo(175),
    eventName: 'ConsoleLogin',
    awsRegion: 'us-east-1',
    userIdentity: { type: 'Root', principalId: account(), arn: `arn:aws:iam::${account()}:root`, accountId: account() },
    eventSource: 'signin.amazonaws.com',
    responseElements: { ConsoleLogin: 'Success' },
  }),
];

/** The shell block under each question of the chapter, word for word. */
async function commandsByQuestion(): Promise<ReadonlyMap<string, string>> {
  const [, chapter = ''] = (await readFile(readme, 'utf8')).split('## Questions as AWS CLI commands\n');
  const sections = (chapter.split(/^## /m)[0] ?? '').split(/^### /m).slice(1);
  return new Map(
    sections.map((section) => [
      section.slice(0, section.indexOf('\n')),
      /```sh\n(.*?)```/s.exec(section)?.[1] ?? 'false',
    ]),
  );
}

const commands = await commandsByQuestion();

describe.skipIf(!isInstalled('aws'))(`the questions of ${readme} (skipped where the AWS CLI is not installed)`, () => {
  let dynamodb: EmbeddedDynamodb;
  const asked = new Set<string>();

  const ask = async (question: string) => {
    asked.add(question);
    const env = {
      ...process.env,
      TABLE: tableName,
      ACCOUNT: account(),
      USER_ID: user(),
      AWS_ENDPOINT_URL: dynamodb.endpoint,
      AWS_ACCESS_KEY_ID: 'embedded',
      AWS_SECRET_ACCESS_KEY: 'embedded',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
      NO_PROXY: '127.0.0.1',
    };
    const { stdout } = await promisify(execFile)('sh', ['-ec', commands.get(question) ?? 'false'], { env });
    return stdout;
  };
  const rows = (text: string) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'));

  beforeAll(async () => {
    dynamodb = await startEmbeddedDynamodb();
    await ensureTable(dynamodb.client, tableName);
    const table = dynamodbTable(dynamodb.client, tableName);
    const fold = newRecordFold();
    for (const each of records) foldRecord(fold, each, now);
    const empty = emptyAccount(account());
    const seen = fold.lastSeen.get(account()) ?? new Map();
    await applyWrites(
      [...planAccount(empty), ...planLastSeen(empty, seen), ...planWatches(empty, fold.watches)],
      table,
    );
    const stored = await table.readAccount(account());
    const reading = { unreadableLogFiles: 0, unreadableRecords: new Map() };
    const { assessments, run } = reconcile(stored, users, [], reading, { now, thresholdDays: 90 });
    await applyWrites(
      [...planWatchedSince(stored, now), ...planAssessments(stored, assessments), ...planLatestRun(stored, run)],
      table,
    );
  });
  afterAll(async () => dynamodb.stop());

  it('last seen of one user', async () => {
    expect(rows(await ask('When was this user last seen, doing what?'))).toEqual([
      [anHourAgo, 's3.amazonaws.com', 'ListBuckets', 'eu-west-1', '192.0.2.1', 'AKIAALICE00000000001'],
    ]);
  });

  it('all idle users, longest first', async () => {
    expect(rows(await ask('Who is idle, longest first?'))).toEqual([
      [daysAgo(357), 'carol'],
      [daysAgo(200), 'bob'],
      [daysAgo(199), 'erin'],
    ]);
  });

  it('users not seen since a date', async () => {
    const found = rows(await ask('Who was not seen since a date?'));
    expect(found.map(([, state, name]) => [state, name])).toEqual([
      [`${account()}#never-used`, 'dave'],
      [`${account()}#idle`, 'carol'],
      [`${account()}#idle`, 'bob'],
      [`${account()}#idle`, 'erin'],
    ]);
  });

  it('active keys without use for so many days; neither an inactive key nor a password is one', async () => {
    expect(JSON.parse(await ask('Which active access keys were not used for 120 days?'))).toEqual([
      { user: 'carol', keys: [{ id: 'access_key_1', lastUsed: daysAgo(357) }] },
      { user: 'dave', keys: [{ id: 'access_key_1', lastUsed: null }] },
    ]);
  });

  it("root's last use", async () => {
    expect(rows(await ask('When was root last used?'))).toEqual([[daysAgo(175), 'ConsoleLogin', '192.0.2.1']]);
  });

  it('coverage: the Regions watched, and which silence that confirms', async () => {
    expect(rows(await ask('Which Regions are watched, until when, and since when without a break?'))).toEqual([
      ['region#eu-west-1', anHourAgo, anHourAgo.slice(0, 10)],
      ['region#us-east-1', daysAgo(175), 'None'],
    ]);
    const run = JSON.parse(await ask('Which silence does CloudTrail confirm, as of the latest run?'));
    expect(run).toMatchObject({ asOf: now, users: '5', coverage: 'partial' });
    expect(run.gaps.length).toBeGreaterThan(0);
  });

  it("today's verdict on a user", async () => {
    expect(JSON.parse(await ask('What is the verdict on a user?'))).toEqual({
      state: 'active',
      lastActivity: anHourAgo,
      source: 'cloudtrail',
      corroborated: false,
      usable: true,
      exemptBy: null,
      missing: [],
    });
  });

  it('every question of the chapter was asked', () => {
    expect([...asked].sort()).toEqual([...commands.keys()].sort());
  });
});
