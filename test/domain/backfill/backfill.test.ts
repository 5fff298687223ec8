import { describe, expect, test } from 'vitest';
import { type Failure, type FailureKind, unusable } from '../../../domain/answer.ts';
import { planBackfill, secondsOf } from '../../../domain/backfill/backfill-plan.ts';
import { runToDo } from '../../../domain/backfill/backfill-run.ts';
import { backfillMissing, durationWords, estimateWords } from '../../../domain/backfill/backfill-words.ts';
import { namesOf, readRename } from '../../../domain/backfill/former-names.ts';
import { concludeLookup, type NameReading, searchFrom } from '../../../domain/backfill/lookup-result.ts';
import { permissionWords } from '../../../domain/inventory/missing-permission.ts';
import { emptyAccount } from '../../../domain/table/stored-account.ts';
import { account, daysAgo, iamUser, now, question, record, region, user } from '../builders.ts';

describe('a run of backfill', () => {
  const regions = [region()];
  const interrupted = (startedAt = daysAgo(0.5)) => ({
    startedAt,
    regions: [region('us-east-1')],
    finishedAt: undefined,
  });

  test.each([
    ['is new where there was none', undefined, now],
    ['goes on where one was interrupted', interrupted(), daysAgo(0.5)],
    ['goes on up to the last second of a day', interrupted(daysAgo(1, 1)), daysAgo(1, 1)],
    ['is new after exactly a day', interrupted(daysAgo(1)), now],
    ['is new where one is to begin in the future', interrupted(daysAgo(-1)), now],
    ['is new where one came to its end', { ...interrupted(), finishedAt: daysAgo(0.4) }, now],
  ])('%s', (_, before, startedAt) => {
    expect(runToDo(before, regions, now)).toEqual({ startedAt, regions, finishedAt: undefined });
  });
});

describe('the time asked from', () => {
  const whole = { from: daysAgo(100), to: daysAgo(10) };

  test.each([
    ['the beginning of the event history', undefined, undefined, daysAgo(90)],
    ["the user's creation, if that is later", daysAgo(20), undefined, daysAgo(20)],
    ['the beginning, if the user is older', daysAgo(400), undefined, daysAgo(90)],
    ['an hour before the end of an earlier lookup that reached the beginning', undefined, whole, daysAgo(10, -3600)],
    ['the beginning, if the earlier lookup did not reach it', undefined, { ...whole, from: daysAgo(80) }, daysAgo(90)],
    [
      'the beginning, if the earlier lookup ends before it',
      undefined,
      { from: daysAgo(190), to: daysAgo(100) },
      daysAgo(90),
    ],
    ['the beginning, if the earlier lookup ends in the future', undefined, { ...whole, to: daysAgo(-1) }, daysAgo(90)],
    ['now, for a user created in the future', daysAgo(-1), undefined, now],
  ])('is %s', (_, createdAt, known, from) => expect(searchFrom(now, createdAt, known)).toBe(from));
});

describe('what is claimed', () => {
  const found = (days: number): NameReading => ({ kind: 'found', at: daysAgo(days) });
  const whole: NameReading = { kind: 'whole' };
  const cut = (days?: number): NameReading => ({
    kind: 'cut',
    readTo: days === undefined ? undefined : daysAgo(days),
    why: 'too many',
  });
  const claim = (readings: readonly NameReading[], changes = {}) => {
    const asked = { from: daysAgo(90), to: now, namesKnown: true, createdAt: daysAgo(400), ...changes };
    const { lookedUp, unanswered } = concludeLookup(readings, asked);
    expect(lookedUp.to).toBe(now);
    return [lookedUp.from, unanswered];
  };

  test.each([
    ['everything, where no event is there', [whole], daysAgo(90), undefined],
    ['from what was found', [found(30)], daysAgo(30), undefined],
    ['from the latest found under any name', [found(5), whole, found(40)], daysAgo(5), undefined],
    ['from the latest found, whichever name comes first', [found(40), found(5)], daysAgo(5), undefined],
    ['from a second after the last event read', [cut(7)], daysAgo(7, 1), 'too many'],
    ['nothing, where nothing was read', [cut()], now, 'too many'],
    ['nothing beyond the latest cut', [cut(9), cut(7), whole], daysAgo(7, 1), 'too many'],
    ['from what was found after the cut', [found(3), cut(7)], daysAgo(3), undefined],
    ['from the cut, where what was found lies before it', [found(30), cut(7)], daysAgo(7, 1), 'too many'],
  ])('%s', (_, readings, from, unanswered) => expect(claim(readings)).toEqual([from, unanswered]));

  test('of former names that are not known nothing is claimed but what was found', () => {
    expect(claim([whole], { namesKnown: false })).toEqual([now, 'former names are not known']);
    expect(claim([found(3)], { namesKnown: false })).toEqual([daysAgo(3), undefined]);
  });

  test('before its creation a user did nothing', () => {
    expect(claim([whole], { from: daysAgo(20), createdAt: daysAgo(20) })).toEqual([daysAgo(90), undefined]);
    expect(claim([whole], { from: daysAgo(20), createdAt: daysAgo(30) })).toEqual([daysAgo(20), undefined]);
  });
});

describe('the plan', () => {
  const regions = [region('eu-west-1'), region('us-east-1')];
  const run = { startedAt: now, regions, finishedAt: undefined };

  test('is one call for each name in each Region, two a second, Regions side by side', () => {
    const users = Array.from({ length: 500 }, (_, n) =>
      iamUser({ userId: user(`AIDAUSER${n}`), userName: `user${n}` }),
    );
    const seventeen = Array.from({ length: 17 }, (_, n) => region(`eu-west-${n}`));
    const plan = planBackfill(emptyAccount(account()), users, { ...run, regions: seventeen }, [], question);
    expect(secondsOf(plan)).toBe(250);
    expect(estimateWords(plan.lookups.length, 17, secondsOf(plan))).toBe('500 users in 17 Regions: about 4 min 10 s');
    const renamed = [{ at: daysAgo(3), from: 'before', to: 'user0' }];
    expect(secondsOf(planBackfill(emptyAccount(account()), users, run, renamed, question))).toBe(250.5);
    expect(secondsOf(planBackfill(emptyAccount(account()), [], run, [], question))).toBe(0);
  });

  test.each([
    [0, '0 s'],
    [0.5, '1 s'],
    [59, '59 s'],
    [60, '1 min 0 s'],
    [3599, '59 min 59 s'],
    [3900, '1 h 5 min'],
  ])('%d seconds are %s', (seconds, words) => expect(durationWords(seconds)).toBe(words));
});

describe('renames', () => {
  const asked = { userName: 'alicia', newUserName: 'alice' };
  const update = (changes = {}) =>
    record({ eventSource: 'iam.amazonaws.com', eventName: 'UpdateUser', requestParameters: asked, ...changes });
  const at = '2026-11-23T07:00:00Z';

  test('are read from UpdateUser calls that succeeded and gave a name', () => {
    expect(readRename(update())).toEqual({ at, from: 'alicia', to: 'alice' });
  });

  test.each([
    ['refused', update({ errorCode: 'AccessDenied' })],
    ['of a path alone', update({ requestParameters: { userName: 'alice', newPath: '/x/' } })],
    ['of another service', update({ eventSource: 'example.amazonaws.com' })],
    ['of another call', update({ eventName: 'UpdateLoginProfile' })],
    ['without a time', update({ eventTime: 'soon' })],
    ['no record at all', 'text'],
    ['of a name that IAM does not take', update({ requestParameters: { ...asked, userName: 'a b' } })],
  ])('%s give no name', (_, given) => expect(readRename(given)).toBeUndefined());

  test('lead back through a chain in any order, also within a second, and in circles', () => {
    const chain = [
      { at: daysAgo(3), from: 'b', to: 'A' },
      { at: daysAgo(3), from: 'c', to: 'b' },
      { at: daysAgo(9), from: 'a', to: 'c' },
      { at: daysAgo(9), from: 'x', to: 'y' },
    ];
    const known = { userName: 'a', createdAt: undefined };
    expect(namesOf(known, chain)).toEqual(['a', 'b', 'c']);
    expect(namesOf(known, chain.toReversed())).toEqual(['a', 'b', 'c']);
  });

  test('from before the creation were of somebody else', () => {
    const renames = [{ at: daysAgo(3), from: 'b', to: 'a' }];
    expect(namesOf({ userName: 'a', createdAt: daysAgo(2) }, renames)).toEqual(['a']);
    expect(namesOf({ userName: 'a', createdAt: daysAgo(3) }, renames)).toEqual(['a', 'b']);
  });
});

describe('what is missing', () => {
  const failed = (name: string, failure: Failure, users = 3) => ({ region: region(name), failure, users });
  const denied: Failure = { kind: 'denied', why: 'AccessDeniedException' };
  const late: Failure = { kind: 'unreachable', why: 'TimeoutError' };

  test('is one line for a cause, with its Regions, and the policy line that a refusal asks for', () => {
    expect(
      backfillMissing(
        [failed('us-east-1', denied), failed('eu-west-1', denied, 1), failed('af-south-1', late, 1)],
        { region: region('us-east-1'), failure: denied },
        [],
      ),
    ).toEqual([
      `CloudTrail's event history could not be read in eu-west-1, us-east-1 (AccessDeniedException) for up to 3 users; the policy lacks {"Effect":"Allow","Action":["cloudtrail:LookupEvents"],"Resource":"*"}`,
      "CloudTrail's event history could not be read in af-south-1 (TimeoutError) for up to 1 user",
    ]);
  });

  test('names renames and users without a unique id', () => {
    const renames = { region: region('us-east-1'), failure: unusable('too many events') };
    expect(backfillMissing([], renames, [iamUser(), iamUser(), iamUser()])).toEqual([
      'renames could not be read in us-east-1 (too many events): former names are not known',
      'alice and 2 others could not be looked up: their unique id is not known',
    ]);
  });

  test('is told where the source was denied, whatever its word for that is', () => {
    const why = 'page 1: NotEvenAWord';
    expect(permissionWords('list-users', { kind: 'denied', why })).toContain('"iam:ListUsers"');
  });

  test.each<FailureKind>(['throttled', 'no-credentials', 'unreachable', 'refused'])(
    'is not told where the source was %s, however that is called',
    (kind) => expect(permissionWords('list-users', { kind, why: 'AccessDenied' })).toBe(''),
  );
});
