import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalText, sha256 } from '../../handlers/canonical-digest.ts';
import { openEvidenceFile } from '../../handlers/evidence/open-file.ts';
import { sealEvidence } from '../../handlers/evidence/seal.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { temporaryFolder } from '../temporary-folder.ts';
import { call, daysAgo, detailsOf, now, reportOf, write, writeLog } from './inputs.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
const created = daysAgo(800);
const id = 'AIDAALICE00000001';
const event = call('alice', daysAgo(95), { eventID: 'evidence-1', userAgent: '</script><b>"\u202e$&' });
const key = { created: daysAgo(700), used: daysAgo(95) };
const files = {
  trail: join(dir, 'AWSLogs'),
  report: write(dir, 'report.csv', reportOf([{ user: 'alice', created, key }])),
  details: write(dir, 'details.json', detailsOf([{ user: 'alice', id, created }])),
};
const scanAt = (at: string, ...more: string[]) => [
  ...['scan', '--trail', files.trail, '--credential-report', files.report],
  ...['--authorization-details', files.details, '--report-made', now, '--now', at, '--data', 'table', ...more],
];
const stem = 'evidence-111122223333-alice-2026-11-23';
const folder = join(dir, 'evidence');
const [json, page] = [join(folder, `${stem}.json`), join(folder, `${stem}.html`)];
const verify = (...args: string[]) => runCli(dir, ['evidence', 'verify', ...args]);
const textOf = (file: string) => readFileSync(file, 'utf8');

beforeAll(async () => {
  writeLog(files.trail, 'a.json.gz', [call('bob', daysAgo(96))]);
  writeLog(files.trail, 'b.json.gz', [event, call('alice', daysAgo(120))]);
  expect((await runCli(dir, scanAt(now))).code).toBe(0);
  const from = ['--data', 'table', '--trail', files.trail];
  const run = await runCli(dir, ['evidence', 'export', 'alice', '--output', 'evidence', ...from]);
  expect(run).toMatchObject({ code: 0, stdout: `evidence/${stem}.json\nevidence/${stem}.html\n` });
});

describe('evidence about a user', () => {
  it('says the verdict with its rule, every source with its age, and where the last event lies', () => {
    const { format, digest, content } = JSON.parse(textOf(json));
    expect({ format, digest }).toEqual({
      format: 1,
      digest: { algorithm: 'sha256', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(Object.keys(content)).toEqual(
      [
        ...[
          'subject',
          'verdict',
          'sources',
          'credentials',
          'services',
          'lastEvent',
          'lastSuccess',
          'seenThrough',
          'rhythm',
        ],
        ...['calendar', 'coverage', 'missing', 'settings', 'tool', 'exportedAt', 'inputs'],
      ].sort(),
    );
    expect(content.verdict).toMatchObject({ state: 'idle', idleDays: 95, rule: { number: 5 } });
    expect(content.sources).toEqual([
      { source: 'cloudtrail', activities: [{ at: daysAgo(95), credential: expect.any(String), ageDays: 95 }] },
      { source: 'credential-report', activities: [{ at: daysAgo(95), credential: 'access_key_1', ageDays: 95 }] },
      { source: 'list-users', activities: [] },
    ]);
    const bytes = readFileSync(join(files.trail, 'b.json.gz'));
    expect(content.lastEvent).toMatchObject({
      ...{ accountId: '111122223333', eventId: 'evidence-1', region: 'eu-west-1' },
      object: {
        status: 'found',
        object: join(files.trail, 'b.json.gz'),
        bytes: bytes.length,
        sha256: expect.any(String),
      },
    });
    expect(content.calendar.activeDays).toEqual([daysAgo(120).slice(0, 10), daysAgo(95).slice(0, 10)]);
    expect(content.inputs).toMatchObject([{ option: '--trail', sha256: expect.any(String) }, { option: '--data' }]);
  });

  it('is a page without script that shows hostile text and does not run it', () => {
    const html = textOf(page);
    expect(html).toMatch(/Content-Security-Policy" content="default-src 'none'/);
    expect(html.match(/<script/g)).toEqual(['<script']);
    expect(html).toContain('&lt;/script>&lt;b>&quot;\\u{202e}$&amp;');
    expect(html).toContain('Reviewed');
  });

  it('verifies in both forms, against the table and the log files', async () => {
    const run = await verify(json, page, '--data', 'table', '--trail', files.trail);
    expect(run.stdout.match(/ {2}ok {7}the (?:table|log files) says? the same/g)).toHaveLength(4);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it('alone says that a digest is no proof', async () => {
    const run = await verify(json);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toMatch(/note {5}a digest finds accidents, not forgers: give --data/);
  });
});

it('evidence is exported of the account that a list of accounts names so', async () => {
  const list = { Accounts: [{ Id: '111122223333', Name: 'Production', State: 'ACTIVE', Status: 'ACTIVE' }] };
  const named = ['--account', 'production', '--accounts-file', write(dir, 'accounts.json', JSON.stringify(list))];
  const run = await runCli(dir, ['evidence', 'export', 'alice', '--output', 'named', '--data', 'table', ...named]);
  expect(run).toMatchObject({ code: 0, stdout: `named/${stem}.json\nnamed/${stem}.html\n` });
});

describe('evidence that was changed', () => {
  it.each([
    ['json', json],
    ['html', page],
  ])('by one byte, wherever it is, is found: %s', async (ending, file) => {
    const text = textOf(file);
    expect(openEvidenceFile(text, packageJson.version).kind).toBe('ok');
    for (let at = 0; at < text.length; at += 5) {
      const changed = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
      expect(openEvidenceFile(changed, packageJson.version).kind, `at ${at}`).toBe('wrong');
    }
    const run = await verify(write(dir, `changed.${ending}`, text.replace('"idle"', '"idlE"')));
    expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/differs {2}was changed/) });
  });

  it('by a forger, who writes the digest too, differs from the table and the log files', async () => {
    const forged = JSON.parse(textOf(json));
    forged.content.verdict.state = 'active';
    forged.content.lastEvent.object.sha256 = sha256('another file');
    forged.content.calendar.activeDays.pop();
    const file = write(dir, 'forged.json', canonicalText({ ...sealEvidence(forged.content) }));
    expect((await verify(file)).code).toBe(0);
    const { code, stdout } = await verify(file, '--data', 'table', '--trail', files.trail);
    expect(code).toBe(1);
    expect(stdout).toMatch(/differs {2}verdict\.state: the file has "active", the table "idle"/);
    expect(stdout).toMatch(/differs {2}calendar\.activeDays: only the table has 2026-08-20/);
    expect(stdout).toMatch(/differs {2}calendar\.activeDays: only the log files have 2026-08-20/);
    expect(stdout).toMatch(/differs {2}lastEvent\.object\.sha256: the file has/);
  });

  it('in its words alone is a page that does not say what its data says', async () => {
    const html = textOf(page).replace('idle as of', 'active as of');
    const above = html.slice(0, html.lastIndexOf('<!-- SHA-256'));
    const file = write(dir, 'words.html', `${above}<!-- SHA-256 of all above: ${sha256(above)} -->\n`);
    expect(await verify(file)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/its words do not say what its data says/),
    });
  });
});

describe('evidence of an earlier run', () => {
  it('is compared with what was seen until then', async () => {
    writeLog(files.trail, 'c.json.gz', [call('alice', daysAgo(-1))]);
    expect((await runCli(dir, scanAt(daysAgo(-2)))).code).toBe(0);
    const run = await verify(json, '--data', 'table', '--trail', files.trail);
    expect(run.stdout).toMatch(
      /note {5}the table's run is of 2026-11-25T08:00:00Z, that of the verdict 2026-11-23T08:00:00Z/,
    );
    expect(run).toMatchObject({ code: 0 });
    writeLog(files.trail, 'd.json.gz', [call('alice', daysAgo(3), { eventID: 'evidence-2' })]);
    const later = await verify(json, '--trail', join(files.trail, 'b.json.gz'), join(files.trail, 'd.json.gz'));
    expect(later.stdout).toMatch(/differs {2}the log files show the user later, at .*: event evidence-2/);
    expect(later.code).toBe(1);
  });
});
