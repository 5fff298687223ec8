import { describe, expect, test } from 'vitest';
import { answered, failed, unusable } from '../../../domain/answer.ts';
import { parseUserId } from '../../../domain/ids.ts';
import { readServices } from '../../../domain/services/read-services.ts';
import { subjectEntry } from '../../../domain/sightings/entry.ts';
import { account, daysAgo, iamUser } from '../../domain/builders.ts';
import { accessed, serviceEntry, servicesPage } from '../../domain/services/services-builders.ts';
import { type Difference, unused200, verdictOn, withGitCredential } from '../reconcile/silent-account.ts';

const alice = { accountId: account(), userName: 'alice' };
/** What the pages of a job say, as the adapter reads them. */
const saidBy = (page: ReturnType<typeof servicesPage>) =>
  readServices([page], alice) ?? failed(unusable('no page of a job'));
const inAllRegions = { corroborated: true };
/** Alice by another unique id, as she is in an earlier answer. */
const earlierAlice = iamUser({ userId: parseUserId('AIDAFORMER0000000001') });
const storedFor = (person: ReturnType<typeof iamUser>, ...answer: Parameters<typeof accessed>): Difference => ({
  change: ({ table }) => table.services.set(subjectEntry(person), accessed(...answer)),
});
const silentInCodeCommit = answered(accessed({}, ['codecommit', 's3']));

describe('the services last accessed see what nothing else sees, and their silence proves nothing', () => {
  test('S3 objects by a console session', async () => {
    expect(await verdictOn({})).toMatchObject({ state: 'idle', ...inAllRegions });
    const verdict = await verdictOn({ services: saidBy(servicesPage([serviceEntry('s3', 12), serviceEntry('ec2')])) });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toBe('last seen 12 days ago by the services last accessed (s3, eu-west-1)');
  });

  test('a Git credential of CodeCommit', async () => {
    const blind = { ...withGitCredential(), lost: (_: string, days: number) => days === 50 };
    const verdict = await verdictOn({ ...blind, services: silentInCodeCommit });
    expect(verdict).toMatchObject({ state: 'unknown', corroborated: false });
    expect(verdict.reason).toMatch(/^cannot judge: IAM does not record the use of its active service-specific/);
    const [assessment] = verdict.plan.reconciliation.assessments.values();
    expect(assessment?.services?.silent).toEqual(['codecommit', 's3']);
    const used = await verdictOn({ ...blind, services: answered(accessed({ codecommit: 30 })) });
    expect(used).toMatchObject({ state: 'active', corroborated: false });
    expect(used.reason).toMatch(/^last seen 30 days ago by the services last accessed \(codecommit, eu-west-1\)/);
  });

  test('denied attempts only', async () => {
    const verdict = await verdictOn({ services: saidBy(servicesPage([serviceEntry('secretsmanager', 1)])) });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toBe('last seen 1 day ago by the services last accessed (secretsmanager, eu-west-1)');
  });

  test('a service removed from the policy', async () => {
    const known = storedFor(iamUser(), { s3: 20 }, ['ec2'], daysAgo(10));
    const now = answered(accessed({}, ['ec2']));
    const verdict = await verdictOn({ ...known, services: now });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toMatch(/^last seen 20 days ago by the services last accessed \(s3, eu-west-1\)/);
    const neverKnown = await verdictOn({ services: now });
    expect(neverKnown).toMatchObject({ state: 'idle', ...inAllRegions });
    expect(neverKnown.reason).toMatch(unused200);
  });

  test('a job that fails', async () => {
    const error = { JobStatus: 'FAILED', Error: { Code: 'SERVER_ERROR', Message: 'try again' } };
    const verdict = await verdictOn({ services: saidBy(servicesPage([], error)) });
    expect(verdict).toMatchObject({ state: 'idle', ...inAllRegions });
    expect(verdict.reason).toMatch(unused200);
    expect(verdict.plan.missing).toEqual([
      'the services last accessed by alice are not known (the job failed: SERVER_ERROR)',
    ]);
    const git = { ...withGitCredential(), lost: (_: string, days: number) => days === 50 };
    const doubted = await verdictOn({ ...git, services: saidBy(servicesPage([], error)) });
    expect(doubted).toMatchObject({ state: 'unknown', corroborated: false });
  });

  test('a name used again', async () => {
    const ofAnother = await verdictOn({
      ...storedFor(earlierAlice, { s3: 5 }),
      services: failed(unusable('the name belongs to another user by now')),
    });
    expect(ofAnother).toMatchObject({ state: 'idle', ...inAllRegions });
    expect(ofAnother.reason).toMatch(unused200);
    expect(ofAnother.plan.missing).toEqual([
      'the services last accessed by alice are not known (the name belongs to another user by now)',
    ]);
    const beforeHer = await verdictOn({ services: answered(accessed({ s3: 410 }, [], daysAgo(405))) });
    expect(beforeHer).toMatchObject({ state: 'idle', ...inAllRegions });
    expect(beforeHer.reason).toMatch(unused200);
  });

  test('a tracking period shorter than the window', async () => {
    const created = '2025-07-11T08:00:00+00:00';
    const used = '2025-08-20T08:00:00+00:00';
    const row = {
      user_creation_time: created,
      password_last_changed: created,
      password_last_used: used,
      access_key_1_last_rotated: created,
      access_key_1_last_used_date: used,
    };
    const window = { thresholdDays: 450, row, listed: { createdAt: daysAgo(500) }, services: silentInCodeCommit };
    const verdict = await verdictOn(window);
    expect(verdict).toMatchObject({ state: 'idle', corroborated: false });
    expect(verdict.reason).toMatch(/^last seen 460 days ago by the credential report/);
    const git = await verdictOn({ ...window, ...withGitCredential(480) });
    expect(git).toMatchObject({ state: 'unknown', corroborated: false });
    expect(git.reason).toMatch(/^cannot judge: IAM does not record the use of its active service-specific/);
  });
});
