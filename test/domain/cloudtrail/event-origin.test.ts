import { describe, expect, it } from 'vitest';
import { isForeignRecord, type RefusedReason, refusalOfEvent } from '../../../domain/cloudtrail/event-origin.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { account, record } from '../builders.ts';

const ours = new Set([account(), account('210987654321')]);

describe('an event on the bus counts', () => {
  it.each(['123456789012', '210987654321'])('if a service of AWS sent it in our account %s', (ourAccount) => {
    expect(refusalOfEvent({ source: 'aws.s3', account: ourAccount }, ours)).toBeUndefined();
  });

  it.each<[string, JsonObject, RefusedReason]>([
    ['of our own programs', { source: 'my.app', account: '123456789012' }, 'foreign-source'],
    ['of a source that only ends like one of AWS', { source: 'my.aws.s3', account: '123456789012' }, 'foreign-source'],
    ['of a source that only begins like one', { source: 'awsome.s3', account: '123456789012' }, 'foreign-source'],
    ['of a partner', { source: 'aws.partner/example.com', account: '123456789012' }, 'foreign-source'],
    ['without a source', { account: '123456789012' }, 'foreign-source'],
    ['with a source in an array', { source: ['aws.s3'], account: '123456789012' }, 'foreign-source'],
    ['of another account', { source: 'aws.s3', account: '999999999999' }, 'foreign-account'],
    ['without an account', { source: 'aws.s3' }, 'foreign-account'],
  ])('but not one %s', (_, event, reason) => {
    expect(refusalOfEvent(event, ours)).toBe(reason);
  });

  it('also of a service whose name begins like the word for a partner', () => {
    expect(refusalOfEvent({ source: 'aws.partnercentral', account: '123456789012' }, ours)).toBeUndefined();
  });
});

describe('a record is foreign', () => {
  const by = (accountId: unknown, recipientAccountId?: unknown) =>
    isForeignRecord(record({ userIdentity: { type: 'IAMUser', accountId }, recipientAccountId }), ours);

  it('if it was written for another account, whoever called', () => {
    expect([by('123456789012', '999999999999'), by('999999999999', '123456789012')]).toEqual([true, false]);
  });

  it('if it does not say for which account, and its caller is of another', () => {
    expect([by('999999999999'), by('999999999999', null), by('123456789012')]).toEqual([true, true, false]);
  });

  it('if its account is not written as an account is', () => {
    expect([by(123456789012), by('')]).toEqual([true, true]);
  });

  it('but not where it names no account: the event around it does', () => {
    expect([by(undefined), by(null), isForeignRecord({ eventName: 'x' }, ours)]).toEqual([false, false, false]);
  });
});
