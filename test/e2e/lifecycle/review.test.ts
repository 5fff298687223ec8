import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockTime } from '../../../handlers/clock.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account as testAccount } from '../../domain/builders.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { type CloudtrailServer, startCloudtrailServer } from '../../fakes/cloudtrail-server.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import { writeRun } from '../../handlers/write-run.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { reviewFaultsOf } from '../answer-faults.ts';
import { runCli } from '../run-cli.ts';

const idOf = (number: number) => `AIDAMOTO${`${number}`.padStart(13, '0')}`;
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const today = dayFromNow(0);
const id = `${today}-unused`;

/** The unused users, whose owners are asked; one of them has a name that a spreadsheet takes for a formula. */
const unused = ['olive', '+calc', 'root-admin', 'silent'];
const users = [...unused, ...Array.from({ length: 4 }, (_, index) => `busy-${index}`)];

describe.skipIf(!hasMoto)('a review of unused users (skipped without moto_server or Python)', () => {
  const dir = temporaryFolder();
  let [aws, trail, account] = [{} as AwsAccount, {} as CloudtrailServer, {} as AccountServer];
  /** The access key with which each user calls. */
  const keys = new Map<string, Record<string, string>>();
  const as = (who: string, ...args: readonly string[]) =>
    runCli(dir, args, {
      ...aws.env,
      AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
      AWS_ENDPOINT_URL_ACCOUNT: account.endpoint,
      AWS_CONFIG_FILE: join(dir, 'no-config'),
      ...keys.get(who),
    });
  /** The words of a review, then what has blanks in it. */
  const review = (who: string, words: string, ...more: readonly string[]) =>
    as(who, 'review', ...words.split(' '), ...more);
  const arnOf = (name: string) => `arn:aws:iam::${accountId}:user/${name}`;

  beforeAll(async () => {
    [aws, trail, account] = await Promise.all([startAwsAccount(), startCloudtrailServer(), startAccountServer()]);
    const iam = new IAMClient({
      endpoint: aws.endpoint,
      region,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    for (const [index, UserName] of users.entries()) {
      await iam.send(new CreateUserCommand({ UserName }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      keys.set(UserName, {
        AWS_ACCESS_KEY_ID: `${AccessKey?.AccessKeyId}`,
        AWS_SECRET_ACCESS_KEY: `${AccessKey?.SecretAccessKey}`,
      });
      await aws.givePast({
        user: UserName,
        id: idOf(index + 1),
        created: 400,
        keyUsed: index < unused.length ? 200 : 1,
      });
    }
    const Tags = [{ Key: 'owner', Value: 'Team =1+1/../x' }];
    await iam.send(new TagUserCommand({ UserName: '+calc', Tags }));
    const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutUserPolicyCommand({ UserName: 'root-admin', PolicyName: 'all', PolicyDocument }));
    const table = await openEmbeddedTable(join(dir, '.lastseen'), 'create');
    const asOf = clockTime();
    await writeRun(table, { accountId: testAccount(), asOf, thresholdDays: 90, coverage: { kind: 'none' } }, []);
    await table.close();
    writeFileSync(join(dir, 'lastseen.yml'), 'lifecycle: { fallbackOwner: busy-1, noticesARun: 50 }\n');
  });
  afterAll(() => Promise.all([aws, trail, account].map((server) => server.stop())));

  it('starts with one list for each owner', async () => {
    const started = await review(
      'busy-0',
      `start --scope unused --until ${dayFromNow(10)} --lists lists --format json`,
    );
    expect(started).toMatchObject({ code: 0, stderr: expect.stringContaining('2 lists in lists') });
    const answer = JSON.parse(started.stdout);
    expect(answer).toMatchObject({
      campaign: { id, accountId, users: 4, startedBy: arnOf('busy-0'), fallback: 'busy-1', closed: null },
      counts: { users: 4, open: 4 },
      due: [],
    });
    expect(answer.users.map(({ recommendation }: Row) => recommendation.advice)).toEqual(Array(4).fill('remove'));
    expect(reviewFaultsOf(answer)).toEqual([]);
    const files = readdirSync(join(dir, 'lists')).sort();
    expect(files).toHaveLength(4);
    const [csv = '', text = ''] = files
      .filter((name) => name.includes('Team'))
      .map((name) => readFileSync(join(dir, 'lists', name), 'utf8'));
    expect(csv).toContain(`\n${idOf(2)},'+calc,,,,,,remove,`);
    expect(text).toMatch(/For Team =1\+1\/\.\.\/x: please say by .* which of 1 IAM user are still needed/);
    expect(text).toContain('recommended  remove: idle');
  });

  it('takes answers, each in the name of who calls', async () => {
    const keep = `answer olive --answer keep --until ${dayFromNow(100)} --reason backup`;
    const [own, confirmed] = [await review('olive', keep), await review('busy-1', keep)];
    expect(own.stdout).toBe(`olive: ${arnOf('olive')} attested for himself: the fallback must confirm it\n`);
    expect(confirmed.stdout).toBe(`olive: keep until ${dayFromNow(100)}, by ${arnOf('busy-1')}: backup\n`);
  });

  it('reads answers from the list that a spreadsheet saved, and names each bad line', async () => {
    const rows = [
      'userName;userId;answer;until;month;to;reason',
      "'+calc;;remove;;;;=not needed",
      `silent;${idOf(4)};;;;;`,
      `root-admin;;seasonal;;${Number(today.slice(5, 7))};;year end`,
      'nobody;;remove;;;;',
      'root-admin;;keep;31/03/2027;;;x',
      `root-admin;;keep;${dayFromNow(100)};;;it can change IAM`,
    ];
    writeFileSync(join(dir, 'answers.csv'), rows.join('\r\n'));
    const bad = await review('busy-3', 'answer --file answers.csv');
    expect(bad.code).toBe(2);
    expect(bad.stderr).toMatch(/answers\.csv: line 5 \(nobody\): user nobody: review .*; nothing was recorded\n/);
    expect(bad.stderr).toMatch(/answers\.csv: line 6 \(root-admin\): until 31\/03\/2027: give a day from /);
    const todo = `give a day from ${today} to ${dayFromNow(90)}`;
    expect(bad.stderr).toContain(`line 7 (root-admin): until ${dayFromNow(100)}: ${todo}; nothing was recorded`);
    writeFileSync(join(dir, 'answers.csv'), rows.slice(0, 4).join('\r\n'));
    const good = await review('busy-3', 'answer --file answers.csv --format json');
    expect(reviewFaultsOf(JSON.parse(good.stdout))).toEqual([]);
    expect(JSON.parse(good.stdout)).toMatchObject({
      campaign: id,
      answers: [
        { userName: '+calc', isNew: true, says: `remove, by ${arnOf('busy-3')}: =not needed` },
        { userName: 'root-admin', standing: 'settled', says: expect.stringMatching(/^seasonal until /) },
      ],
    });
  });

  it('closes for a reason, over recommendations of the end, in a file that verifies', async () => {
    const status = await review('busy-0', 'status');
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(status.stdout).toMatch(/: 4 users, 1 to answer, 1 keep, 1 seasonal, 1 remove\n/);
    expect(status.stdout).toMatch(/silent +busy-1 +remove +no answer/);
    expect(status.stdout).toContain('3 users are answered for: --verbose lists them');
    const closed = await review('busy-0', 'close --reason', 'the team is gone');
    expect(closed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`closed on ${today} by ${arnOf('busy-0')}`),
    });
    const path = `review-${accountId}-${id}.json`;
    const file = JSON.parse(readFileSync(join(dir, path), 'utf8'));
    expect(reviewFaultsOf(file)).toEqual([]);
    const { content } = file;
    expect(content).toMatchObject({ closed: { reason: 'the team is gone' }, silent: ['busy-1'] });
    // Olive called with her own key, so the evidence of the end is another than that of the start.
    const olive = content.users.find(({ userName }: Row) => userName === 'olive');
    expect(olive).toMatchObject({ outcome: { kind: 'kept' }, recommendation: { advice: 'keep' } });
    // Both may answer in the same second, and then their order is that of what they said.
    expect(new Set(olive.answers.map(({ by }: { by: string }) => by))).toEqual(
      new Set([arnOf('olive'), arnOf('busy-1')]),
    );
    expect(olive.answers).toHaveLength(2);
    const verified = await review('auditor', `verify ${path} --data .lastseen`);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('the table knows the same digest') });
  });

  it('leads to a notice of the removed user, with its reason, and to nothing for the silent one', async () => {
    const run = await as('busy-0', 'plan', '--format', 'json');
    const { steps, leftAlone } = JSON.parse(run.stdout);
    const reasons = new Map<string, string>(steps.map(({ userName, reason }: Row) => [userName, reason]));
    expect([...reasons.keys()].sort()).toEqual(['+calc', 'silent']);
    expect(reasons.get('+calc')).toMatch(`${arnOf('busy-3')} asked in review ${id} to remove it: =not needed`);
    expect(reasons.get('silent')).not.toContain('review');
    const olive = leftAlone.find(({ userName }: Row) => userName === 'olive');
    expect(olive.why).toContain(`${arnOf('busy-1')} keeps it until ${dayFromNow(100)}: backup`);
  });
});

interface Row {
  readonly userName: string;
  readonly reason: string;
  readonly recommendation: { readonly advice: string };
}
