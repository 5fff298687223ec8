import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountsOf, foldRecord, newRecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { reordered } from '../arbitraries.ts';
import { account, daysAgo, now, record, recordBy, region, signIn, user } from '../builders.ts';

const foldOf = (records: readonly unknown[]) => {
  const fold = newRecordFold();
  for (const each of records) foldRecord(fold, each, now);
  return fold;
};
const other = {
  accountId: '999999999999',
  arn: 'arn:aws:iam::999999999999:user/bob',
  principalId: 'AIDABOB0000000000001',
};
const failedSignIn = signIn({ responseElements: { ConsoleLogin: 'Failure' } });
const timeless = record({ eventTime: 'never' });

const records = fc.array(
  fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom('eu-west-1', 'us-east-1'), fc.string())
      .map(([days, awsRegion, eventID]) => record({ eventTime: daysAgo(days), awsRegion, eventID })),
    fc.constantFrom<unknown>(failedSignIn, timeless, signIn(), recordBy({ type: 'AssumedRole' }), 7, null, {}, []),
    fc.constant(recordBy(other, { recipientAccountId: '999999999999' })),
    fc.constant(recordBy({ principalId: '' })),
  ),
);

describe('many records', () => {
  it('add up: each is recorded, ignored for one reason, or malformed', () => {
    fc.assert(
      fc.property(records, (given) => {
        const { received, recorded, ignored, malformed } = foldOf(given);
        expect(received).toBe(given.length);
        expect(recorded + [...ignored.values()].reduce((a, b) => a + b, 0) + malformed).toBe(received);
      }),
    );
  });

  it('come to the same whatever their order, and told twice', () => {
    const orders = records.chain((given) => fc.tuple(fc.constant(given), reordered(given)));
    fc.assert(
      fc.property(orders, ([given, again]) => {
        const [a, b] = [foldOf(given), foldOf(again)];
        expect([b.lastSeen, b.watches, b.unreadable]).toEqual([a.lastSeen, a.watches, a.unreadable]);
        expect(accountsOf(b)).toEqual(accountsOf(a));
      }),
    );
  });

  it('are kept by account, and by subject below it', () => {
    const root = { type: 'Root', principalId: '123456789012', accountId: '123456789012' };
    const fold = foldOf([
      record(),
      recordBy({ principalId: '', userName: 'Alice' }),
      record({ userIdentity: root }),
      recordBy(other, { recipientAccountId: '999999999999' }),
    ]);
    expect([...fold.lastSeen].map(([id, subjects]) => [id, [...subjects.keys()]])).toEqual([
      ['123456789012', [`user#${user()}`, 'name#alice', 'root']],
      ['999999999999', ['user#AIDABOB0000000000001']],
    ]);
    expect(accountsOf(fold)).toEqual(['123456789012', '999999999999']);
  });

  it('that cannot be read tell of whom, name their Region, and prove no watch', () => {
    const fold = foldOf([timeless]);
    expect(fold).toMatchObject({ received: 1, malformed: 1, recorded: 0 });
    expect([...(fold.unreadable.get(account()) ?? [])]).toMatchObject([
      [`user#${user()}`, { field: 'eventTime', userName: 'alice' }],
    ]);
    expect(fold.watches.size).toBe(0);
    const ofNobody = foldOf([recordBy({ principalId: 'x', userName: 'a b', arn: 'x' })]);
    expect([ofNobody.malformed, ofNobody.unreadable.size]).toEqual([1, 0]);
    const watch = ofNobody.watches.get(account())?.get(region());
    expect(watch).toEqual({ lastRecord: record()['eventTime'], lastProof: undefined, days: new Map() });
  });

  it('that are ignored prove that somebody watched', () => {
    const fold = foldOf([failedSignIn]);
    expect(fold.ignored).toEqual(new Map([['failed-console-sign-in', 1]]));
    expect([...(fold.watches.get(account())?.keys() ?? [])]).toEqual(['eu-west-1']);
    expect(accountsOf(fold)).toEqual([account()]);
  });

  it('of none are nothing', () => {
    const nothing: JsonObject = { received: 0, recorded: 0, malformed: 0 };
    expect(foldOf([])).toMatchObject(nothing);
    expect(accountsOf(foldOf([]))).toEqual([]);
  });
});
