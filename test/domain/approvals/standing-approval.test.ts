import { describe, expect, it } from 'vitest';
import { type Approval, approvalEnd } from '../../../domain/approvals/approval.ts';
import { approvalOf, type StoredApproval } from '../../../domain/approvals/standing-approval.ts';
import { stepHash } from '../../../domain/approvals/step-terms.ts';
import { itemOfApprovalWrite, storedApprovalsOf } from '../../../domain/approvals/stored-approval.ts';
import { account, daysAgo, now } from '../builders.ts';
import { digest, idOf } from '../lifecycle/world.ts';

const terms = {
  accountId: account(),
  userId: idOf(1),
  act: 'quarantine',
  fingerprint: 'f',
  thresholdDays: 90,
  settings: { noticeDays: 14, approvers: [] },
};
const hash = stepHash(terms, digest);
const userArn = (name: string) => `arn:aws:iam::${account()}:user/${name}`;
const sessionArn = (role: string, session: string) => `arn:aws:sts::${account()}:assumed-role/${role}/${session}`;
const roleArn = (role: string) => `arn:aws:iam::${account()}:role/lastseen/${role}`;
const step = { hash, userId: idOf(1), arn: userArn('person-1') };
const judgedBy = { now, actors: [roleArn('Acting'), roleArn('Planning')], approvers: [] };

const approval = (changes: Partial<Approval> = {}): Approval => {
  const at = changes.at ?? daysAgo(1);
  const said = { by: userArn('bob'), how: 'function-url', reason: 'looked at it', acknowledged: [] } as const;
  return { step: hash, at, until: approvalEnd(at), ...said, ...changes };
};
const stored = (changes: Partial<Approval> = {}): StoredApproval => ({
  kind: 'approval',
  approval: approval(changes),
});
const why = (each: StoredApproval, points: Parameters<typeof approvalOf>[0]['points'] = []) => {
  const verdict = approvalOf({ ...step, points }, [each], judgedBy);
  return verdict.kind === 'approved' ? 'stands' : verdict.why.slice(1).join('; ');
};

describe('the hash of a step', () => {
  it('is the same for the same terms in any order, and another for each other term', () => {
    expect(stepHash({ ...terms, settings: { approvers: [], noticeDays: 14 } }, digest)).toBe(hash);
    const others = [
      { ...terms, userId: idOf(2) },
      { ...terms, act: 'delete' },
      { ...terms, fingerprint: 'g' },
      { ...terms, fingerprint: undefined },
      { ...terms, thresholdDays: 89 },
      { ...terms, settings: { ...terms.settings, noticeDays: 7 } },
      { ...terms, accountId: account('210987654321') },
    ];
    expect(new Set([hash, ...others.map((each) => stepHash(each, digest))]).size).toBe(others.length + 1);
  });
});

describe('an approval of a step', () => {
  it('stands until 72 hours are over', () => {
    expect(why(stored({ at: now }))).toBe('stands');
    expect(why(stored({ at: daysAgo(3, 1) }))).toBe('stands');
    expect(why(stored({ at: daysAgo(3) }))).toContain('ended at');
  });

  it.each<[string, Partial<Approval>, string]>([
    ['of another step', { step: digest({}) }, 'is of another step'],
    ['of the user concerned', { by: userArn('Person-1') }, 'is of the user concerned'],
    ['of the user concerned under another name', { byId: idOf(1) }, 'is of the user concerned'],
    ['of the role that acts', { by: sessionArn('Acting', 'bob') }, 'is of who plans or acts'],
    ['of the role that plans', { by: sessionArn('Planning', 'x') }, 'is of who plans or acts'],
    ['of a session that hides its user', { by: `arn:aws:sts::${account()}:federated-user/bob` }, 'not one of the'],
    ['of tomorrow', { at: daysAgo(-1) }, 'lies in the future'],
    ['that holds too long', { at: daysAgo(1), until: daysAgo(-9) }, 'longer than 72 hours'],
  ])('does not stand where it is one %s', (_, changes, words) => {
    expect(why(stored(changes))).toContain(words);
  });

  it('stands only of approvers where some are named', () => {
    const approvers = ['Bob', roleArn('Leads'), sessionArn('Admins', 'carol')];
    const isApproved = (by: string) => approvalOf(step, [stored({ by })], { ...judgedBy, approvers }).kind;
    const standing = [userArn('bob'), sessionArn('Leads', 'anybody'), sessionArn('Admins', 'carol')];
    expect(standing.map(isApproved)).toEqual(['approved', 'approved', 'approved']);
    const others = [userArn('dave'), sessionArn('Admins', 'dave'), sessionArn('Visitors', 'bob')];
    expect(others.map(isApproved)).toEqual(['unapproved', 'unapproved', 'unapproved']);
  });

  it('must acknowledge each point of the step', () => {
    const points = ['heard-partly', 'references'] as const;
    expect(why(stored({ acknowledged: ['references'] }), points)).toContain('does not acknowledge heard-partly');
    expect(why(stored({ acknowledged: ['references', 'heard-partly'] }), points)).toBe('stands');
  });

  it('is the earliest of those that stand, whatever the order', () => {
    const both = [stored({ at: daysAgo(1), by: userArn('carol') }), stored({ at: daysAgo(2) })];
    for (const each of [both, both.toReversed()]) {
      expect(approvalOf(step, each, judgedBy)).toMatchObject({ kind: 'approved', approval: { by: userArn('bob') } });
    }
  });

  it('is missing in words that say how to give it', () => {
    const verdict = approvalOf({ ...step, points: ['references'] }, [], judgedBy);
    const command = `lastseen approve ${hash.slice(0, 12)} --reason TEXT --acknowledge references`;
    expect(verdict).toEqual({ kind: 'unapproved', why: [`it needs an approval: ${command}`] });
  });
});

describe('a stored approval', () => {
  const itemOf = (changes: Partial<Approval> = {}) => {
    const { entry, attributes } = itemOfApprovalWrite({ kind: 'approval', approval: approval(changes) });
    return { entry, ...attributes };
  };

  it('is read as it was written, and what the hash is of is no approval', () => {
    const terms_ = itemOfApprovalWrite({ kind: 'step', hash, terms });
    const items = [itemOf(), { entry: terms_.entry, ...terms_.attributes }];
    expect(storedApprovalsOf(items)).toEqual([stored()]);
  });

  it.each<[string, (item: ReturnType<typeof itemOf>) => object]>([
    ['of a later version', (item) => ({ ...item, format: 2 })],
    ['whose key names another step', (item) => ({ ...item, approval: approval({ step: digest({}) }) })],
    ['whose key names another person', (item) => ({ ...item, approval: approval({ by: userArn('eve') }) })],
    ['without an end', (item) => ({ ...item, approval: { ...approval(), until: undefined } })],
    ['with a point that nobody knows', (item) => ({ ...item, approval: { ...approval(), acknowledged: ['all'] } })],
  ])('does not stand where it is one %s', (_, change) => {
    const read = storedApprovalsOf([{ ...change(itemOf()) }]);
    expect(read).toEqual([{ kind: 'malformed', step: hash, by: userArn('bob') }]);
    expect(read.map((each) => why(each))).toEqual([`the approval by ${userArn('bob')} cannot be read`]);
  });
});
