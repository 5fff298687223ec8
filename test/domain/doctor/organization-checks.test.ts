import { describe, expect, it } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import { diagnoseOrganization, type OrganizationFacts } from '../../../domain/doctor/organization-checks.ts';
import { account } from '../builders.ts';
import { organization } from '../organization/world.ts';

const [own, management] = [account('210987654321'), account('111122223333')];
const denied = failed({ kind: 'denied', why: 'AccessDeniedException' }, 'organizations:ListAccounts');

const facts = (changes: Partial<OrganizationFacts> = {}): OrganizationFacts => ({
  organizationId: organization,
  managementAccount: management,
  ownAccount: own,
  arn: 'arn:aws:sts::210987654321:assumed-role/audit/ann',
  roleName: 'lastseen-member',
  members: denied,
  entered: new Map(),
  trails: { trails: [], listings: new Map() },
  administrators: answered([]),
  rootFeatures: answered([]),
  ...changes,
});

const findingsOf = (changes: Partial<OrganizationFacts>, check: string) =>
  diagnoseOrganization(facts(changes)).filter((finding) => finding.check === check);

describe('an organization whose accounts are refused to us', () => {
  it('fails by the action and by who asked, and is not said to let anybody in', () => {
    expect(findingsOf({}, 'accounts')).toMatchObject([
      { status: 'fail', says: expect.stringMatching(/^organizations:ListAccounts is refused to arn:.*audit\/ann/) },
    ]);
    expect(findingsOf({}, 'member-role')).toEqual([]);
  });

  it.each<[string, Partial<OrganizationFacts>, RegExp]>([
    [
      'an account that is no delegated administrator',
      {},
      /^210987654321 is no delegated administrator: in 111122223333: aws/,
    ],
    [
      'an account of which that is not known',
      { administrators: denied, managementAccount: undefined },
      /^210987654321 may be no delegated administrator: in the management account: aws/,
    ],
    ['a delegated administrator', { administrators: answered([own]) }, /^add .*organizations:ListAccounts/],
    ['the management account', { managementAccount: own, administrators: denied }, /^add .*organizations:ListAccounts/],
  ])('says what is missing for %s', (_, changes, todo) => {
    expect(findingsOf(changes, 'accounts')[0]?.todo).toMatch(todo);
    expect(findingsOf(changes, 'accounts')[0]?.todo).toContain('"organizations:ListAccounts"');
  });

  it('only could not be checked where AWS gave no answer', () => {
    const members = failed({ kind: 'throttled', why: 'TooManyRequestsException' }, 'organizations:ListAccounts');
    expect(findingsOf({ members }, 'accounts')).toMatchObject([{ status: 'warn', todo: 'try again' }]);
  });
});
