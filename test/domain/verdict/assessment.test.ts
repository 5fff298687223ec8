import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../../domain/coverage/coverage.ts';
import type { Credential, IamUser, MissingFact } from '../../../domain/inventory/iam-user.ts';
import type { Instant } from '../../../domain/time.ts';
import { assess, idleDays, type UserFacts } from '../../../domain/verdict/assessment.ts';
import type { State } from '../../../domain/verdict/state.ts';
import {
  accessKey,
  daysAgo,
  facts,
  iamUser,
  instant,
  lastSeen,
  never,
  notReported,
  notTracked,
  now,
  password,
  question,
  region,
  sighting,
  usedAt,
} from '../builders.ts';

const threshold = daysAgo(90);
const fresh = daysAgo(90, 1);
const whole: Coverage = { kind: 'whole', regions: [region()] };
const partial: Coverage = {
  kind: 'partial',
  regions: [region()],
  gaps: [{ region: region(), from: '2026-11-01', to: '2026-11-02' }],
};
const sshKey = (changes: Partial<Credential> = {}): Credential => ({
  ...accessKey({ lastUse: notTracked }),
  kind: 'ssh-public-key',
  id: 'APKAALICE',
  ...changes,
});
const stateOf = (changes: Partial<UserFacts>) => assess(facts(changes), question).state;
const holding = (...credentials: Credential[]) => ({ user: iamUser({ credentials }) });

describe('a threshold of 90 days is told to the second', () => {
  it.each<[string, Partial<UserFacts>, State]>([
    ['a sighting exactly 90 days ago', { lastSeen: lastSeen(sighting({ at: threshold })) }, 'idle'],
    ['a sighting a second later', { lastSeen: lastSeen(sighting({ at: fresh })) }, 'active'],
    ['a sighting in the future', { lastSeen: lastSeen(sighting({ at: daysAgo(-1) })) }, 'active'],
    ['a password used exactly 90 days ago', holding(password({ lastUse: usedAt(threshold) })), 'idle'],
    ['a password used a second later', holding(password({ lastUse: usedAt(fresh) })), 'active'],
    ['a key used exactly 90 days ago', holding(accessKey({ lastUse: usedAt(threshold) })), 'idle'],
    ['a key used a second later', holding(accessKey({ lastUse: usedAt(fresh) })), 'active'],
    ['a sign-in by ListUsers exactly 90 days ago', { user: iamUser({ passwordLastUsed: threshold }) }, 'idle'],
    ['a sign-in by ListUsers a second later', { user: iamUser({ passwordLastUsed: fresh }) }, 'active'],
    ['a user created exactly 90 days ago', { user: iamUser({ createdAt: threshold, credentials: [] }) }, 'never-used'],
    ['a user created a second later', { user: iamUser({ createdAt: fresh, credentials: [] }) }, 'new'],
    ['a password set exactly 90 days ago', holding(password({ createdAt: threshold, lastUse: never })), 'never-used'],
    ['a password set a second later', holding(password({ createdAt: fresh, lastUse: never })), 'new'],
    ['a key created exactly 90 days ago', holding(accessKey({ createdAt: threshold, lastUse: never })), 'never-used'],
    ['a key created a second later', holding(accessKey({ createdAt: fresh, lastUse: never })), 'new'],
  ])('%s', (_, changes, state) => {
    expect(stateOf(changes)).toBe(state);
  });

  it('and may be another', () => {
    const verdict = (thresholdDays: number) => assess(facts(), { ...question, thresholdDays }).state;
    expect([verdict(200), verdict(201)]).toEqual(['idle', 'active']);
  });
});

const gaps: MissingFact[] = [
  { kind: 'no-credential-report' },
  { kind: 'no-row' },
  { kind: 'row-of-another-user', rowCreatedAt: daysAgo(500) },
  { kind: 'report-stale', generatedAt: daysAgo(3) },
  { kind: 'field-unreadable', source: 'credential-report', field: 'password_last_used' },
  { kind: 'credentials-not-in-report', info: '1' },
  { kind: 'record-unreadable', field: 'eventTime' },
  { kind: 'log-files-unreadable', files: 1 },
  { kind: 'all-silent-at-once', users: 3 },
];

describe('the rules hold in this order', () => {
  const active = { lastSeen: lastSeen(sighting({ at: fresh })) };
  const young = iamUser({ createdAt: fresh, credentials: [password({ createdAt: fresh, lastUse: never })] });

  it.each(gaps)('1 before 2: fresh evidence outweighs $kind', (gap) => {
    expect(stateOf({ ...active, gaps: [gap] })).toBe('active');
    expect(stateOf({ ...active, user: iamUser({ gaps: [gap] }) })).toBe('active');
  });

  it.each(gaps)('2 before 3 and 5: with $kind a user is unknown, young or old, seen or not', (gap) => {
    for (const user of [young, iamUser(), iamUser({ credentials: undefined }), iamUser({ credentials: [] })]) {
      expect(stateOf({ user, gaps: [gap] })).toBe('unknown');
      expect(stateOf({ user: { ...user, gaps: [gap] } })).toBe('unknown');
      expect(stateOf({ user, gaps: [gap], coverage: whole })).toBe('unknown');
    }
  });

  it('1 before 3: a young user who was seen is active', () => {
    expect(stateOf({ ...active, user: young })).toBe('active');
  });

  it('3 before 4: a young user with a credential that nobody records is new', () => {
    expect(stateOf({ user: { ...young, credentials: [sshKey()] } })).toBe('new');
  });

  it('4 before 5: an active credential that nobody records makes a silent user unknown', () => {
    expect(stateOf(holding(sshKey()))).toBe('unknown');
    expect(stateOf({ ...holding(sshKey()), coverage: partial })).toBe('unknown');
    expect(assess(facts(holding(password(), sshKey(), sshKey())), question).gaps).toEqual([
      { kind: 'use-not-recorded', credential: 'ssh-public-key' },
    ]);
  });

  it('unless CloudTrail watched the whole window, or the credential is inactive', () => {
    expect(stateOf({ ...holding(sshKey()), coverage: whole })).toBe('never-used');
    expect(stateOf(holding(password(), sshKey({ status: 'inactive' })))).toBe('idle');
    expect(stateOf(holding(sshKey({ lastUse: usedAt(daysAgo(100)) })))).toBe('idle');
  });

  it('5: idle if seen once by whatever source, else never used', () => {
    expect(stateOf({ user: iamUser({ credentials: [] }), lastSeen: lastSeen(sighting({ at: daysAgo(300) })) })).toBe(
      'idle',
    );
    expect(stateOf(holding(password({ lastUse: usedAt(daysAgo(300)), status: 'inactive' })))).toBe('idle');
    expect(stateOf({ user: iamUser({ credentials: [], passwordLastUsed: daysAgo(300) }) })).toBe('idle');
    expect(stateOf(holding(password({ lastUse: never }), accessKey({ lastUse: never })))).toBe('never-used');
    expect(stateOf(holding())).toBe('never-used');
  });
});

describe('what is not known never makes a user unused', () => {
  it('the creation of the user', () => {
    const undated = assess(facts({ user: iamUser({ createdAt: undefined }) }), question);
    expect(undated).toMatchObject({
      state: 'unknown',
      gaps: [{ kind: 'field-unreadable', field: 'user_creation_time' }],
    });
  });

  it('is named once where a source has named it', () => {
    const gap: MissingFact = { kind: 'field-unreadable', source: 'list-users', field: 'CreateDate' };
    expect(assess(facts({ user: iamUser({ createdAt: undefined, gaps: [gap] }) }), question).gaps).toEqual([gap]);
  });
});

describe('a user on the way back', () => {
  it('with a password re-issued yesterday after 200 silent days is new', () => {
    expect(stateOf(holding(password({ createdAt: daysAgo(1) })))).toBe('new');
  });

  it('with a key created yesterday after 200 silent days is new', () => {
    expect(stateOf(holding(password(), accessKey({ createdAt: daysAgo(1), lastUse: never })))).toBe('new');
  });

  it('with an inactive key created yesterday is new too', () => {
    expect(stateOf(holding(accessKey({ createdAt: daysAgo(1), lastUse: never, status: 'inactive' })))).toBe('new');
  });

  it('is active by a key that is inactive by now, or gone', () => {
    expect(stateOf(holding(accessKey({ status: 'inactive', lastUse: usedAt(daysAgo(1)) })))).toBe('active');
    expect(stateOf({ ...holding(), lastSeen: lastSeen(sighting({ at: daysAgo(1) })) })).toBe('active');
  });

  it('is active by a refused call', () => {
    const refused = lastSeen(sighting({ at: daysAgo(1), errorCode: 'AccessDenied' }));
    expect(stateOf({ lastSeen: refused })).toBe('active');
  });

  it('with a creation in the future is not unused', () => {
    expect(stateOf({ user: iamUser({ createdAt: instant('2099-08-10T11:07:38Z') }) })).toBe('new');
  });
});

describe('the idle days of a user', () => {
  const idleDaysOf = (user: IamUser) => idleDays(assess(facts({ user }), question), now);
  it('count from its last activity, cut off to whole days', () => {
    expect(idleDaysOf(iamUser({ passwordLastUsed: daysAgo(90, 1), credentials: [] }))).toBe(89);
    expect(idleDaysOf(iamUser({ passwordLastUsed: daysAgo(90), credentials: [] }))).toBe(90);
  });
  it('count from its creation where it was never active', () => {
    expect(idleDaysOf(iamUser({ createdAt: daysAgo(100), credentials: [] }))).toBe(100);
  });
  it('are not known where neither is', () => {
    expect(idleDaysOf(iamUser({ createdAt: undefined, credentials: [] }))).toBeUndefined();
  });
});

describe('what is missing', () => {
  const unborn: MissingFact = { kind: 'field-unreadable', source: 'credential-report', field: 'user_creation_time' };
  const gapsOf = (changes: Partial<IamUser>) => assess(facts({ user: iamUser(changes) }), question).gaps;

  it('is the creation of a user that nobody told, named once', () => {
    expect(gapsOf({ createdAt: undefined })).toEqual([unborn]);
    expect(gapsOf({ createdAt: undefined, gaps: [{ kind: 'no-row' }] })).toEqual([{ kind: 'no-row' }, unborn]);
    const told: MissingFact = { ...unborn, source: 'list-users', field: 'CreateDate' };
    expect(gapsOf({ createdAt: undefined, gaps: [told] })).toEqual([told]);
  });

  it('is not the use of a credential whose cell alone cannot be read, nor of one that nobody told', () => {
    expect(gapsOf({ credentials: [password({ lastUse: notReported })] })).toEqual([]);
    expect(gapsOf({ credentials: undefined })).toEqual([]);
  });
});

describe('beside the state', () => {
  it('the evidence of every source is told, the latest first, CloudTrail before others of the same time', () => {
    const at = daysAgo(100);
    const user = iamUser({
      credentials: [password({ lastUse: usedAt(daysAgo(150)) }), accessKey({ lastUse: usedAt(at) })],
      passwordLastUsed: daysAgo(95),
    });
    const seen = sighting({ at });
    const { evidence, lastActivity } = assess(facts({ user, lastSeen: lastSeen(seen) }), question);
    expect(evidence).toEqual([
      { at: daysAgo(95), source: 'list-users', credential: 'password', sighting: undefined },
      { at, source: 'cloudtrail', credential: seen.credential, sighting: seen },
      { at, source: 'credential-report', credential: 'access_key_1', sighting: undefined },
      { at: daysAgo(150), source: 'credential-report', credential: 'password', sighting: undefined },
    ]);
    expect(lastActivity).toEqual(evidence[0]);
  });

  it.each<[string, Credential[] | undefined, boolean | undefined]>([
    ['any active credential', [password({ status: 'inactive' }), accessKey()], true],
    ['only inactive ones', [password({ status: 'inactive' })], false],
    ['none', [], false],
    ['none that anybody told', undefined, undefined],
  ])('a user with %s is usable or not', (_, credentials, usable) => {
    expect(assess(facts({ user: iamUser({ credentials, sshKeysListed: true }) }), question).usable).toBe(usable);
  });

  it.each<[string, Credential[] | undefined, boolean | undefined]>([
    ['any active credential is usable', [accessKey()], true],
    ['no active one may have an SSH key', [password({ status: 'inactive' })], undefined],
    ['none may have an SSH key', [], undefined],
  ])('a user whose SSH keys nobody looked at, with %s', (_, credentials, usable) => {
    expect(assess(facts({ user: iamUser({ credentials }) }), question).usable).toBe(usable);
  });

  it.each<[Coverage, boolean]>([
    [whole, true],
    [partial, false],
    [{ kind: 'none' }, false],
  ])('coverage $kind corroborates or not', (coverage, corroborated) => {
    expect(assess(facts({ coverage }), question).corroborated).toBe(corroborated);
  });

  it('looking the user up corroborates what the logs left out, and is kept as long as it reaches into the window', () => {
    const lookups = (to: Instant) => new Map([[region(), { from: daysAgo(90), to }]]);
    const assessed = assess(facts({ coverage: partial, lookups: lookups(daysAgo(10)) }), question);
    expect(assessed).toMatchObject({ corroborated: true, lookedUp: { [region()]: { to: daysAgo(10) } } });
    const early = assess(facts({ coverage: partial, lookups: lookups(daysAgo(91)) }), question);
    expect(early.corroborated).toBe(false);
    expect('lookedUp' in early).toBe(false);
  });

  it('looking the user up vouches for a credential whose use IAM does not record', () => {
    const lookups = new Map([[region(), { from: daysAgo(90), to: now }]]);
    const asked = { ...holding(sshKey()), coverage: partial };
    expect(stateOf(asked)).toBe('unknown');
    expect(stateOf({ ...asked, lookups })).toBe('never-used');
  });

  it('nothing corroborates where a source of IAM did not answer', () => {
    const gaps: UserFacts['gaps'] = [{ kind: 'no-credential-report' }];
    expect(assess(facts({ coverage: whole, gaps }), question).corroborated).toBe(false);
  });

  it('an exemption never changes the state', () => {
    const exemption = { by: 'tag keep', until: undefined, reason: undefined, ended: false };
    expect(assess(facts({ exemption }), question)).toMatchObject({ state: 'idle', exemption });
  });

  it('a field that cannot be read leaves the credential unknown and others as they are', () => {
    const user = iamUser({ credentials: [password({ lastUse: notReported }), accessKey()] });
    expect(assess(facts({ user }), question).credentials.map(({ state }) => state)).toEqual(['unknown', 'idle']);
  });
});
