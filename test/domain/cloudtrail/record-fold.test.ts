import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountsOf,
  foldRecord,
  foldRecordClass,
  mergeRecordFolds,
  newRecordFold,
  witnessOf,
} from '../../../domain/cloudtrail/record-fold.ts';
import { addDay } from '../../../domain/day-set.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { entryOf } from '../../../domain/sightings/entry.ts';
import type { Instant, Month } from '../../../domain/time.ts';
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
const aliceEntry = entryOf({ kind: 'user', accountId: account(), userId: user() });
const failedSignIn = signIn({ responseElements: { ConsoleLogin: 'Failure' } });
const timeless = record({ eventTime: 'never' });

const ofNobody = recordBy({ principalId: 'x', userName: 'a b', arn: 'x' });

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
    const unattributed = foldOf([ofNobody]);
    expect([unattributed.malformed, unattributed.unreadable.size]).toEqual([1, 0]);
    const watch = unattributed.watches.get(account())?.get(region());
    expect(watch).toEqual({ lastRecord: record()['eventTime'], lastProof: undefined, days: new Map() });
  });

  it('that are ignored prove that somebody watched', () => {
    const fold = foldOf([failedSignIn]);
    expect(fold.ignored).toEqual(new Map([['failed-console-sign-in', 1]]));
    expect([...(fold.watches.get(account())?.keys() ?? [])]).toEqual(['eu-west-1']);
    expect(accountsOf(fold)).toEqual([account()]);
  });

  it('that are malformed and of nobody leave the first that was met', () => {
    const fold = foldOf([record(), ofNobody, recordBy({ accountId: true })]);
    expect(fold.unattributed).toMatchObject({ field: 'userIdentity.userName' });
    expect(foldOf([timeless]).unattributed).toBeUndefined();
  });

  it('that are malformed in several ways leave the last of each subject', () => {
    const [wrongName, ofBob] = [record({ eventName: 7 }), recordBy(other, { recipientAccountId: undefined })];
    const { unreadable } = foldOf([timeless, wrongName, { ...ofBob, eventTime: 'never' }]);
    expect(unreadable.get(account())?.get(aliceEntry)).toMatchObject({ field: 'eventName' });
    expect([...unreadable.keys()]).toEqual(['123456789012', '999999999999']);
  });

  it('name their accounts in order', () => {
    const ofBob = recordBy(other, { recipientAccountId: '999999999999' });
    expect(accountsOf(foldOf([ofBob, record()]))).toEqual(['123456789012', '999999999999']);
    expect(accountsOf(foldOf([record({ awsRegion: undefined })]))).toEqual(['123456789012']);
  });

  it('of none are nothing', () => {
    const nothing: JsonObject = { received: 0, recorded: 0, malformed: 0, unattributed: undefined };
    expect(foldOf([])).toMatchObject(nothing);
    expect(accountsOf(foldOf([]))).toEqual([]);
  });
});

describe('a record', () => {
  it.each<[string, JsonObject, string]>([
    ['of a user', record(), 'may-prove'],
    ['of a role', recordBy({ type: 'AssumedRole' }), 'may-prove'],
    ['that is malformed', timeless, 'proves-nothing'],
    ['of nobody', record({ userIdentity: undefined }), 'proves-nothing'],
    ['of a caller that is not understood', recordBy({ type: 'User', arn: 'x' }), 'proves-nothing'],
    [
      'without a caller that made a user',
      record({ userIdentity: null, requestParameters: { userName: 'a', type: 'b' } }),
      'proves-nothing',
    ],
  ])('%s is a witness that its Region was watched: %#', (_, given, witness) => {
    expect(witnessOf(foldRecord(newRecordFold(), given, now))).toBe(witness);
  });
});

describe('records that differ in their moments alone', () => {
  const daysOf = (moments: readonly Instant[]) => {
    const days = new Map<Month, number>();
    for (const moment of moments) addDay(days, moment);
    return days;
  };
  const kinds = fc.constantFrom<JsonObject>(
    record(),
    record({ readOnly: false }),
    recordBy({ principalId: '' }, { awsRegion: undefined }),
    recordBy({ type: 'AssumedRole' }),
    record({ eventName: 7 }),
    ofNobody,
  );
  const times = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.nat(3)), { minLength: 1 });

  it('come to the same at once as one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, times)), (classes) => {
        const [oneByOne, atOnce] = [newRecordFold(), newRecordFold()];
        for (const [kind, givenTimes] of classes) {
          const moments = givenTimes.map(([days, seconds]) => daysAgo(days, -seconds)).sort();
          const at = (eventTime: unknown) => ({ ...kind, eventTime });
          for (const moment of moments) foldRecord(oneByOne, at(moment), now);
          const days = daysOf(moments);
          foldRecordClass(atOnce, { latest: at(moments.at(-1)), count: moments.length, days }, now);
        }
        expect(atOnce).toEqual(oneByOne);
      }),
    );
  });

  it('count as often as they are', () => {
    const fold = newRecordFold();
    const days = daysOf([daysAgo(1), daysAgo(3)]);
    const today = daysOf([daysAgo(0)]);
    foldRecordClass(fold, { latest: record({ eventTime: daysAgo(1) }), count: 5, days }, now);
    foldRecordClass(fold, { latest: failedSignIn, count: 3, days: today }, now);
    foldRecordClass(fold, { latest: record({ eventName: 7 }), count: 2, days: today }, now);
    expect(fold).toMatchObject({ received: 10, recorded: 5, malformed: 2 });
    expect(fold.ignored).toEqual(new Map([['failed-console-sign-in', 3]]));
    expect(fold.lastSeen.get(account())?.get(aliceEntry)?.days).toEqual(new Map([['2026-11', (1 << 21) | (1 << 19)]]));
  });
});

describe('what others folded', () => {
  it('merges to what one fold of all comes to', () => {
    fc.assert(
      fc.property(records, records, (some, more) => {
        const merged = foldOf(some);
        mergeRecordFolds(merged, foldOf(more));
        expect(merged).toEqual(foldOf([...some, ...more]));
      }),
    );
  });

  it('adds to each part: one seen and one malformed in both, one ignored in each', () => {
    const merged = foldOf([record({ eventTime: daysAgo(2) }), timeless, failedSignIn, ofNobody]);
    const wrongName = record({ eventName: 7 });
    mergeRecordFolds(merged, foldOf([record({ eventTime: daysAgo(1) }), wrongName, failedSignIn, timeless, wrongName]));
    expect(merged).toMatchObject({ received: 9, recorded: 2, malformed: 5 });
    expect(merged.unattributed).toMatchObject({ field: 'userIdentity.userName' });
    expect(merged.ignored).toEqual(new Map([['failed-console-sign-in', 2]]));
    expect(merged.lastSeen.get(account())?.get(aliceEntry)?.latest.at).toBe(daysAgo(1));
    expect(merged.unreadable.get(account())?.get(aliceEntry)).toMatchObject({ field: 'eventName' });
    expect(merged.watches.get(account())?.get(region())?.lastRecord).toBe('2026-11-23T07:00:00Z');
  });
});
