import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../../domain/alerts/digest.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { Assessment } from '../../../domain/verdict/assessment.ts';
import { countAssessments } from '../../../domain/verdict/counts.ts';
import { renderFindings } from '../../../handlers/cli/render/render-findings.ts';
import { renderList } from '../../../handlers/cli/render/render-list.ts';
import { renderShow } from '../../../handlers/cli/render/render-show.ts';
import { diffAccounts } from '../../../handlers/query/diff-accounts.ts';
import { listAssessments } from '../../../handlers/query/list-assessments.ts';
import { everyRow } from '../../../handlers/query/list-selection.ts';
import { readPage } from '../../../handlers/query/read-page.ts';
import { readPeople } from '../../../handlers/query/read-people.ts';
import { readVerdicts } from '../../../handlers/query/read-verdicts.ts';
import { showUser } from '../../../handlers/query/show-user.ts';
import { reportPage } from '../../../handlers/report/html/report-page.tsx';
import { account, iamUser, now } from '../../domain/builders.ts';
import { objectId, tenant } from '../../domain/providers/entra/builders.ts';
import { project } from '../../domain/providers/gcp/builders.ts';
import { customer } from '../../domain/providers/google/builders.ts';
import { fourProviders } from './four-providers-world.ts';

function digestOf(accountId: AccountId, stored: ReadonlyMap<unknown, Assessment>): string {
  const assessments = [...stored.values()];
  const counts = countAssessments(assessments);
  const nothing = { changes: [], blindRegions: [], withoutAlarm: [], missing: [], shelters: new Map() };
  const terms = { id: '1', isFirst: false, asOf: now, thresholdDays: 90, tableName: 't', reportUrl: undefined };
  const { body } = renderDigest({ accountId, assessments, counts, coverage: { kind: 'none' }, ...nothing, ...terms });
  return body;
}

const table = await fourProviders();

const judged = async () => (await readVerdicts(table, undefined)).found;
const terminal = (columns: number) => ({ colors: pc.createColors(false), columns });

describe('a table with AWS, Entra ID, Google Workspace and Google Cloud', () => {
  it.each([80, 120])('is listed in one table of %i columns', async (columns) => {
    const verdicts = await readVerdicts(table, undefined);
    const report = listAssessments(verdicts, everyRow, undefined, await readPeople(table, undefined));
    const text = renderList(report, { format: 'table', terminal: terminal(columns) }, {});
    expect(text).toContain('2 of 4 users in 4 accounts are unused');
    expect(text.split('\n').filter((line) => line.length > columns)).toEqual([]);
    expect(text).toMatch(/gcp:my-project .*idle +120/);
    const persons = report.users.map(({ accountId, person }) => [accountId, person?.name ?? null]);
    expect(Object.fromEntries(persons)).toEqual({
      [account()]: null,
      [tenant()]: 'alice@example.com',
      [customer()]: 'alice@example.com',
      [project()]: null,
    });
  });

  it('shows a user with the person and its other users, each with its own verdict', async () => {
    const text = renderShow(await showUser(table, objectId(), undefined), terminal(120));
    expect(text).toContain('idle as of 2026-11-23T08:00:00Z: last seen 90 days ago by');
    expect(text).toContain(
      'person alice@example.com, by the address alone; also alice@example.com in C03az79cb, active',
    );
    expect(text).toContain('not corroborated by the sign-in log over the whole window');
    const ofFile = [{ name: 'Alice', users: [iamUser().arn] }];
    const shown = await showUser(table, iamUser().arn, undefined, ofFile);
    expect(shown.user?.person).toEqual({ name: 'Alice', by: 'file', also: [] });
  });

  it('has one page, which calls nobody an IAM user', async () => {
    const people = await readPeople(table, undefined);
    const reviewless = { ...table, listCampaigns: async () => [], readCampaign: async () => [] };
    const report = await readPage(reviewless, { accounts: undefined, nameOf: () => ({}), since: undefined, people });
    const provenance = { tool: 'lastseen', version: '1', command: [], inputs: [] };
    const page = reportPage(report, { provenance, missing: [] });
    expect(page).toContain('2 of 4 users are unused');
    expect(page).not.toMatch(/IAM users?\b/);
    expect(page).toContain('The provider’s own date');
    expect(page).toContain('nobody read the sign-in log, so its verdicts rest on Entra ID alone');
    expect(page).toContain('nobody read the activity reports, so its verdicts rest on Google Workspace alone');
    expect(page).toMatch(/alice@example\.com, by the address alone; also alice@example\.com in C03az79cb, active/);
    expect(page).toContain('none seen');
  });

  it('tells in one diff what changed in each account', async () => {
    const { changes } = await diffAccounts(table, { chosen: undefined, since: undefined });
    expect(changes.map(({ detail, kinds }) => [detail.accountId, kinds[0]]).sort()).toEqual([
      [tenant(), 'became-unused'],
      [project(), 'became-unused'],
    ]);
  });

  it('has a digest for each account, in the words of its provider', async () => {
    const stored = await Promise.all((await table.accounts()).map((accountId) => table.readAccount(accountId)));
    const bodies = new Map(stored.map(({ accountId, assessments }) => [accountId, digestOf(accountId, assessments)]));
    expect([...bodies.keys()].sort()).toEqual([account(), tenant(), customer(), project()].sort());
    for (const [accountId, body] of bodies) expect(/IAM|CloudTrail/.test(body)).toBe(accountId === account());
    expect(bodies.get(project())).toContain(
      'backup@my-project.iam.gserviceaccount.com: idle; not seen since 2026-07-26',
    );
    expect(bodies.get(tenant())).toContain('1 of 1 unused users not corroborated by the sign-in log: no logs');
  });

  it('has findings of each kind, and those of Security Hub for AWS alone', async () => {
    const found = await judged();
    const view = { now, region: 'eu-west-1', toolVersion: '1', isByLine: false };
    const findings: { cloud: { account: { type_id: number } } }[] = JSON.parse(renderFindings('ocsf', found, view));
    expect(findings.map(({ cloud }) => cloud.account.type_id).sort()).toEqual([10, 11, 15, 6]);
    expect(JSON.parse(renderFindings('asff', found, view))).toHaveLength(1);
    const rows = renderFindings('auditor', found, view).trim().split('\n').slice(1);
    expect(new Set(rows.map((row) => row.split(';')[0]))).toEqual(new Set(['aws', 'azure', 'google', 'gcp']));
    const ofAws = rows.filter((row) => row.includes('CIS AWS Foundations'));
    expect(new Set(ofAws.map((row) => row.split(';')[1]))).toEqual(new Set([account()]));
  });
});
