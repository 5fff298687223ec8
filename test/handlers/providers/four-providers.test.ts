import pc from 'picocolors';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AccountId, UserId } from '../../../domain/ids.ts';
import type { Credential, IamUser, LastUse } from '../../../domain/inventory/iam-user.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
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
import { scan } from '../../../handlers/scan/scan.ts';
import { account, iamUser, now, password, usedAt } from '../../domain/builders.ts';
import { okOf } from '../../domain/ok-of.ts';
import { objectId, tenant } from '../../domain/providers/entra/builders.ts';
import { project, serviceAccountId } from '../../domain/providers/gcp/builders.ts';
import { customer, profileId } from '../../domain/providers/google/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';

const table = memoryLastSeenTable();
const yesterday = plusDays(now, -1);

const foreign = (accountId: AccountId, userId: UserId, userName: string, credential: Partial<Credential>): IamUser =>
  iamUser({
    accountId,
    userId,
    userName,
    arn: `key:${accountId}/${userId}`,
    credentials: [{ ...password(), kind: 'sign-in', id: 'sign-in', ...credential }],
    sshKeysListed: true,
  });

/** One user of each provider: alice of AWS, Entra ID and Google, and a service account. */
function usersAt(at: Instant): IamUser[] {
  const use = (kind: 'idle' | 'active'): LastUse => usedAt(plusDays(now, kind === 'idle' ? -90 : -2));
  const backup: LastUse = at === now ? { kind: 'not-since', since: plusDays(now, -120) } : use('active');
  return [
    iamUser({ credentials: [password({ lastUse: use('active') })] }),
    foreign(tenant(), objectId(), 'Alice@example.com', { lastUse: use('idle'), reportedBy: 'entra-sign-in-activity' }),
    foreign(customer(), profileId(), 'alice@example.com', { lastUse: use('active'), reportedBy: 'google-last-login' }),
    foreign(project(), serviceAccountId(), 'backup@my-project.iam.gserviceaccount.com', {
      ...{ kind: 'authentication', id: 'authentication', lastUse: backup, reportedBy: 'gcp-last-authentication' },
    }),
  ];
}

async function scanAt(at: Instant) {
  const users = usersAt(at);
  const accounts = users.map(({ accountId }) => accountId);
  const nothing = { roots: [], missing: [], incomplete: [], notJudged: [], notes: [], regionsOf: () => [] };
  await scan(undefined, { users, accounts, ...nothing }, okOf(parseSettings({ now: at }, at)), table);
}

beforeAll(async () => {
  await scanAt(yesterday);
  await scanAt(now);
});

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
    const report = await readPage(table, { accounts: undefined, nameOf: () => ({}), since: undefined, people });
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
