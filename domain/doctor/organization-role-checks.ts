/** Checks whether every account of an organization lets us in, and the commands for those that do not. */

import type { AccountId } from '../ids.ts';
import { isClosed } from '../organization/member-account.ts';
import { plainText } from '../plain-text.ts';
import { shellWord } from '../shell-word.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import type { OrganizationFacts } from './organization-facts.ts';

const shownAccounts = 10;

interface Refusal {
  readonly accountId: AccountId;
  readonly why: string;
}

/** AWS answers the same where the role is missing and where it does not trust the caller. */
export function roleChecks(facts: OrganizationFacts): Finding[] {
  const { entered, roleName, arn } = facts;
  const refusals = (isWanted: (isDenied: boolean) => boolean) =>
    [...entered].flatMap(([accountId, answer]): Refusal[] =>
      answer.kind === 'failed' && isWanted(answer.failure.kind === 'denied')
        ? [{ accountId, why: answer.failure.why }]
        : [],
    );
  const denied = refusals((isDenied) => isDenied);
  const untried = refusals((isDenied) => !isDenied);
  const letIn = entered.size - denied.length - untried.length;
  if (letIn === entered.size) {
    return [ok('member-role', plainText(`all ${entered.size} accounts in service let ${arn} in`))];
  }
  const says = `${letIn} of ${entered.size} accounts let ${arn} in by the role ${roleName}; not ${someOf(denied)}`;
  const todo = 'use those that the role trusts: its ToolRoleArn';
  return [
    ...(denied.length > 0 ? [fail('member-role', plainText(says), commandsFor(denied, facts).join('; '))] : []),
    ...(untried.length > 0 ? [warn('member-role', `could not be tried: ${someOf(untried)}`, 'try again')] : []),
    ...(letIn <= 1 && denied.length > 1
      ? [warn('member-role', 'no other account lets these credentials in', todo)]
      : []),
  ];
}

function someOf(refusals: readonly Refusal[]): string {
  const some = refusals.slice(0, shownAccounts).map(({ accountId, why }) => `${accountId} (${plainText(why)})`);
  const more = refusals.length > some.length ? ` and ${refusals.length - some.length} more` : '';
  return `${some.join(', ')}${more}`;
}

/** StackSets never deploy to the management account. */
function commandsFor(denied: readonly Refusal[], facts: OrganizationFacts): string[] {
  const { managementAccount, entered, ownAccount } = facts;
  const members = denied.map(({ accountId }) => accountId).filter((accountId) => accountId !== managementAccount);
  const isOther = (accountId: AccountId) => accountId !== managementAccount && accountId !== ownAccount;
  const isNew = ![...entered].some(([accountId, { kind }]) => kind === 'answered' && isOther(accountId));
  return [
    ...(members.length === 0 ? [] : memberCommands(members, isNew, facts)),
    ...(members.length < denied.length ? [managementCommand(facts)] : []),
    'ROLE_ARN is the output OrganizationWorkRoleArn of the stack, or the role that you use',
  ];
}

/** Where no member has the role there is hardly a StackSet yet: it is made, for all. */
function memberCommands(members: readonly AccountId[], isNew: boolean, facts: OrganizationFacts): string[] {
  const { place, callAs } = administration(facts);
  const named = `--stack-set-name lastseen-member${callAs}`;
  const parameters = parametersOf(facts).map(([key, value]) => `ParameterKey=${key},ParameterValue=${value}`);
  const create =
    `${place}aws cloudformation create-stack-set ${named} --template-body file://${template} --capabilities ` +
    'CAPABILITY_NAMED_IAM --permission-model SERVICE_MANAGED ' +
    `--auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false --parameters ${parameters.join(' ')}`;
  const targets = isNew ? wholeOrganization(facts) : `Accounts=${members.join(',')},AccountFilterType=INTERSECTION`;
  const units = `OrganizationalUnitIds=${rootsOf(facts)}${targets === '' ? '' : `,${targets}`}`;
  const instances =
    `${place}aws cloudformation create-stack-instances ${named} --regions ${regionOf(facts)} ` +
    `--deployment-targets ${units} --operation-preferences FailureTolerancePercentage=10,MaxConcurrentPercentage=20`;
  return isNew ? [create, instances] : [instances];
}

/** A StackSet fails in a suspended account. */
function wholeOrganization({ members }: OrganizationFacts): string {
  const closed = members.kind === 'answered' ? members.value.accounts.filter(isClosed) : [];
  const ids = closed.map(({ accountId }) => accountId).join(',');
  return closed.length === 0 ? '' : `Accounts=${ids},AccountFilterType=DIFFERENCE`;
}

function managementCommand(facts: OrganizationFacts): string {
  const { managementAccount, ownAccount } = facts;
  const place = managementAccount === ownAccount ? '' : `in ${managementAccount}: `;
  const parameters = parametersOf(facts).map(([key, value]) => `${key}=${value}`);
  return (
    `${place}aws cloudformation deploy --stack-name lastseen-member --region ${regionOf(facts)} --template-file ${template} ` +
    `--capabilities CAPABILITY_NAMED_IAM --parameter-overrides ${parameters.join(' ')}`
  );
}

const template = 'infra/stack/organization/member-role.json';

function parametersOf({ organizationId, roleName }: OrganizationFacts): (readonly [string, string])[] {
  const named = roleName === 'lastseen-member' ? [] : ([['MemberRoleName', shellWord(roleName)]] as const);
  return [['ToolRoleArn', 'ROLE_ARN'], ['OrganizationId', shellWord(organizationId)], ...named];
}

/** Where StackSets are administered, and as whom: in the management account, or here by its delegation. */
function administration({ ownAccount, managementAccount, administrators }: OrganizationFacts) {
  if (ownAccount === managementAccount) return { place: '', callAs: '' };
  const isNone = administrators.kind === 'answered' && !administrators.value.includes(ownAccount);
  if (isNone) return { place: `in ${managementAccount ?? 'the management account'}: `, callAs: '' };
  return { place: '', callAs: ' --call-as DELEGATED_ADMIN' };
}

/** Without the ids of the roots: how they are found. */
const rootsOf = ({ roots }: OrganizationFacts): string =>
  roots.kind === 'answered' && roots.value.length > 0
    ? roots.value.join(',')
    : `$(aws organizations list-roots --query 'Roots[].Id' --output text)`;

/** IAM is the same in every Region: one where each account of the partition is. */
function regionOf({ arn }: OrganizationFacts): string {
  const [, partition] = arn.split(':');
  if (partition === 'aws-cn') return 'cn-north-1';
  return partition === 'aws-us-gov' ? 'us-gov-west-1' : 'us-east-1';
}
