import { setTimeout as sleep } from 'node:timers/promises';
import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { AccountId } from '../../domain/ids.ts';
import { type ChosenRegions, chooseRegions, parseRegionChoice } from '../../domain/settings/region-choice.ts';
import type { Instant } from '../../domain/time.ts';
import { caller } from '../../infra/aws/caller-account.ts';
import { cloudtrailLookup, lookupEveryMs } from '../../infra/aws/cloudtrail/cloudtrail-lookup.ts';
import { listEnabledRegions } from '../../infra/aws/enabled-regions.ts';
import { failureOf } from '../../infra/aws/failure.ts';
import { gatherAccessKeys } from '../../infra/aws/iam/iam-access-keys.ts';
import { gatherInventory } from '../../infra/aws/iam/iam-inventory.ts';
import { type AskServices, iamServices, servicesEveryMs } from '../../infra/aws/iam/iam-services.ts';
import { gatherSshKeys } from '../../infra/aws/iam/iam-ssh-keys.ts';
import type { RenewedSession } from '../../infra/aws/organization/assumed-role.ts';
import type { EventLookup } from '../../infra/ports/event-lookup.ts';
import type { KeyPorts } from '../ask-for-keys.ts';
import { useProfile } from '../aws-profile.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import { clockTime } from '../clock.ts';
import { InputError } from '../input-error.ts';
import type { LiveOptions } from './options/live-options.ts';
import { optionsOf } from './options/option-problems.ts';

/** An account that can be asked, until `close`. */
export interface LiveSession {
  readonly accountId: AccountId;
  /** ARN of who holds the credentials. */
  readonly arn: string;
  readonly chosen: ChosenRegions;
  readonly iam: IAMClient;
  readonly history: EventLookup;
  readonly clock: () => Instant;
  readonly gatherInventory: () => ReturnType<typeof gatherInventory>;
  readonly sshKeys: KeyPorts['sshKeys'];
  readonly accessKeys: KeyPorts['accessKeys'];
  readonly askServices: AskServices;
  close(): void;
}

/** Rates are low, and what hangs is better asked again. */
export const liveClientConfig = {
  maxAttempts: 8,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
} as const;

/**
 * The account and its Regions; opens nothing but clients. `alone`: the profile becomes that of the whole program.
 * `credentials` stand in place of a profile's.
 * Throws InputError or LiveFailure where no question is possible.
 */
export async function openLiveSession(
  { profile, regions = 'all', credentials }: LiveOptions & { readonly credentials?: RenewedSession | undefined },
  among: 'alone' | 'one-of-many' = 'alone',
): Promise<LiveSession> {
  const choice = optionsOf(parseRegionChoice(regions));
  if (profile !== undefined && among === 'alone') await useProfile(profile);
  const whose = { ...(profile !== undefined && { profile }), ...(credentials && { credentials }) };
  const config = { ...liveClientConfig, ...whose };
  const home = { ...config, region: await homeRegion(profile) };
  const [sts, account, iam, pacedIam] = [
    new STSClient(home),
    new AccountClient(home),
    new IAMClient({ ...home, retryMode: 'adaptive' }),
    new IAMClient(home),
  ];
  const { accountId, arn } = await caller(sts).catch(refuse);
  const chosen = enabledOf(chooseRegions(choice, await listEnabledRegions(account)), credentials !== undefined);
  const history = cloudtrailLookup((region) => new CloudTrailClient({ ...config, region }), lookupEveryMs);
  return {
    accountId,
    arn,
    chosen,
    iam,
    history,
    clock: clockTime,
    gatherInventory: () => gatherInventory(iam, accountId, pause),
    sshKeys: (users, hasTime) => gatherSshKeys(iam, users, hasTime),
    accessKeys: (users, hasTime) => gatherAccessKeys(iam, users, hasTime),
    askServices: iamServices(pacedIam, servicesEveryMs, pause),
    close: () => {
      for (const client of [sts, account, iam, pacedIam]) client.destroy();
      history.close();
    },
  };
}

/**
 * The chosen Regions, each enabled. Of a member of an organization those that are not enabled are left out: nothing
 * happens there. Throws InputError where none is left, or where the account was named itself.
 */
function enabledOf(chosen: ChosenRegions, isMember: boolean): ChosenRegions {
  const { notEnabled, enabled } = chosen;
  const regions = chosen.regions.filter((region) => !notEnabled.includes(region));
  if (notEnabled.length > 0 && (!isMember || regions.length === 0)) {
    throw new InputError(`--regions ${notEnabled}: not enabled in this account; it has ${enabled.join(', ')}`);
  }
  return { ...chosen, regions };
}

const pause = async (ms: number) => void (await sleep(ms));

/** The Region of the environment or the profile, which tells the partition; IAM and the account itself are in none. */
export async function homeRegion(profile?: string): Promise<string> {
  const probe = new STSClient(profile === undefined ? {} : { profile });
  return probe.config
    .region()
    .catch(() => 'us-east-1')
    .finally(() => probe.destroy());
}

/** Ends with a line that says why nobody can be asked. */
export function refuse(error: unknown): never {
  const { kind, why } = failureOf(error);
  if (kind === 'no-credentials') {
    const words = error instanceof Error ? error.message.replace(/\.+$/, '') : why;
    const todo = 'give --profile, set AWS_PROFILE or sign in again';
    throw new LiveFailure(`no valid AWS credentials: ${words}; ${todo}`, false, error);
  }
  throw new LiveFailure(`AWS did not say whose credentials these are (${why}); try again`, true, error);
}
