/** What the daily job reads of one account, over the AWS SDK. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@aws-lambda-powertools/logger';
import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { ReconcileSettings } from '../../domain/settings/reconcile-settings.ts';
import { listEnabledRegions } from '../../infra/aws/enabled-regions.ts';
import { countCalls } from '../../infra/aws/iam/call-counter.ts';
import { gatherAccessKeys } from '../../infra/aws/iam/iam-access-keys.ts';
import { gatherInventory } from '../../infra/aws/iam/iam-inventory.ts';
import { iamServices, servicesEveryMs } from '../../infra/aws/iam/iam-services.ts';
import { gatherSshKeys } from '../../infra/aws/iam/iam-ssh-keys.ts';
import { proveRegions } from '../../infra/aws/sts-proof.ts';
import { readTrailHealth } from '../read-trail-health.ts';
import type { ReconcilePorts } from '../reconcile/reconcile-ports.ts';
import { patientClientConfig } from './patient-client.ts';

/** The ports that ask the account itself, and not the table or whoever is told. */
export type AccountPorts = Pick<
  ReconcilePorts,
  | 'gatherInventory'
  | 'sshKeys'
  | 'accessKeys'
  | 'askServices'
  | 'servicesProgress'
  | 'beforeKeys'
  | 'enabledRegions'
  | 'trailHealth'
  | 'proveRegions'
>;

/** An account, its client of IAM, and how to end. */
export interface ConnectedAccount {
  readonly ports: AccountPorts;
  readonly iam: IAMClient;
  /** How many calls of IAM were made. */
  readonly iamCalls: () => number;
  readonly close: () => void;
}

/** The ports over the function's own role, or over other credentials: then those of their account. */
export function accountPorts(
  { home, serviceLastAccessed }: Pick<ReconcileSettings, 'home' | 'serviceLastAccessed'>,
  logger: Logger,
  credentials?: IAMClientConfig['credentials'],
): ConnectedAccount {
  const as = credentials === undefined ? {} : { credentials };
  const iam = new IAMClient({ ...patientClientConfig, ...as });
  const pacedIam = new IAMClient({ ...patientClientConfig, ...as, retryMode: 'standard' });
  const account = new AccountClient(as);
  const calls = [countCalls(iam), countCalls(pacedIam)];
  const pause = async (ms: number) => void (await sleep(ms));
  const ports: AccountPorts = {
    gatherInventory: (accountId) => gatherInventory(iam, accountId, pause),
    sshKeys: (users, hasTime) => gatherSshKeys(iam, users, hasTime),
    accessKeys: (users, hasTime) => gatherAccessKeys(iam, users, hasTime),
    askServices: serviceLastAccessed ? iamServices(pacedIam, servicesEveryMs, pause) : undefined,
    servicesProgress: {
      start: (users) => logger.info('asking IAM for the services last accessed', { users }),
      done: () => {},
    },
    beforeKeys: (users) => logger.info('asking IAM for the keys of single users', { users }),
    enabledRegions: () => listEnabledRegions(account),
    trailHealth: (regions) => readTrailHealth(home, regions, (region) => new CloudTrailClient({ region, ...as })),
    proveRegions: (regions) => proveRegions(regions, (region) => new STSClient({ region, ...as })),
  };
  const close = () => [iam, pacedIam, account].forEach((client) => void client.destroy());
  return { ports, iam, iamCalls: () => calls.reduce((sum, count) => sum + total(count()), 0), close };
}

const total = (calls: Readonly<Record<string, number>>) => Object.values(calls).reduce((sum, count) => sum + count, 0);
