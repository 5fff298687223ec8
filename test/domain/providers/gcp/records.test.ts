import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readListing } from '../../../../domain/providers/gcp/inventory.ts';
import { readActivityPage } from '../../../../domain/providers/gcp/records.ts';
import { activity, dayAgo, keyId, listed, listedKey, pageOf, project, serviceAccountId } from './builders.ts';

const sample = '../shared/data/providers/gcp/service-account-last-authentication.json';

describe('a page of activities', () => {
  it.skipIf(!existsSync(sample))("is read from Google's own sample (skipped where ../shared/data is absent)", () => {
    const page = pageOf(JSON.parse(readFileSync(sample, 'utf8')));
    const period = { start: '2021-01-27T07:00:00Z', end: '2021-04-27T07:00:00Z' };
    expect(page).toEqual({
      authentications: [
        {
          kind: 'account',
          accountId: project(),
          serviceAccountId: '123456789012345678901',
          address: 'service-account-1@my-project.iam.gserviceaccount.com',
          keyId: undefined,
          day: '2021-04-27T07:00:00Z',
          period,
        },
      ],
      malformed: [],
      isCut: false,
    });
  });

  it('is keyed by the unique id, and by the id of the project', () => {
    const [read] = pageOf([activity({ day: dayAgo(3), key: keyId })]).authentications;
    expect(read).toMatchObject({
      kind: 'key',
      keyId,
      accountId: 'gcp:my-project',
      serviceAccountId: serviceAccountId(),
    });
  });

  it('may be empty, which Google writes without a list', () => {
    expect(readActivityPage({})).toEqual({ authentications: [], malformed: [], isCut: false });
    expect(readActivityPage({ nextPageToken: 'x' })?.isCut).toBe(true);
  });

  it.each([['a text'], [null], [{ value: [] }], [{ error: { code: 403 } }]])('is not %j', (value) => {
    expect(readActivityPage(value)).toBeUndefined();
  });

  const use = activity({ day: dayAgo(3) });
  const inner = { lastAuthenticatedTime: dayAgo(3), serviceAccount: { serviceAccountId: serviceAccountId() } };
  it.each([
    ['is null, not an object', null],
    ['activityType is not one of service accounts or their keys', { ...use, activityType: 'resourceAuthorization' }],
    ['activity.serviceAccount is missing', { ...use, activity: {} }],
    [
      'activity.serviceAccount.serviceAccountId is not the id of one',
      { ...use, activity: { ...inner, serviceAccount: { serviceAccountId: 'me@x' } } },
    ],
    [
      'fullResourceName names no service account of a project',
      { ...use, fullResourceName: 'projects/12/serviceAccounts/a' },
    ],
    ['fullResourceName is of another kind', { ...use, fullResourceName: activity({ key: keyId })['fullResourceName'] }],
    ['observationPeriod cannot be read', { ...use, observationPeriod: { startTime: dayAgo(1), endTime: dayAgo(2) } }],
    ['lastAuthenticatedTime is no time', { ...use, activity: { ...inner, lastAuthenticatedTime: null } }],
  ])('names an entry that cannot be read: %s', (why, entry) => {
    expect(pageOf([use, entry])).toMatchObject({ authentications: [{}], malformed: [`activities[1]: ${why}`] });
  });
});

describe('a list of service accounts and keys', () => {
  it('is read by the form of each entry', () => {
    const read = readListing([[listed({ disabled: true }), listedKey()]]);
    expect(read?.malformed).toEqual([]);
    expect(read?.entries).toMatchObject([
      { kind: 'service-account', accountId: 'gcp:my-project', isDisabled: true },
      { kind: 'key', keyId, createdAt: dayAgo(500), isDisabled: false, isOfGoogle: false },
    ]);
  });

  it.each([
    ['is a string, not an object', 'a'],
    ['is no service account and no key of one', { email: 'a@b' }],
    ['uniqueId is not the id of a service account', listed({ uniqueId: 7 })],
    ['projectId is not the id of a project', listed({ projectId: '../x' })],
    ['disabled is a string', listed({ disabled: 'no' })],
    ['name is not that of a key of a service account', listedKey({ name: 'projects/p' })],
    ['an HMAC key has no accessId or no serviceAccountEmail', { accessId: 'GOOG' }],
  ])('names an entry that cannot be read: %s', (why, entry) => {
    expect(readListing([[entry]])).toEqual({ entries: [], malformed: [`[0]: ${why}`] });
  });

  it('is nothing else', () => {
    expect([readListing([{ accounts: [] }]), readListing([])]).toEqual([undefined, undefined]);
  });
});
