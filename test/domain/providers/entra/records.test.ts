import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../../domain/coverage/coverage.ts';
import type { JsonObject } from '../../../../domain/json.ts';
import { readSignIn, signInRegions } from '../../../../domain/providers/entra/records.ts';
import { foldSignIn, newSignInFold } from '../../../../domain/providers/entra/sign-in-fold.ts';
import { userEntry } from '../../../../domain/sightings/entry.ts';
import { daysAgo, now, question } from '../../builders.ts';
import { diagnosticRecord, objectId, signInRecord, tenant } from './builders.ts';

const read = (record: JsonObject) => readSignIn(record, tenant(), now);
const other = '00000000-1111-4111-8111-000000000001';

describe('a record of the sign-in log', () => {
  it.each([
    ['of Graph', signInRecord()],
    ['of a diagnostic setting', diagnosticRecord()],
    ['whose outcome the setting alone names', diagnosticRecord({ status: undefined })],
    ['in capitals', signInRecord({ userId: objectId().toUpperCase() })],
    ['without types, of an older answer', signInRecord({ signInEventTypes: undefined, isInteractive: true })],
  ])('that succeeded is a sighting: %s', (_, record) => {
    const subject = { accountId: tenant(), userId: objectId() };
    expect(read(record)).toMatchObject({ kind: 'use', subject, at: daysAgo(5), stream: 'interactive' });
  });

  it.each([
    ['by a flag', signInRecord({ signInEventTypes: undefined, isInteractive: false })],
    ['by its types', signInRecord({ signInEventTypes: ['nonInteractiveUser'] })],
    ['by its category', diagnosticRecord({}, { category: 'NonInteractiveUserSignInLogs' })],
  ])('of a client is of the other stream: %s', (_, record) => {
    expect(read(record)).toMatchObject({ kind: 'use', stream: 'non-interactive' });
  });

  it('that failed is an attempt: anybody can type a name', () => {
    const failure = read(signInRecord({ status: { errorCode: 50126 } }));
    expect(failure).toMatchObject({ kind: 'no-use', reason: 'failed-sign-in', requestId: signInRecord()['id'] });
  });

  it.each<[string, JsonObject]>([
    ['not-a-user-sign-in', signInRecord({ signInEventTypes: ['servicePrincipal'] })],
    ['not-a-user-sign-in', diagnosticRecord({}, { category: 'AuditLogs' })],
    ['other-tenant', diagnosticRecord({}, { tenantId: other })],
    ['other-tenant', diagnosticRecord({}, { tenantId: undefined })],
    ['other-tenant', signInRecord({ homeTenantId: other, resourceTenantId: other })],
    ['unknown-identity', signInRecord({ userId: '', status: { errorCode: 50034 } })],
  ])('is ignored as %s', (reason, record) => {
    expect(read(record)).toEqual({ kind: 'ignored', reason });
  });

  it('of a guest names two tenants, and one of them is ours', () => {
    expect(read(signInRecord({ homeTenantId: other, resourceTenantId: tenant() })).kind).toBe('use');
  });

  it.each<[string, JsonObject]>([
    ['createdDateTime', { createdDateTime: 'yesterday' }],
    ['createdDateTime', { createdDateTime: daysAgo(-1) }],
    ['status.errorCode', { status: { errorCode: '0' } }],
    ['status.errorCode', { status: 'success' }],
    ['status.errorCode', { status: undefined }],
    ['signInEventTypes', { signInEventTypes: 'interactiveUser' }],
    ['signInEventTypes', { signInEventTypes: ['somethingNew'] }],
    ['signInEventTypes', { signInEventTypes: undefined, isInteractive: 'true' }],
    ['userId', { userId: 'alice' }],
  ])('with %s that is not understood is malformed', (field, changes) => {
    expect(read(signInRecord(changes))).toMatchObject({ kind: 'malformed', field });
  });
});

describe('the sum of a sign-in log', () => {
  const fold = newSignInFold();
  const records = [
    signInRecord(),
    signInRecord({ createdDateTime: daysAgo(3), id: 'later' }),
    signInRecord({ status: { errorCode: 50126 }, createdDateTime: daysAgo(1) }),
    signInRecord({ createdDateTime: 'never' }),
    diagnosticRecord({}, { category: 'AuditLogs' }),
  ];
  for (const record of records) foldSignIn(fold, record, tenant(), now);

  it('adds up', () => {
    const { received, recorded, malformed, ignored } = fold.records;
    expect({ received, recorded, malformed }).toEqual({ received: 5, recorded: 2, malformed: 1 });
    expect([...ignored]).toEqual([
      ['failed-sign-in', 1],
      ['not-a-user-sign-in', 1],
    ]);
  });

  it('remembers the latest success, and no failure, with the days of all', () => {
    const seen = fold.records.lastSeen.get(tenant())?.get(userEntry(objectId()));
    expect(seen?.latest).toMatchObject({ at: daysAgo(3), credential: 'sign-in', eventId: 'later' });
    expect([...(seen?.days ?? [])]).toHaveLength(1);
    expect(fold.records.unreadable.get(tenant())?.has(userEntry(objectId()))).toBe(true);
  });

  it('shows which days of which stream were recorded: a failure shows it too', () => {
    const watches = fold.records.watches.get(tenant()) ?? new Map();
    const coverage = coverageOf(watches, { ...question, thresholdDays: 1, regions: signInRegions });
    expect(coverage).toMatchObject({ kind: 'partial' });
    expect(coverage.kind === 'partial' && coverage.gaps.map(({ region }) => region)).toEqual([
      'non-interactive-sign-ins',
    ]);
  });
});
