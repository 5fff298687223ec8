import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ocsfFinding } from '../../../domain/findings/ocsf/ocsf-finding.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import type { FindInBucket } from '../../../handlers/entra/read-sign-ins.ts';
import { readTenantFiles, scanTenantFiles, type TenantPaths } from '../../../handlers/entra/scan-tenant-files.ts';
import { scanReport, verdictsOf } from '../../../handlers/report/scan-report.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { okOf } from '../../domain/ok-of.ts';
import {
  colleague,
  diagnosticRecord,
  graphUser,
  objectId,
  signInRecord,
  tenant,
} from '../../domain/providers/entra/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder();
function write(name: string, content: string | Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const page = (...value: readonly object[]) => JSON.stringify({ '@odata.context': 'x', value });
const first = write('first.json', page(colleague, graphUser()));
const second = write('second.json', page(graphUser(), colleague));
const settings = okOf(parseSettings({ now }, now));

async function scanOf(paths: Partial<TenantPaths>, table = memoryLastSeenTable()) {
  const given = { users: [first, second], signIns: [], tenant: tenant(), madeAt: undefined, ...paths };
  const { scanned, reading, inventory } = await scanTenantFiles(await readTenantFiles(given, now), settings, table);
  const report = scanReport(scanned, reading, inventory, settings);
  const alice = report.users.find(({ userName }) => userName === 'alice@example.com');
  return { report, alice, verdicts: verdictsOf(scanned, settings.question) };
}

describe('a tenant from files', () => {
  it('is judged as an account is, under its own id', async () => {
    const table = memoryLastSeenTable();
    const { report, alice } = await scanOf({}, table);
    expect(report.accounts.map(({ accountId }) => accountId)).toEqual([tenant()]);
    expect(report.counts).toMatchObject({ users: 2, active: 1, idle: 1, withoutCredentials: 0 });
    expect(alice).toMatchObject({ state: 'idle', usable: true, lastActivity: { source: 'entra-sign-in-activity' } });
    expect(alice?.reason).toMatch(
      /^last seen 200 days ago by Entra ID's sign-in activity, .*not corroborated by the sign-in log: no logs$/,
    );
    expect((await table.readAccount(tenant())).assessments.size).toBe(2);
  });

  it('leaves deleted users out, and names what is no user', async () => {
    const deleted = graphUser({ id: objectId('b7873f1b-547b-4605-ad9e-abc76e92f903'), deletedDateTime: daysAgo(3) });
    const application = { '@odata.type': '#microsoft.graph.servicePrincipal\u001b[2J', id: objectId() };
    const odd = [write('odd.json', page(colleague, deleted, application)), write('odd2.json', page(colleague))];
    const { report } = await scanOf({ users: odd });
    expect(report.counts.users).toBe(1);
    expect(report.notes).toEqual(['1 deleted users of Entra ID are left out']);
    expect(report.missing).toEqual([`${odd[0]}: value[2]: is no user but #microsoft.graph.servicePrincipal\\u{1b}[2J`]);
  });

  it('read once calls nobody unused, and the table keeps what a later scan knows', async () => {
    const { alice } = await scanOf({ users: [first] });
    expect(alice).toMatchObject({ state: 'unknown', summary: 'sign-in activity read once only' });
  });

  it.each([
    ['pages of Graph', 'graph.json', page(signInRecord())],
    ['a list', 'list.json', JSON.stringify([signInRecord()])],
    ['lines of storage', 'PT1H.json', `${JSON.stringify(diagnosticRecord())}\n${JSON.stringify(diagnosticRecord())}\n`],
    ['records of an event hub', 'hub.json', JSON.stringify({ records: [diagnosticRecord()] })],
    ['gzip', 'PT1H.json.gz', gzipSync(JSON.stringify(diagnosticRecord()))],
  ])('takes the sign-in log as %s', async (_, name, content) => {
    const { alice, report } = await scanOf({ signIns: [write(name, content)] });
    expect(alice).toMatchObject({ state: 'active', lastActivity: { at: daysAgo(5), source: 'entra-sign-in-log' } });
    expect(report.records.recorded).toBeGreaterThan(0);
    expect(report.accounts[0]?.coverage.regions).toEqual(['interactive-sign-ins', 'non-interactive-sign-ins']);
  });

  it('keeps the records before a fault in a file of the log, and says where it breaks', async () => {
    const lines = [JSON.stringify(signInRecord()), '{"createdDateTime": "2026', ''].join('\n');
    const { alice, report } = await scanOf({ signIns: [write('torn.jsonl', lines)] });
    expect(alice).toMatchObject({ state: 'active', lastActivity: { at: daysAgo(5) } });
    expect(report.missing).toEqual([expect.stringMatching(/torn\.jsonl: line 2: not JSON$/)]);
    const more = { ...JSON.parse(page(signInRecord())), '@odata.nextLink': 'https://graph.microsoft.com/more' };
    const cut = await scanOf({ signIns: [write('cut.json', JSON.stringify(more))] });
    expect(cut.report.missing).toEqual([expect.stringMatching(/cut\.json: further pages follow/)]);
  });

  it('takes the log from a bucket as from a folder, object by object', async () => {
    const bytes = async function* () {
      yield Buffer.from(JSON.stringify(diagnosticRecord()).slice(0, 40));
      yield Buffer.from(JSON.stringify(diagnosticRecord()).slice(40));
    };
    const url = 's3://logs/entra/';
    const inBucket: FindInBucket = async (asked) => [
      { name: `${asked}a.json`, open: async () => ({ kind: 'open', source: bytes() }) },
      { name: `${asked}b.json`, open: async () => ({ kind: 'closed', why: 'AccessDenied' }) },
    ];
    const paths = { users: [first, second], signIns: [url], tenant: undefined, madeAt: undefined };
    const files = await readTenantFiles(paths, now, inBucket);
    expect(files.accountId).toBe(tenant());
    expect(files.signIns?.fold.records.recorded).toBe(1);
    expect(files.signIns?.reading.unreadable).toEqual([{ file: `${url}b.json`, why: 'AccessDenied' }]);
  });

  it('takes its id from the log, where no option names it', async () => {
    const signIns = [write('named.json', JSON.stringify(diagnosticRecord()))];
    expect((await scanOf({ signIns, tenant: undefined })).report.accounts[0]?.accountId).toBe(tenant());
  });

  it.each([
    ['not JSON', 'cut.json', '{"value": ['],
    ['of something else', 'other.json', '{"Records": []}'],
    ['cut off', 'paged.json', JSON.stringify({ value: [], '@odata.nextLink': 'https://graph.microsoft.com/next' })],
  ])('a log that is %s proves no silence', async (_, name, content) => {
    const { alice, report } = await scanOf({ signIns: [write(name, content)] });
    expect(alice).toMatchObject({ state: 'unknown', summary: '1 unreadable log file' });
    expect(report.missing).toEqual([expect.stringContaining(name)]);
  });

  it('a record of a user that cannot be read makes that user unknown, and nobody else', async () => {
    const record = signInRecord({ status: 'fine' });
    const { alice, report } = await scanOf({ signIns: [write('odd.json', page(record))] });
    expect(alice?.reason).toContain('a record of the sign-in log of this user cannot be read (status.errorCode)');
    expect(report.counts.unknown).toBe(1);
  });

  it('is a finding of its own provider', async () => {
    const { verdicts } = await scanOf({});
    const [idle] = verdicts.filter(({ assessment }) => assessment.state === 'idle');
    if (idle === undefined) throw new Error('nobody is idle');
    const finding = ocsfFinding(idle.assessment, { now, run: idle.run, region: 'eu-west-1', toolVersion: '1' });
    expect(finding.cloud).toEqual({
      provider: 'Azure',
      account: { uid: tenant(), type_id: 6, type: 'Azure AD Account' },
      region: 'global',
    });
    expect(finding.finding_info.uid).toBe(`lastseen/entra-user-unused/${tenant()}/${idle.assessment.user.userId}`);
    expect(Object.keys(finding.unmapped.compliance)).not.toContain('CIS-AWS-7.0');
  });

  it.each<[string, Partial<TenantPaths>, RegExp]>([
    ['the same file twice', { users: [first, first] }, /first\.json: was given before; give a second read/],
    ['a tenant that is none', { tenant: 'contoso.com' }, /--entra-tenant contoso\.com: give the GUID/],
    [
      'a list of nobody',
      { users: [write('nobody.json', page())] },
      /--entra-users .*nobody\.json: names no user; give/,
    ],
    [
      'a list of which nobody can be read',
      { users: [write('odd-ids.json', page({ id: 7 }))] },
      /names no user that can be read \(value\[0\]: id is not the GUID of a user\)/,
    ],
    [
      'a refusal of Graph',
      { users: [write('refused.json', '{"error": {"code": "Authorization_RequestDenied", "message": "no"}}')] },
      /refused\.json: Graph refused: Authorization_RequestDenied; make it with/,
    ],
    ['no tenant at all', { tenant: undefined }, /do not name their tenant; give --entra-tenant/],
    [
      'a list of something else',
      { users: [write('x.json', '{"Users": []}')] },
      /not Graph's list of users; make it with/,
    ],
  ])('refuses %s', async (_, paths, why) => {
    await expect(scanOf(paths)).rejects.toThrow(why);
  });
});
