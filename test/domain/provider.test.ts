import { describe, expect, it } from 'vitest';
import { type AccountId, parseAccountId, parseUserId } from '../../domain/ids.ts';
import { isSightingSource, parseAnyAccountId, providerOf, sightingSourceOf } from '../../domain/provider.ts';
import { assessmentOf, changeEntry, parseEntry, userEntry } from '../../domain/sightings/entry.ts';
import { readEntry } from '../../domain/sightings/read-entry.ts';
import { account, now } from './builders.ts';
import { objectId, tenant } from './providers/entra/builders.ts';
import { customer, profileId } from './providers/google/builders.ts';

describe('the provider of an account', () => {
  it.each([
    [account(), 'aws'],
    [tenant(), 'entra'],
    [customer(), 'google'],
  ])('is told by the form of its id: %s is of %s', (id, provider) => {
    expect(parseAnyAccountId(id)).toBe(id);
    expect(providerOf(id)).toBe(provider);
  });

  it.each([
    '',
    '12345678901',
    tenant().toUpperCase(),
    `${tenant()}0`,
    `{${tenant()}}`,
    'my_customer',
    customer().toUpperCase(),
  ])('is not told of %j', (text) => {
    expect(parseAnyAccountId(text)).toBeUndefined();
  });

  it('of AWS alone stands in a record of CloudTrail: no record can claim to be of a tenant', () => {
    expect(parseAccountId(tenant())).toBeUndefined();
    expect(parseUserId(objectId())).toBeUndefined();
    expect(parseAccountId(customer())).toBeUndefined();
    expect(parseUserId(profileId())).toBeUndefined();
  });
});

it('a sighting of Google comes from the log of its application, that of others from the one log they have', () => {
  const logOf = (accountId: AccountId, eventSource: string | undefined) => sightingSourceOf(accountId, { eventSource });
  expect(logOf(customer(), 'token')).toBe('google-token-activity');
  expect(logOf(customer(), 'drive')).toBe('google-login-activity');
  expect(logOf(tenant(), 'token')).toBe('entra-sign-in-log');
  expect(logOf(account(), 'login')).toBe('cloudtrail');
  expect(['google-saml-activity', 'google-last-login'].map(isSightingSource)).toEqual([true, false]);
});

function entryForm(text: string) {
  const entry = parseEntry(text);
  return entry && readEntry(entry);
}

describe('an entry of a tenant', () => {
  const userId = objectId();
  const user = userEntry(userId);

  it('is keyed by the object id, which survives a change of the address', () => {
    expect(user).toBe(`user#${userId}`);
    expect(readEntry(user)).toEqual({ kind: 'user', userId });
    expect(readEntry(assessmentOf(user))).toEqual({ kind: 'assessment', user });
  });

  it('of a change is read again, as one of a name or of IAM is', () => {
    expect(readEntry(changeEntry(now, assessmentOf(user)))).toEqual({ kind: 'change', at: now, user });
    expect(entryForm(`change#${now}#tenant`)).toEqual({ kind: 'unknown' });
  });

  it('of the list of accounts holds the tenant', () => {
    expect(entryForm(tenant())).toEqual({ kind: 'account', accountId: tenant() });
    expect(entryForm(customer())).toEqual({ kind: 'account', accountId: customer() });
  });
});
