import { describe, expect, it } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import { diagnoseOrganization } from '../../../domain/doctor/organization-checks.ts';
import type { OrganizationFacts } from '../../../domain/doctor/organization-facts.ts';
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
  roots: answered(['r-ab12']),
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

describe('accounts that let nobody in', () => {
  const [web, pay, old] = [account('333333333333'), account('444444444444'), account('555555555555')];
  const listed = [own, management, web, pay].map((accountId) => ({
    accountId,
    name: accountId,
    state: 'ACTIVE' as const,
  }));
  const suspended = { accountId: old, name: 'old', state: 'SUSPENDED' as const };
  const members = answered({ accounts: [...listed, suspended], malformed: [] });
  const inBut = (...refused: readonly (typeof own)[]) =>
    new Map(listed.map(({ accountId }) => [accountId, refused.includes(accountId) ? denied : answered(undefined)]));
  const todoOf = (changes: Partial<OrganizationFacts>) => findingsOf({ members, ...changes }, 'member-role')[0]?.todo;
  const roleArn = 'ROLE_ARN is the output OrganizationWorkRoleArn of the stack, or the role that you use';
  const preferences = '--operation-preferences FailureTolerancePercentage=10,MaxConcurrentPercentage=20';

  it('get the stack of the StackSet, by the delegated administrator, each by its id', () => {
    expect(todoOf({ entered: inBut(web), administrators: answered([own]) })).toBe(
      'aws cloudformation create-stack-instances --stack-set-name lastseen-member --call-as DELEGATED_ADMIN ' +
        `--regions us-east-1 --deployment-targets OrganizationalUnitIds=r-ab12,Accounts=${web},` +
        `AccountFilterType=INTERSECTION ${preferences}; ${roleArn}`,
    );
  });

  it('get a StackSet of their own where no member has the role, without the suspended account, from the management', () => {
    const arn = 'arn:aws-us-gov:sts::210987654321:assumed-role/audit/ann';
    expect(todoOf({ entered: inBut(web, pay), arn, roleName: 'reads-iam' })?.split('; ')).toEqual([
      `in ${management}: aws cloudformation create-stack-set --stack-set-name lastseen-member ` +
        '--template-body file://infra/stack/organization/member-role.json --capabilities CAPABILITY_NAMED_IAM ' +
        '--permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false ' +
        `--parameters ParameterKey=ToolRoleArn,ParameterValue=ROLE_ARN ParameterKey=OrganizationId,ParameterValue=${organization} ` +
        'ParameterKey=MemberRoleName,ParameterValue=reads-iam',
      `in ${management}: aws cloudformation create-stack-instances --stack-set-name lastseen-member --regions us-gov-west-1 ` +
        `--deployment-targets OrganizationalUnitIds=r-ab12,Accounts=${old},AccountFilterType=DIFFERENCE ${preferences}`,
      roleArn,
    ]);
  });

  it('get a plain stack where it is the management account', () => {
    expect(todoOf({ entered: inBut(management), managementAccount: management })).toBe(
      `in ${management}: aws cloudformation deploy --stack-name lastseen-member --region us-east-1 --template-file ` +
        'infra/stack/organization/member-role.json --capabilities CAPABILITY_NAMED_IAM --parameter-overrides ' +
        `ToolRoleArn=ROLE_ARN OrganizationId=${organization}; ${roleArn}`,
    );
  });

  it('are not said to lack the role where STS only gave no answer', () => {
    const late = failed({ kind: 'throttled', why: 'Throttling' }, 'sts:AssumeRole');
    expect(findingsOf({ members, entered: new Map([...inBut(), [web, late]]) }, 'member-role')).toEqual([
      expect.objectContaining({ status: 'warn', says: `could not be tried: ${web} (Throttling)`, todo: 'try again' }),
    ]);
  });
});
