import { describe, expect, it } from 'vitest';
import { type InventorySources, joinInventory } from '../../../domain/inventory/join-inventory.ts';
import { type ReportedUser, type ReportRow, readReportRow } from '../../../domain/inventory/report-row.ts';
import { daysAgo, instant, listedUser, now, reportRow, user } from '../builders.ts';

function row(changes: ReportRow = {}): ReportedUser {
  const reading = readReportRow(reportRow(changes));
  if (reading.kind !== 'user') throw new Error(`read as ${reading.kind}`);
  return reading.user;
}
const report = (...users: ReportedUser[]) => ({ users, roots: [], generatedAt: undefined, newestEntry: now });
const nothing: InventorySources = { reports: [], details: undefined, list: undefined };
const join = (sources: Partial<InventorySources>) => joinInventory({ ...nothing, ...sources }, now);
const bornAs = (text: string) => listedUser({ createdAt: instant(text) });

describe('one user of several answers', () => {
  it('has the id, tags and groups of the listing and the credentials of the report', () => {
    const tagged = listedUser({ tags: [{ key: 'a', value: 'b' }], groups: ['g'] });
    const [alice, ...others] = join({ reports: [report(row())], details: [tagged] });
    expect(others).toEqual([]);
    expect(alice).toEqual({ ...tagged, credentials: row().credentials, mfaActive: false, gaps: [] });
  });

  it('of whom only the report knows has no id, and nothing is unknown of her', () => {
    expect(join({ reports: [report(row())] })).toMatchObject([
      { userId: undefined, userName: 'alice', gaps: [], tags: [] },
    ]);
  });

  it('of whom two listings know is one, with what either tells', () => {
    const list = listedUser({ passwordLastUsed: daysAgo(5), tags: [{ key: 'x', value: '' }], groups: ['h'] });
    const details = listedUser({ groups: ['g'], createdAt: undefined, gaps: [unreadable] });
    expect(join({ details: [details], list: [list] })).toMatchObject([
      { passwordLastUsed: daysAgo(5), tags: [{ key: 'x' }], groups: ['g'], createdAt: list.createdAt },
    ]);
  });

  it('keeps the later of two last sign-ins', () => {
    const times = [daysAgo(5), daysAgo(9)];
    for (const [a, b] of [times, [...times].reverse()]) {
      const sources = { details: [listedUser({ passwordLastUsed: a })], list: [listedUser({ passwordLastUsed: b })] };
      expect(join(sources)[0]?.passwordLastUsed).toBe(daysAgo(5));
    }
  });

  it('is found by name without regard to case', () => {
    expect(join({ reports: [report(row({ user: 'ALICE' }))], details: [listedUser()] })).toHaveLength(1);
  });

  it.each<[string, string, number]>([
    ['the very second', '2025-10-19T08:00:00Z', 1],
    ['a second later', '2025-10-19T08:00:01Z', 1],
    ['a second before', '2025-10-19T07:59:59Z', 1],
  ])('is the same if the creation is %s', (_, createdAt, count) => {
    const users = join({ reports: [report(row())], details: [bornAs(createdAt)] });
    expect(users).toHaveLength(count);
    expect(users[0]).toMatchObject({ userId: user(), gaps: [], credentials: [{}, {}] });
  });

  it('is taken for the same if either answer lacks the creation', () => {
    const undatedRow = report(row({ user_creation_time: 'x' }));
    for (const users of [
      join({ reports: [undatedRow], details: [listedUser()] }),
      join({ reports: [report(row())], details: [listedUser({ createdAt: undefined })] }),
    ]) {
      expect(users).toMatchObject([{ userId: user(), createdAt: '2025-10-19T08:00:00Z', credentials: [{}, {}] }]);
    }
  });

  it('of another account with the same name is another', () => {
    const other = row({ arn: 'arn:aws:iam::999999999999:user/alice' });
    expect(join({ reports: [report(other)], details: [listedUser()] }).map(({ accountId }) => accountId)).toEqual([
      '123456789012',
      '999999999999',
    ]);
  });

  it('renamed between two listings is one, by her id', () => {
    const users = join({ details: [listedUser()], list: [listedUser({ userName: 'alicia' })] });
    expect(users).toMatchObject([{ userId: user() }]);
  });
});

const unreadable = { kind: 'field-unreadable', source: 'authorization-details', field: 'CreateDate' } as const;

describe('what is missing of a user is a gap', () => {
  it('no report at all', () => {
    expect(join({ details: [listedUser()] })).toMatchObject([
      { credentials: undefined, gaps: [{ kind: 'no-credential-report' }] },
    ]);
  });

  it('a report without her row, of headers only or with the rows of others', () => {
    const gaps = [{ kind: 'no-row' }];
    const bob = row({ user: 'bob', arn: 'arn:aws:iam::123456789012:user/bob' });
    expect(join({ reports: [report()], details: [listedUser()] })).toMatchObject([{ credentials: undefined, gaps }]);
    expect(join({ reports: [report(bob)], list: [listedUser()] })[0]).toMatchObject({ credentials: undefined, gaps });
  });

  it.each<[string, number, number, boolean]>([
    ['a day old', 1, 0, false],
    ['a second more than a day old', 1, -1, true],
    ['made in the future', -1, 0, false],
  ])('a report %s', (_, days, seconds, isStale) => {
    const generatedAt = daysAgo(days, seconds);
    const sources = { reports: [{ ...report(row()), generatedAt }] };
    const gaps = isStale ? [{ kind: 'report-stale', generatedAt }] : [];
    expect(join(sources)[0]?.gaps).toEqual(gaps);
    expect(join({ ...sources, details: [listedUser()] })[0]?.gaps).toEqual(gaps);
  });

  it('a cell of the report, and a field of any listing', () => {
    const sources = {
      reports: [report(row({ password_last_used: 'x' }))],
      details: [listedUser({ createdAt: undefined, gaps: [unreadable] })],
      list: [listedUser({ gaps: [{ ...unreadable, source: 'list-users', field: 'PasswordLastUsed' }] })],
    };
    expect(join(sources)[0]?.gaps.map((gap) => 'field' in gap && gap.field)).toEqual([
      'CreateDate',
      'PasswordLastUsed',
      'password_last_used',
    ]);
  });
});

describe('a user who stands in the report twice', () => {
  const unused = row({ password_last_used: 'no_information' });
  const used = row({ password_last_used: '2026-11-20T08:00:00+00:00', access_key_2_active: '?' });

  it.each([
    ['in one order', [unused, used]],
    ['in the other', [used, unused]],
  ])('is one, with every use and every gap of both rows, %s', (_, rows) => {
    for (const details of [undefined, [listedUser()]]) {
      const users = join({ reports: [report(...rows)], details });
      expect(users).toHaveLength(1);
      expect(users[0]?.gaps).toHaveLength(1);
      const uses = users[0]?.credentials?.map(({ id, lastUse }) => `${id} ${lastUse.kind}`).sort();
      expect(uses).toEqual(['access_key_1 at', 'password at']);
    }
  });

  it.each<[string, string, string, string]>([
    ['a use and none', '2026-11-20T08:00:00Z', 'no_information', 'at'],
    ['a use and an older one', '2026-11-20T08:00:00Z', '2026-10-20T08:00:00Z', 'at'],
    ['a use and what cannot be read', '2026-11-20T08:00:00Z', 'x', 'at'],
    ['no use and what cannot be read', 'no_information', 'x', 'unknown'],
  ])('keeps of %s what says the most, whichever row is first', (_, a, b, kind) => {
    for (const uses of [
      [a, b],
      [b, a],
    ]) {
      const rows = uses.map((password_last_used) => row({ password_last_used }));
      const lastUse = join({ reports: [report(...rows)] })[0]?.credentials?.[0]?.lastUse;
      expect(lastUse?.kind).toBe(kind);
      if (lastUse?.kind === 'at') expect(lastUse.at).toBe(a);
    }
  });

  it('has the later creation of a credential, for a password set again is young', () => {
    const rows = ['2026-11-20T08:00:00Z', '2025-10-19T08:00:00Z'].map((password_last_changed) =>
      row({ password_last_changed }),
    );
    for (const order of [rows, [...rows].reverse()]) {
      expect(join({ reports: [report(...order)] })[0]?.credentials?.[0]?.createdAt).toBe('2026-11-20T08:00:00Z');
    }
  });

  it('may still use a key that one row calls inactive', () => {
    const rows = ['true', 'false'].map((access_key_1_active) => row({ access_key_1_active }));
    for (const order of [rows, [...rows].reverse()]) {
      expect(join({ reports: [report(...order)] })[0]?.credentials?.[1]).toMatchObject({ status: 'active' });
    }
  });

  it('is one too if the creation in one of the rows cannot be read', () => {
    const undated = row({ user_creation_time: 'x', password_last_used: '2026-11-20T08:00:00+00:00' });
    for (const rows of [
      [row(), undated],
      [undated, row()],
    ]) {
      for (const details of [undefined, [listedUser()]]) {
        const users = join({ reports: [report(...rows)], details });
        expect(users).toHaveLength(1);
        expect(users[0]?.gaps).toMatchObject([{ field: 'user_creation_time' }]);
        expect(users[0]?.createdAt).toBe('2025-10-19T08:00:00Z');
        expect(users[0]?.credentials).toMatchObject([{ lastUse: { at: '2026-11-20T08:00:00Z' } }, {}]);
      }
    }
  });
});

describe('a user deleted and made again under the same name', () => {
  const before = '2025-10-19T08:00:00Z';
  const after = '2026-11-01T08:00:00Z';

  it('as the listing knows, has no row, for the row is of the one before', () => {
    expect(join({ reports: [report(row({ user_creation_time: before }))], details: [bornAs(after)] })).toMatchObject([
      {
        userId: user(),
        createdAt: after,
        credentials: undefined,
        gaps: [{ kind: 'row-of-another-user', rowCreatedAt: before }],
      },
    ]);
  });

  it('as the report knows, is the one of the report, without the id of the one before', () => {
    expect(join({ reports: [report(row({ user_creation_time: after }))], details: [bornAs(before)] })).toMatchObject([
      { userId: undefined, createdAt: after, gaps: [] },
    ]);
  });

  it.each([
    ['in one order', [bornAs(before)], [{ ...bornAs(after), userId: user('AIDANEW0000000000001') }]],
    ['in the other', [{ ...bornAs(after), userId: user('AIDANEW0000000000001') }], [bornAs(before)]],
  ])('as one of two listings knows, is the later one, %s', (_, details, list) => {
    expect(join({ details, list })).toMatchObject([{ userId: 'AIDANEW0000000000001', createdAt: after }]);
    expect(join({ details, list, reports: [report(row({ user_creation_time: after }))] })).toMatchObject([
      { userId: 'AIDANEW0000000000001', gaps: [] },
    ]);
  });

  it.each([
    ['in one order', [before, after]],
    ['in the other', [after, before]],
  ])('as two rows of one report say, is the later one alone, %s', (_, births) => {
    const rows = births.map((user_creation_time) => row({ user_creation_time }));
    expect(join({ reports: [report(...rows)] })).toMatchObject([{ createdAt: after }]);
    expect(join({ reports: [report(...rows)], details: [bornAs(before)] })).toMatchObject([
      { createdAt: after, userId: undefined },
    ]);
    expect(join({ reports: [report(...rows)], details: [bornAs(after)] })).toMatchObject([
      { createdAt: after, userId: user(), gaps: [] },
    ]);
  });
});

describe('two rows of one user, as in two reports', () => {
  it('are one with the credentials of both', () => {
    const [first, second] = [row(), row()];
    const [password, key] = first.credentials;
    if (password === undefined || key === undefined) throw new Error('a row has two credentials');
    const rows = [
      { ...first, credentials: [password] },
      { ...second, credentials: [key] },
    ];
    expect(join({ reports: [report(...rows)] })).toMatchObject([{ credentials: [password, key] }]);
  });
});

describe('many users', () => {
  it('come sorted by account and name, whatever the order of the answers', () => {
    const of = (userName: string, index: number) => listedUser({ userName, userId: user(`AIDAUSER000${index}`) });
    const users = ['carol', 'alice', 'bob'].map(of);
    const names = (list: typeof users) => join({ list }).map(({ userName }) => userName);
    expect([names(users), names(users.reverse())]).toEqual([
      ['alice', 'bob', 'carol'],
      ['alice', 'bob', 'carol'],
    ]);
  });

  it('are none where there are none', () => {
    expect([join({}), join({ reports: [report()] }), join({ details: [], list: [] })]).toEqual([[], [], []]);
  });
});
