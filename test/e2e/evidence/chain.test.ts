import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChainHead } from '../../../domain/chain-head.ts';
import { actLog } from '../../../handlers/evidence/act-log.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account, now, record } from '../../domain/builders.ts';
import { anIntent, anOutcome } from '../../domain/evidence/act-builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { faultsOf } from '../answer-faults.ts';
import { writeLog } from '../inputs.ts';
import { runCli } from '../run-cli.ts';

const dir = temporaryFolder();
const records = join(dir, '.lastseen', 'evidence', account());
const verify = (...args: string[]) => runCli(dir, ['evidence', 'verify', '--chain', ...args]);
let head: ChainHead;

beforeAll(async () => {
  const table = await openEmbeddedTable(join(dir, '.lastseen'), 'create');
  await table.apply({ kind: 'account', accountId: account() });
  const log = actLog(table);
  await log.appendIntent(account(), anIntent({ user: { ...anIntent().user, userName: 'alice\u001b[31m' } }));
  await log.appendOutcome(account(), anOutcome(1), 'quarantine');
  head = await log.appendIntent(account(), anIntent({ act: 'release' }));
  expect((await table.readAccount(account())).chainHead).toEqual({ kind: 'read', head });
  await table.close();
});

describe('evidence verify --chain', () => {
  it('says of the table that every record is as it was written, and which act has no outcome', async () => {
    const { code, stdout } = await verify();
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'account 123456789012',
      `  ok       3 records of acts, each as it was written behind the one before; the last, 3, has SHA-256 ${head.sha256}`,
      expect.stringMatching(/^ {2}note {5}record 3, release of alice .* has no outcome/),
      '',
    ]);
  });

  it('prints the acts as JSON, and escapes what strangers wrote', async () => {
    const { code, stdout } = await verify('--format', 'json');
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001b');
    expect(faultsOf(JSON.parse(stdout))).toEqual([]);
    const { chains } = JSON.parse(stdout);
    expect(chains).toMatchObject([{ accountId: account(), records: 3, head, differences: [] }]);
    expect(chains[0].acts).toMatchObject([
      { sequence: 1, act: 'quarantine', userName: 'alice\u001b[31m', result: 'done' },
      { sequence: 3, act: 'release', result: null, calls: [] },
    ]);
    expect(chains[0].acts[0].calls[0]).toMatchObject({ action: 'TagUser', requestId: 'tag-1', outcome: 'done' });
  });

  it('reads a copy of the folder, and knows its end by the mail alone', async () => {
    const copy = join(dir, 'copy');
    cpSync(records, copy, { recursive: true });
    expect((await verify('copy')).stdout).toContain('no head was given');
    expect(await verify('copy', '--head', `3:${head.sha256}`)).toMatchObject({ code: 0 });
    rmSync(join(copy, '000003.json'));
    expect((await verify('copy')).code).toBe(0);
    const cut = await verify('copy', '--head', `3:${head.sha256}`);
    expect(cut).toMatchObject({ code: 1, stdout: expect.stringContaining('differs  record 3 is missing') });
  });

  it('exits 1 where one byte of a record was changed', async () => {
    const copy = join(dir, 'altered');
    cpSync(records, copy, { recursive: true });
    const file = join(copy, '000001.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('quarantine', 'quarantinE'));
    const { code, stdout } = await verify('altered');
    expect(code).toBe(1);
    expect(stdout).toContain('differs  record 1 was changed: its digest does not fit its content');
    expect(stdout).toContain('differs  record 2 does not follow the record before');
  });

  it('asks the log files of CloudTrail whether the calls were made', async () => {
    const iam = { eventSource: 'iam.amazonaws.com', readOnly: false, requestParameters: { userName: 'alice' } };
    const seen = ['TagUser', 'AttachUserPolicy'].map((eventName, index) =>
      record({ ...iam, eventName, eventTime: now, requestID: ['tag-1', 'attach-1'][index] }),
    );
    const folder = join(dir, 'AWSLogs');
    writeLog(folder, 'a.json.gz', seen);
    const { code, stdout } = await verify('--trail', 'AWSLogs');
    expect(code).toBe(1);
    expect(stdout).toContain('differs  record 2: TagUser of alice\\u{1b}[31m');
    expect(stdout).toContain('is TagUser of alice at');
    expect(stdout).toContain('ok       calls to IAM that CloudTrail confirms: 0');
  });

  it.each([
    [['nowhere'], '--chain nowhere: does not exist'],
    [['copy', '--head', '3'], '--head 3: give NUMBER:SHA256'],
    [['copy', '--public-key', '.lastseen/lastseen.json'], '--public-key .lastseen/lastseen.json: no public key'],
  ])('refuses %j in one line', async (args, line) => {
    const { code, stderr } = await verify(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
