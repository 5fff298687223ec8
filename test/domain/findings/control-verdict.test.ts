import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditorRows } from '../../../domain/findings/auditor-rows.ts';
import { controls } from '../../../domain/findings/control.ts';
import { judgeControl } from '../../../domain/findings/control-verdict.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import { isUnused } from '../../../domain/verdict/state.ts';
import {
  accessKey,
  daysAgo,
  facts,
  iamUser,
  never,
  notReported,
  notTracked,
  now,
  password,
  question,
  usedAt,
} from '../builders.ts';
import { assessed } from '../verdict/assessed.ts';
import { context } from './finding-context.ts';

const run = { asOf: now, thresholdDays: 90 };
const of = (changes: Partial<IamUser>, thresholdDays = 90) =>
  assess(facts({ user: iamUser(changes) }), { ...question, thresholdDays });
const cis = (assessment: Assessment, days = 45) => judgeControl({ subject: 'credentials', days }, assessment, run);
const pci = (assessment: Assessment, days: number | 'threshold' = 90) =>
  judgeControl({ subject: 'user', days }, assessment, run);

const failed = { kind: 'source-failed', source: 'list-users', why: 'Throttling' } as const;

describe('a control of credentials', () => {
  it.each([
    ['used within its days', 'PASS', password({ lastUse: usedAt(daysAgo(45, 1)) })],
    ['used exactly its days ago', 'FAIL', password({ lastUse: usedAt(daysAgo(45)) })],
    ['active by 90 days, silent for 60', 'FAIL', accessKey({ lastUse: usedAt(daysAgo(60)) })],
    ['never used, created 46 days ago', 'FAIL', accessKey({ createdAt: daysAgo(46), lastUse: never })],
    ['never used, created 10 days ago', 'PASS', accessKey({ createdAt: daysAgo(10), lastUse: never })],
    ['inactive', 'PASS', accessKey({ status: 'inactive' })],
    ['of unknown use', 'MANUAL', accessKey({ lastUse: notReported })],
    ['of unknown age', 'MANUAL', accessKey({ createdAt: undefined, lastUse: never })],
    ['set again after its last use', 'MANUAL', password({ createdAt: daysAgo(2), lastUse: usedAt(daysAgo(200)) })],
    ['a certificate', 'PASS', accessKey({ kind: 'signing-certificate', id: 'cert_1', lastUse: notTracked })],
  ] as const)('where the only one is %s: %s', (_, status, credential) => {
    expect(cis(of({ credentials: [credential] })).status).toBe(status);
  });

  it('fails a user who signs in daily and keeps an old key', () => {
    const credentials = [password({ lastUse: usedAt(daysAgo(1)) }), accessKey({ lastUse: usedAt(daysAgo(300)) })];
    expect(of({ credentials }).state).toBe('active');
    expect(cis(of({ credentials }))).toEqual({ status: 'FAIL', why: 'key 1 last used 300 days ago' });
  });

  it('cannot be told where the credentials are not known, or a source failed', () => {
    expect(cis(of({ credentials: undefined })).status).toBe('MANUAL');
    expect(cis(of({ gaps: [failed] }))).toEqual({
      status: 'MANUAL',
      why: 'cannot be told: ListUsers could not be read (Throttling)',
    });
    expect(cis(of({ credentials: [password({ lastUse: usedAt(daysAgo(1)) })], gaps: [failed] })).status).toBe('MANUAL');
  });
});

describe('a control of users', () => {
  it.each([
    ['seen within its days', 'PASS', of({ credentials: [password({ lastUse: usedAt(daysAgo(89)) })] })],
    ['seen exactly its days ago', 'FAIL', of({ credentials: [password({ lastUse: usedAt(daysAgo(90)) })] })],
    ['never seen', 'FAIL', assessed('unborn', 'never-used')],
    ['created lately', 'PASS', assessed('young', 'new')],
    ['silent, with a password of yesterday', 'MANUAL', of({ credentials: [password({ createdAt: daysAgo(1) })] })],
    ['silent, and a source failed', 'MANUAL', assessed('unclear', 'unknown')],
    [
      'seen, and a source failed',
      'PASS',
      of({ credentials: [password({ lastUse: usedAt(daysAgo(1)) })], gaps: [failed] }),
    ],
    [
      'silent without an active credential',
      'PASS',
      of({ credentials: [password({ status: 'inactive' })], sshKeysListed: true }),
    ],
  ] as const)('where the user is %s: %s', (_, status, assessment) => {
    expect(pci(assessment).status).toBe(status);
  });

  it('takes the threshold where its framework leaves the days to the organization', () => {
    const silent = of({ credentials: [password({ lastUse: usedAt(daysAgo(60)) })] });
    expect(judgeControl({ subject: 'user', days: 'threshold' }, silent, { asOf: now, thresholdDays: 60 }).status).toBe(
      'FAIL',
    );
    expect(judgeControl({ subject: 'user', days: 'threshold' }, silent, { asOf: now, thresholdDays: 61 }).status).toBe(
      'PASS',
    );
  });

  it('of more days than the threshold cannot be told where nobody watched so long', () => {
    const sshKey = accessKey({ kind: 'ssh-public-key', id: 'APKAEXAMPLE', lastUse: notTracked });
    const watched = { ...of({ credentials: [sshKey] }, 45), gaps: [] };
    expect(judgeControl({ subject: 'user', days: 90 }, watched, { asOf: now, thresholdDays: 45 }).status).toBe(
      'MANUAL',
    );
    expect(judgeControl({ subject: 'user', days: 45 }, watched, { asOf: now, thresholdDays: 45 }).status).toBe('FAIL');
  });
});

/** Users with one or two credentials of any age and last use, now and then with a source that failed. */
const users = fc
  .record({
    created: fc.integer({ min: 1, max: 300 }),
    ages: fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.option(fc.integer({ min: 0, max: 300 }))), {
      maxLength: 2,
    }),
    isFailed: fc.boolean(),
  })
  .map(({ created, ages, isFailed }) =>
    of({
      createdAt: daysAgo(created),
      gaps: isFailed ? [failed] : [],
      credentials: ages.map(([age, used], index) => {
        const lastUse = used === null ? never : usedAt(daysAgo(used));
        return accessKey({ id: `access_key_${index + 1}`, createdAt: daysAgo(age), lastUse });
      }),
    }),
  );

describe('whatever the user', () => {
  it('a longer period never fails who passes a shorter one', () => {
    const shorter = fc.integer({ min: 1, max: 150 });
    fc.assert(
      fc.property(
        users,
        shorter,
        shorter,
        fc.constantFrom('user' as const, 'credentials' as const),
        (one, a, b, subject) => {
          const [short, long] = [Math.min(a, b), Math.max(a, b)];
          const status = (days: number) => judgeControl({ subject, days }, one, run).status;
          if (status(short) === 'PASS') expect(status(long)).not.toBe('FAIL');
        },
      ),
    );
  });

  it('a control of users at the threshold agrees with the verdict', () => {
    fc.assert(
      fc.property(users, (one) => {
        const { status } = pci(one, 'threshold');
        if (status === 'FAIL') expect(isUnused(one.state)).toBe(true);
        if (one.state === 'active') expect(status).toBe('PASS');
        if (one.state === 'unknown') expect(status).toBe('MANUAL');
      }),
    );
  });
});

describe("an auditor's rows", () => {
  const rowsOf = (assessment: Assessment) => auditorRows(assessment, context.run);
  const named = (rows: readonly string[][], framework: string, id: string) =>
    rows.find((row) => row[12] === framework && row[4] === id);

  it('are one for each control, each judged by its own days', () => {
    const rows = rowsOf(of({ credentials: [accessKey({ lastUse: usedAt(daysAgo(60)) })] }));
    expect(rows).toHaveLength(controls.length);
    expect(named(rows, 'AWS Security Hub', 'IAM.22')?.[6]).toBe('FAIL');
    expect(named(rows, 'AWS Security Hub', 'IAM.8')?.[6]).toBe('PASS');
    expect(named(rows, 'CIS AWS Foundations Benchmark v1.2', '1.3')?.[6]).toBe('PASS');
    expect(named(rows, 'CIS AWS Foundations Benchmark v7.0', '2.11')).toEqual([
      'aws',
      '123456789012',
      'us-east-1',
      now,
      '2.11',
      'Passwords and access keys that were not used for 45 days or more are disabled',
      'FAIL',
      'alice: key 1 last used 60 days ago',
      'arn:aws:iam::123456789012:user/alice',
      'alice',
      'iam-user-unused',
      'False',
      'CIS AWS Foundations Benchmark v7.0',
      'CIS AWS Foundations Benchmark v7.0 2.11',
    ]);
  });

  it('of an exempt user are muted and say what they would say', () => {
    const rows = rowsOf(assessed('excused', 'idle', { exempt: true }));
    expect(new Set(rows.map((row) => row[11]))).toEqual(new Set(['True']));
    expect(named(rows, 'PCI DSS v4.0.1', '8.2.6')?.[6]).toBe('FAIL');
  });

  it('name each control once', () => {
    const ids = controls.map(({ framework, id }) => `${framework} ${id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
