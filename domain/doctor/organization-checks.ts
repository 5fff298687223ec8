/** Checks of an organization: whether every account can be judged, and what else decides over verdicts. */

import type { GatheredTrails } from '../coverage/trail-health.ts';
import type { AccountId } from '../ids.ts';
import { statementWords } from '../inventory/missing-permission.ts';
import { isInService, type MemberAccount, stateWords } from '../organization/member-account.ts';
import { plainText } from '../plain-text.ts';
import { examine, type Finding, fail, ok, warn } from './finding.ts';
import type { OrganizationFacts } from './organization-facts.ts';
import { roleChecks } from './organization-role-checks.ts';

/** Everything that was found, in the order of its weight. */
export function diagnoseOrganization(facts: OrganizationFacts): Finding[] {
  return [
    ...listChecks(facts),
    ...(facts.members.kind === 'answered' ? roleChecks(facts) : []),
    ...trailChecks(facts.trails),
    ...examine('delegated-administrator', facts.administrators, administratorChecks),
    ...examine('root-features', facts.rootFeatures, rootChecks),
  ];
}

/** Without the list no account can be judged: a refusal is a failure, and says who lacks what. */
function listChecks(facts: OrganizationFacts): readonly Finding[] {
  const { members, arn } = facts;
  if (members.kind === 'failed' && members.failure.kind === 'denied') {
    const says = `organizations:ListAccounts is refused to ${arn} (${members.failure.why}): no account can be judged`;
    return [fail('accounts', plainText(says), listTodo(facts))];
  }
  return examine('accounts', members, ({ accounts, malformed }) => accountChecks(accounts, malformed));
}

/** AWS lets the management account list the accounts, and whoever it made a delegated administrator of any service. */
function listTodo({ ownAccount, managementAccount, administrators, arn }: OrganizationFacts): string {
  const policy = `add ${statementWords('organizations:ListAccounts')} to the policy of ${plainText(arn)}`;
  if (ownAccount === managementAccount) return policy;
  if (administrators.kind === 'answered' && administrators.value.includes(ownAccount)) return policy;
  const known = administrators.kind === 'answered' ? 'is' : 'may be';
  const register =
    `aws organizations register-delegated-administrator --account-id ${ownAccount} ` +
    '--service-principal member.org.stacksets.cloudformation.amazonaws.com';
  return `${ownAccount} ${known} no delegated administrator: in ${managementAccount ?? 'the management account'}: ${register}; then ${policy}`;
}

function accountChecks(accounts: readonly MemberAccount[], malformed: readonly string[]): Finding[] {
  const left = accounts.filter((account) => !isInService(account));
  return [
    ok('accounts', `${accounts.length - left.length} of ${accounts.length} accounts are in service`),
    ...left.map((account) =>
      warn(
        'accounts',
        `${called(account)} is ${stateWords(account)}`,
        'nothing: its users are listed as out of service',
      ),
    ),
    ...malformed.map((words) => fail('accounts', plainText(words), 'report it: no account may be missed')),
  ];
}

const called = ({ accountId, name }: MemberAccount) =>
  plainText(name === accountId ? accountId : `${accountId} ${name}`);

function trailChecks({ trails, listings }: GatheredTrails): Finding[] {
  const ours = trails.filter(({ isOrganization }) => isOrganization);
  const logging = ours.filter(({ detail }) => detail.kind === 'read' && detail.isLogging);
  const unread = [...listings.values()].find((listing) => listing.kind === 'failed');
  if (logging.length > 0) {
    const names = logging.map(({ name }) => plainText(name)).join(', ');
    return [ok('organization-trail', `${names} records every account`)];
  }
  if (unread?.kind === 'failed') {
    const todo = 'allow cloudtrail:DescribeTrails, or try again';
    return [warn('organization-trail', `could not be checked (${plainText(unread.why)})`, todo)];
  }
  if (ours.length > 0)
    return [
      warn(
        'organization-trail',
        `${ours.length} found, and whether it logs is not known or no`,
        'aws cloudtrail start-logging',
      ),
    ];
  const todo =
    "an organization trail records every account, also new ones: without it verdicts rest on IAM and each account's own trail";
  return [warn('organization-trail', 'no trail here is one of the organization', todo)];
}

const administratorChecks = (accounts: readonly AccountId[]): Finding[] =>
  accounts.length === 0
    ? [
        warn(
          'delegated-administrator',
          'none: only the management account can list the accounts',
          'name one, so that nothing runs there',
        ),
      ]
    : [ok('delegated-administrator', accounts.join(', '))];

const rootChecks = (features: readonly string[]): Finding[] =>
  features.includes('RootCredentialsManagement')
    ? [ok('root-features', `${features.join(', ')}: members may have no root credentials`)]
    : [
        warn(
          'root-features',
          'the root credentials of members are not managed centrally',
          'aws iam enable-organizations-root-credentials-management',
        ),
      ];
