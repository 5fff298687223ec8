import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ocsfFinding } from '../../../domain/findings/ocsf/ocsf-finding.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { readProjectFiles, scanProjectFiles } from '../../../handlers/gcp/scan-project-files.ts';
import { scanReport, verdictsOf } from '../../../handlers/report/scan-report.ts';
import { now } from '../../domain/builders.ts';
import { okOf } from '../../domain/ok-of.ts';
import {
  activity,
  address,
  dayAgo,
  keyId,
  listed,
  listedKey,
  neighbour,
  project,
  serviceAccountId,
} from '../../domain/providers/gcp/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder();
function write(name: string, content: unknown): string {
  const path = join(dir, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const accounts = write('accounts.json', { activities: [neighbour, activity({ day: dayAgo(200) })] });
const keys = write('keys.json', [activity({ day: dayAgo(200), key: keyId })]);
const lists = [write('list.json', [listed()]), write('list-keys.json', [listedKey()])];
const settings = okOf(parseSettings({ now }, now));

async function scanOf(activities: readonly string[], listings: readonly string[] = [], table = memoryLastSeenTable()) {
  const files = await readProjectFiles(activities, listings);
  const { scanned, reading, inventory } = await scanProjectFiles(files, settings, table);
  const report = scanReport(scanned, reading, inventory, settings);
  return { report, backup: report.users.find(({ userName }) => userName === address()), scanned };
}

describe('projects of Google Cloud from files', () => {
  it('are judged as accounts are, each under the id of the project', async () => {
    const { report, backup } = await scanOf([accounts, keys], lists);
    expect(report.accounts.map(({ accountId }) => accountId)).toEqual([project()]);
    expect(backup).toMatchObject({ userId: serviceAccountId(), state: 'idle', usable: true, idleDays: 200 });
    expect(backup?.reason).toMatch(
      /^last seen 200 days ago by Policy Analyzer's last authentication, authentication; /,
    );
    expect(backup?.credentials.map(({ kind, state }) => [kind, state])).toEqual([
      ['authentication', 'idle'],
      ['service-account-key', 'idle'],
    ]);
    const web = report.users.find(({ userName }) => userName === address('web'));
    expect(web?.state).toBe('active');
  });

  it('say so where nobody listed their service accounts', async () => {
    const { report } = await scanOf([accounts]);
    expect(report.notes).toEqual([expect.stringContaining('gcp:my-project: its service accounts were not listed')]);
    expect((await scanOf([accounts], lists)).report.notes).toBeUndefined();
  });

  it('remember a day that has left the period, and since when an account is known', async () => {
    const table = memoryLastSeenTable();
    await scanOf([accounts], lists, table);
    const later = write('later.json', { activities: [neighbour] });
    const { backup } = await scanOf([later], lists, table);
    expect(backup).toMatchObject({ state: 'idle', lastActivity: { at: dayAgo(200) } });
    const assessments = [...(await table.readAccount(project())).assessments.values()];
    expect(assessments.find(({ user }) => user.userId === serviceAccountId())?.user.existsSince).toBe(dayAgo(500));
  });

  it('are read from folders, page after page, and a missing page is said', async () => {
    const folder = join(dir, 'pages');
    mkdirSync(folder);
    const pageOf = (number: number, more: object) =>
      write(join('pages', `page${number}.json`), {
        activities: number === 10 ? [activity({ day: dayAgo(200) })] : [neighbour],
        ...more,
      });
    for (let number = 1; number <= 9; number++) pageOf(number, { nextPageToken: 'more' });
    expect((await scanOf([folder])).report.missing).toEqual([
      expect.stringMatching(/page9\.json: more entries follow/),
    ]);
    pageOf(10, {});
    expect(await scanOf([folder])).toMatchObject({ report: { missing: [] }, backup: { state: 'idle' } });
  });

  it('name each entry that is not understood', async () => {
    const odd = write('odd.json', [neighbour, { ...neighbour, observationPeriod: {} }]);
    expect((await scanOf([odd])).report.missing).toEqual([`${odd}: activities[1]: observationPeriod cannot be read`]);
  });

  it.each([
    [
      'a list of accounts',
      () => lists[0] ?? '',
      /not Policy Analyzer's answer; make it with: gcloud policy-intelligence/,
    ],
    ['a file of another kind', () => write('graph.json', { value: [] }), /not Policy Analyzer's answer/],
    ['no JSON', () => join(dir, 'text.json'), /not JSON; make it with/],
    ['a missing file', () => join(dir, 'absent.json'), /absent\.json: /],
  ])('refuse %s in one line', async (_, path, words) => {
    writeFileSync(join(dir, 'text.json'), 'activities:');
    await expect(readProjectFiles([path()], [])).rejects.toThrow(words);
  });

  it('have findings of their own type: a project of Google Cloud', async () => {
    const { scanned } = await scanOf([accounts], lists);
    const idle = verdictsOf(scanned, settings.question).find(({ assessment }) => assessment.state === 'idle');
    if (idle === undefined) throw new Error('nobody is idle');
    const finding = ocsfFinding(idle.assessment, { now, run: idle.run, region: 'eu-west-1', toolVersion: '1' });
    expect(finding.cloud).toMatchObject({
      provider: 'GCP',
      account: { uid: project(), type_id: 11, type: 'GCP Project' },
    });
    expect(finding.finding_info.uid).toBe(
      `lastseen/gcp-service-account-unused/${project()}/${idle.assessment.user.userId}`,
    );
    expect(finding.user.type_id).toBe(4);
  });
});
