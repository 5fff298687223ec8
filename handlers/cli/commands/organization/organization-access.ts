import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { type Answer, answered, mapAnswer } from '../../../../domain/answer.ts';
import { type AccountId, type OrganizationId, parseAccountId, parseOrganizationId } from '../../../../domain/ids.ts';
import type { ListedMembers } from '../../../../domain/organization/account-list.ts';
import { caller } from '../../../../infra/aws/caller-account.ts';
import { failureOf } from '../../../../infra/aws/failure.ts';
import {
  assumeMemberRole,
  type RenewedSession,
  renewedSession,
} from '../../../../infra/aws/organization/assumed-role.ts';
import { listOrganization } from '../../../../infra/aws/organization/organizations.ts';
import { useProfile } from '../../../aws-profile.ts';
import { LiveFailure } from '../../../aws-unavailable.ts';
import { InputError } from '../../../input-error.ts';
import { homeRegion, liveClientConfig, refuse } from '../../live-session.ts';

/** Whose organization it is, and which role each account has for us. */
export interface AccessOptions {
  readonly profile?: string;
  readonly roleName?: string;
}

/** The organization of the present credentials, until `close`. */
export interface OrganizationAccess {
  readonly organizationId: OrganizationId;
  readonly managementAccount: AccountId | undefined;
  /** The account of the credentials: it needs no role. `arn` is who holds them. */
  readonly ownAccount: AccountId;
  readonly arn: string;
  readonly partition: string;
  readonly organizations: OrganizationsClient;
  readonly listAccounts: () => Promise<ListedMembers>;
  /** The credentials for an account; undefined for our own. Never throws: a refusal is part of the answer. */
  readonly enter: (accountId: AccountId) => Promise<Answer<RenewedSession | undefined>>;
  close(): void;
}

/** The name of the role that the project's template for members makes. */
export const memberRole = 'lastseen-member';

/** Throws InputError or LiveFailure where the organization cannot be asked. */
export async function openOrganization({ profile, roleName = memberRole }: AccessOptions): Promise<OrganizationAccess> {
  if (!/^[\w+=,.@/-]{1,512}$/.test(roleName)) throw new InputError(`--role-name ${roleName}: give the name of a role`);
  if (profile !== undefined) await useProfile(profile);
  const config = { ...liveClientConfig, region: await homeRegion(profile) };
  const [sts, organizations] = [new STSClient(config), new OrganizationsClient(config)];
  const close = () => {
    sts.destroy();
    organizations.destroy();
  };
  try {
    const { accountId: ownAccount, arn } = await caller(sts).catch(refuse);
    const { Organization } = await organizations.send(new DescribeOrganizationCommand({})).catch(noOrganization);
    const organizationId = parseOrganizationId(Organization?.Id);
    if (organizationId === undefined) throw new InputError('--organization: AWS Organizations gave no id');
    const [, partition = 'aws'] = arn.split(':');
    const role = { partition, role: `/${roleName.replace(/^\//, '')}`, sessionName: 'lastseen' };
    return {
      organizationId,
      managementAccount: parseAccountId(Organization?.MasterAccountId),
      ownAccount,
      arn,
      partition,
      organizations,
      listAccounts: () => listOrganization(organizations).catch(noOrganization),
      enter: async (accountId) => {
        if (accountId === ownAccount) return answered(undefined);
        const assume = () => assumeMemberRole(sts, role, accountId);
        return mapAnswer(await assume(), (first) => renewedSession(first, assume));
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function noOrganization(error: unknown): never {
  const { kind, why } = failureOf(error);
  if (why === 'AWSOrganizationsNotInUseException') {
    throw new LiveFailure(
      'the account of these credentials is in no organization; give another --profile',
      false,
      error,
    );
  }
  const todo = 'use the management account or a delegated administrator, with organizations:ListAccounts';
  if (kind === 'denied') throw new LiveFailure(`AWS Organizations refused (${why}); ${todo}`, false, error);
  throw new LiveFailure(`AWS Organizations gave no answer (${why}); ${todo}`, kind !== 'refused', error);
}
