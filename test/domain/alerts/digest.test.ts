import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeEvents } from '../../../domain/alerts/change-event.ts';
import { changeOf, publishedStateOf, quietChangeOf } from '../../../domain/alerts/changes.ts';
import { maxBodyBytes, renderDigest } from '../../../domain/alerts/digest.ts';
import type { DigestFacts } from '../../../domain/alerts/digest-facts.ts';
import { sectionText } from '../../../domain/alerts/digest-section.ts';
import { plainText, safeName, utf8Bytes } from '../../../domain/plain-text.ts';
import type { Assessment } from '../../../domain/verdict/assessment.ts';
import { countAssessments } from '../../../domain/verdict/counts.ts';
import { type State, states } from '../../../domain/verdict/state.ts';
import { account, now, question, region } from '../builders.ts';
import { assessed, byEntry } from '../verdict/assessed.ts';

function factsOf(
  before: readonly Assessment[],
  after: readonly Assessment[],
  more: Partial<DigestFacts> = {},
): DigestFacts {
  const today = byEntry(...after);
  const published = new Map([...byEntry(...before)].map(([entry, it]) => [entry, publishedStateOf(it, question)]));
  const entries = [...new Set([...published.keys(), ...today.keys()])].sort();
  return {
    id: `123456789012/${now}`,
    accountId: account(),
    isFirst: false,
    changes: entries.flatMap((entry) => changeOf(entry, published.get(entry), today.get(entry)) ?? []),
    assessments: after,
    counts: countAssessments(after),
    asOf: now,
    thresholdDays: 90,
    coverage: { kind: 'none' },
    blindRegions: [],
    withoutAlarm: [],
    missing: [],
    tableName: 'lastseen-prod',
    shelters: new Map(),
    reportUrl: undefined,
    ...more,
  };
}

const quietChanges = (after: Assessment) =>
  [...byEntry(after)].flatMap(([entry, it]) => quietChangeOf(entry, undefined, it) ?? []);

test('the digest names who is quieter than ever, and why; who is exempt is not named', () => {
  const quiet = (name: string, exempt = false): Assessment => ({
    ...assessed(name, 'active', { exempt }),
    rhythm: { gaps: 212, longestGap: 9, quiet: true },
  });
  const bodyOf = (...users: readonly Assessment[]) => renderDigest(factsOf([], users)).body;
  expect(bodyOf(quiet('ann'), quiet('be\nn'), quiet('cai', true))).toContain(
    [
      '2 users are quieter than ever',
      '- ann: silent 1 day; the longest of 212 gaps in the last 400 days was 9',
      '- be\\u{a}n: silent 1 day; the longest of 212 gaps in the last 400 days was 9',
      '',
    ].join('\n'),
  );
  expect(bodyOf(quiet('ann'))).toContain('1 user is quieter than ever\n- ann');
  expect(bodyOf(assessed('ann', 'active'))).not.toContain('quiet');
});

test('the digest says where the chain of acts ends, for a later comparison', () => {
  const bodyOf = (chainHead: DigestFacts['chainHead']) => renderDigest(factsOf([], [], { chainHead })).body;
  const head = { sequence: 12, sha256: 'ab'.repeat(32) };
  expect(bodyOf({ kind: 'read', head })).toContain(
    `Evidence of acts\n- 12 records; lastseen evidence verify --chain --table lastseen-prod --head 12:${head.sha256}\n`,
  );
  expect(bodyOf({ kind: 'unreadable' })).toContain('- the end of the chain cannot be read');
  expect(bodyOf(undefined)).not.toContain('Evidence');
});

test('subject and body say what changed, what stays, what is not known and how far it was watched', () => {
  const before = [
    assessed('ann', 'active'),
    assessed('ben', 'idle'),
    assessed('cai', 'idle'),
    assessed('dee', 'never-used'),
  ];
  const after = [
    assessed('ann', 'idle'),
    assessed('ben', 'active'),
    assessed('dee', 'never-used'),
    assessed('eve', 'unknown'),
    assessed('fay', 'idle', { exempt: true }),
  ];
  const facts = factsOf(before, after, {
    withoutAlarm: [assessed('dee', 'never-used')],
    blindRegions: [
      { region: region('eu-west-1'), why: 'unproven' },
      { region: region('us-east-1'), why: 'unrecorded' },
    ],
    missing: ['ListUsers could not be read (page 2: Throttling)'],
  });
  const { subject, body } = renderDigest(facts);
  expect(subject).toBe('Lastseen 123456789012: 1 newly unused, 1 back; 2 unused, 1 unknown of 5 users');
  expect(body).toBe(
    `Lastseen, account 123456789012, as of 2026-11-23T08:00:00Z. Unused means no activity for 90 days or more.
5 users: 1 active, 0 new, 2 idle, 1 never used, 1 unknown; of the unused 1 exempt.

Newly unused (1)
- ann: idle; last seen 200 days ago by the credential report, password

Back again (1)
- ben: active; last seen 1 day ago by the credential report, password

Gone (1)
- cai: was idle

New users (2)
- eve: unknown; cannot judge: ListUsers could not be read (Throttling); last seen 200 days ago by the credential report, password
- fay: idle; last seen 200 days ago by the credential report, password; exempt by tag lastseen:exempt

Cannot be judged (1)
- eve: unknown; cannot judge: ListUsers could not be read (Throttling); last seen 200 days ago by the credential report, password

Still unused, longest first (1)
- dee: never used; never seen since it was created 400 days ago; password never used since it was set 400 days ago

Unused, but beyond the cap on alarms (1)
- dee

Exempt (1)
- fay: idle; last seen 200 days ago by the credential report, password; exempt by tag lastseen:exempt

CloudTrail coverage (3)
- 3 of 3 unused users not corroborated by CloudTrail: no logs
- eu-west-1 is blind: the last proof did not come back
- us-east-1 is blind: its trails do not record both reads and writes

What was missing (1)
- ListUsers could not be read (page 2: Throttling)

Look closer at one user: lastseen show NAME --account 123456789012 --table lastseen-prod
`,
  );
});

test('the digest has the address of the report page where one is written, in a line of its own', () => {
  const reportUrl = 'https://console.aws.amazon.com/s3/object/pages?region=eu-west-1&prefix=lastseen/report.html';
  const headOf = (more: Partial<DigestFacts>) => {
    const [head = ''] = renderDigest(factsOf([], [], more)).body.split('\n\n');
    return head.split('\n');
  };
  expect(headOf({ reportUrl }).slice(2)).toEqual([`The report page, within an hour of this run: ${reportUrl}`]);
  expect(headOf({})).toHaveLength(2);
  const idle = Array.from({ length: 5000 }, (_, index) => assessed(`user-${index}`, 'idle'));
  expect(utf8Bytes(renderDigest(factsOf([], idle, { reportUrl })).body)).toBeLessThanOrEqual(maxBodyBytes);
});

test('exemptions that end within 14 days stand apart, the first to end first', () => {
  const until = (name: string, day: string) => {
    const user = assessed(name, 'idle', { exempt: true });
    const exemption = { by: 'name x', until: day, reason: undefined, ended: false };
    return { ...user, exemption };
  };
  const users = [until('ann', '2026-12-07'), until('ben', '2026-12-08'), until('cai', '2026-11-23')];
  const { body } = renderDigest(factsOf(users, users));
  expect(body).toContain(
    'Exemptions that end within 14 days (2)\n- 2026-11-23 cai: exempt by name x\n- 2026-12-07 ann: exempt by name x\n\n',
  );
});

test('the first digest says that it is', () => {
  expect(renderDigest(factsOf([], [assessed('ben', 'idle')], { isFirst: true })).body).toContain(
    'This is the first digest of this account.',
  );
});

test('still unused users stand longest first', () => {
  const idle = [100, 300, 200].map((idleDays) => assessed(`idle-${idleDays}`, 'idle', { idleDays }));
  const { body } = renderDigest(factsOf(idle, idle));
  expect([...body.matchAll(/^- (idle-\d+)/gm)].map(([, name]) => name)).toEqual(['idle-300', 'idle-200', 'idle-100']);
});

const renamed = (assessment: Assessment, userName: string): Assessment => ({
  ...assessment,
  user: { ...assessment.user, userName },
});

/** Letters of one, two and four bytes, half of a pair, and what a terminal or a mail takes for a command. */
const oddNames = fc.string({
  unit: fc.constantFrom(...'a é😀\n\r\t\0\u001b\u007f\u0085\u200b\u202e\u2028\u2029\ufeff', '\ud83d', '\ude00'),
});

test('whatever users are called, the subject is 100 characters of ASCII and the body has no control character', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(oddNames, fc.constantFrom<State>(...states)), { maxLength: 5 }), (rows) => {
      const users = rows.map(([name, state], index) => renamed(assessed(`user-${index}`, state), name));
      const { subject, body } = renderDigest(factsOf([], users, { missing: rows.map(([name]) => name) }));
      expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
      expect(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(body.replaceAll('\n', ''))).toBe(false);
    }),
  );
});

describe('a digest of thousands', () => {
  const many = Array.from({ length: 5000 }, (_, n) => renamed(assessed('ann', 'idle'), `user-${n}-${'x'.repeat(50)}`));
  const gone = [assessed('zoe', 'idle')];
  const { changes } = factsOf(gone, []);
  const { body, subject } = renderDigest(
    factsOf(gone, many, { withoutAlarm: many, changes, counts: countAssessments(many) }),
  );
  test('stays under what SNS takes', () => {
    expect(utf8Bytes(body)).toBeLessThanOrEqual(262_144);
    expect(utf8Bytes(body)).toBeGreaterThan(200_000);
    expect(subject.length).toBeLessThanOrEqual(100);
  });
  test('says of each section that is cut how many more there are, and cuts no short one', () => {
    const [, shown, more] =
      /Still unused, longest first \(5000\)\n((?:- .*\n)+)\.\.\. and (\d+) more\n/.exec(body) ?? [];
    expect((shown ?? '').split('\n').length - 1 + Number(more)).toBe(5000);
    expect(body).toContain('Gone (1)\n- zoe: was idle\n');
    expect(body).toContain(
      'CloudTrail coverage (1)\n- 5000 of 5000 unused users not corroborated by CloudTrail: no logs\n',
    );
  });
});

test('sections never take more than their room, and count each line that they leave out', () => {
  const sections = fc.array(
    fc.array(fc.string({ minLength: 1, maxLength: 80 }).map(plainText), { minLength: 1, maxLength: 30 }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(sections, fc.integer({ min: 300, max: 1500 }), (lists, room) => {
      const text = sectionText(
        lists.map((lines, index) => ({ title: `T${index}`, lines: lines.map((line) => `- ${line}`) })),
        room,
      );
      expect(utf8Bytes(text)).toBeLessThanOrEqual(room);
      const shown = (text.match(/^- /gm) ?? []).length;
      const cut = [...text.matchAll(/^\.\.\. and (\d+) more$/gm)].reduce((sum, [, more]) => sum + Number(more), 0);
      expect(shown + cut).toBe(lists.flat().length);
    }),
  );
});

test('bytes are counted as UTF-8 has them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
    }),
  );
});

test('safe names are ASCII, and different for different names', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(safeName(a)).toMatch(/^[\w+=,.@%-]*$/);
      expect(safeName(a) === safeName(b)).toBe(a.toWellFormed() === b.toWellFormed());
    }),
  );
});

describe('events', () => {
  const context = {
    digestId: 'digest-1',
    isFirst: false,
    accountId: account(),
    asOf: now,
    thresholdDays: 90,
    coverage: { kind: 'none' } as const,
  };
  const before = [
    assessed('ann', 'active'),
    assessed('ben', 'idle'),
    assessed('cai', 'idle'),
    assessed('dee', 'active'),
  ];
  const after = [
    assessed('ann', 'idle'),
    assessed('ben', 'active'),
    assessed('dee', 'unknown'),
    assessed('eve', 'never-used'),
  ];
  const events = changeEvents(factsOf(before, after).changes, context);

  test('go out for users who became unused or are active again, and for no other change', () => {
    expect(events.map(({ detailType, detail }) => [detailType, detail.userName])).toEqual([
      ['Lastseen: User Became Unused', 'ann'],
      ['Lastseen: User Active Again', 'ben'],
      ['Lastseen: User Became Unused', 'eve'],
    ]);
  });

  test('go out for who fell quiet, with the rhythm, under the id of the silence', () => {
    const quiet = (at: string): Assessment => ({
      ...assessed('fay', 'active'),
      rhythm: { gaps: 212, longestGap: 9, quiet: true },
      quietSince: at,
    });
    const of = (digestId: string) =>
      changeEvents(quietChanges(quiet('2026-10-23')), { ...context, digestId }).map(({ detailType, detail }) => ({
        detailType,
        id: detail.id,
        rhythm: detail.rhythm,
      }));
    const [event] = of('digest-1');
    expect(event).toMatchObject({
      detailType: 'Lastseen: User Fell Quiet',
      id: '123456789012/quiet/2026-10-23/AIDA0000000000666179',
      rhythm: { quiet: true, gaps: 212, longestGapDays: 9, limitDays: 28 },
    });
    expect(of('digest-2')).toEqual([event]);
  });

  test('carry the documented detail', () => {
    expect(JSON.parse(JSON.stringify(events[0]?.detail))).toEqual({
      version: 1,
      id: 'digest-1/AIDA0000000000616E6E',
      accountId: '123456789012',
      asOf: '2026-11-23T08:00:00Z',
      thresholdDays: 90,
      firstRun: false,
      userId: 'AIDA0000000000616E6E',
      userName: 'ann',
      arn: 'arn:aws:iam::123456789012:user/ann',
      createdAt: '2025-10-19T08:00:00Z',
      before: { state: 'active', exempt: false },
      after: { state: 'idle', exempt: false, usable: true, corroborated: false },
      lastActivity: {
        at: '2026-05-07T08:00:00Z',
        source: 'credential-report',
        event: null,
        eventSource: null,
        region: null,
      },
      idleDays: 200,
      reason: 'last seen 200 days ago by the credential report, password; not corroborated by CloudTrail: no logs',
      credentials: [
        {
          kind: 'password',
          id: 'password',
          status: 'active',
          state: 'idle',
          lastUsedAt: '2026-05-07T08:00:00Z',
          createdAt: '2025-10-19T08:00:00Z',
        },
      ],
    });
    expect(events[2]?.detail.before).toBeNull();
  });

  test('stay far below 256 KB whatever a user has', () => {
    const huge = assessed('ann', 'idle');
    const [credential] = huge.credentials;
    const credentials = Array.from({ length: 5000 }, () => credential ?? expect.fail('no credential'));
    const monster = { ...renamed(huge, 'é\u001b'.repeat(50_000)), credentials };
    const [event] = changeEvents(factsOf([], [monster]).changes, context);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(100_000);
  });
});

test('the room for the body leaves SNS some reserve', () => {
  expect(maxBodyBytes).toBeLessThan(262_144);
});
