/** The function that begins the daily run over an organization, and its clients of AWS. */

import { Logger } from '@aws-lambda-powertools/logger';
import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Context } from 'aws-lambda';
import { isRecorded } from '../../../domain/coverage/trail-health.ts';
import { type AcceptedLosses, parseAcceptedLosses } from '../../../domain/organization/accepted-losses.ts';
import type { OrganizationFunctionSettings } from '../../../domain/settings/organization-settings.ts';
import { listEnabledRegions } from '../../../infra/aws/enabled-regions.ts';
import { listOrganization } from '../../../infra/aws/organization/organizations.ts';
import type { OrganizationTrail, StartPorts } from '../../organization/organization-ports.ts';
import { type StartedRun, startOrganizationRun } from '../../organization/start-organization-run.ts';
import { readTrailHealth } from '../../read-trail-health.ts';
import { problemsWords } from '../door.ts';
import { patientClientConfig } from '../patient-client.ts';
import { organizationClients } from './clients.ts';

const logger = new Logger({ serviceName: 'lastseen-organization-plan' });

/** What the function answers and logs: counts, no account. */
export type PlanSummary =
  | { readonly kind: 'started'; readonly runId: string; readonly accounts: number; readonly judged: number }
  | Exclude<StartedRun, { readonly kind: 'started' }>;

let wired: { readonly settings: OrganizationFunctionSettings; readonly ports: StartPorts } | undefined;

/**
 * The door of the planner. Throws where the run could not be begun, or where fewer than half of the accounts are
 * listed: Lambda tries again under the same request id, and every message is sent once more. The event
 * `{"acceptShrunkOrganization": true}` lets such a list pass; `{"acceptShrunkInventory": ["111122223333"]}` lets that
 * account pass in this run, though it lost most of its users.
 */
export async function handler(event: unknown, context: Pick<Context, 'awsRequestId'>): Promise<PlanSummary> {
  wired ??= wire();
  const { organizationId, thresholdDays } = wired.settings;
  const accepted = acceptedIn(event);
  const request = { organizationId, thresholdDays, requestId: context.awsRequestId, accepted };
  const started = await startOrganizationRun(request, wired.ports);
  if (started.kind === 'shrunk') {
    logger.error('fewer than half of the accounts are listed: nothing was begun', { started });
    throw new Error(`AWS Organizations lists ${started.to} of ${started.from} known accounts; no run was begun`);
  }
  if (started.kind === 'superseded') {
    logger.warn('a run with a later id has begun: nothing was sent', { outcome: started });
    return started;
  }
  const { runId, accounts, unlisted } = started.run;
  const summary = { kind: started.kind, runId, accounts, judged: started.judged };
  logger.info('begun', { outcome: { ...summary, unlisted: unlisted.length } });
  return summary;
}

function acceptedIn(event: unknown): AcceptedLosses {
  const parsed = parseAcceptedLosses(event);
  if (parsed.kind === 'wrong') throw new Error(`wrong event: ${problemsWords(parsed)}`);
  return parsed.value;
}

function wire() {
  const { settings, ports } = organizationClients();
  // AWS Organizations answers in one Region of each partition; the SDK knows which.
  const organizations = new OrganizationsClient(patientClientConfig);
  return {
    settings,
    ports: {
      ...ports,
      listAccounts: () => listOrganization(organizations),
      organizationTrail: () => organizationTrail(settings),
    },
  };
}

/** The trail of the organization, where it records reads and writes in every Region asked about. */
async function organizationTrail({
  home,
  regions,
}: OrganizationFunctionSettings): Promise<OrganizationTrail | undefined> {
  const enabled = regions.length > 0 ? regions : await enabledRegions();
  const clientOf = (region: string) => new CloudTrailClient({ region });
  const health = await readTrailHealth(home, enabled, clientOf, ({ isOrganization }) => isOrganization);
  const isWhole = health.kind === 'known' && [...health.regions.values()].every(isRecorded);
  return isWhole ? health : undefined;
}

async function enabledRegions() {
  const answer = await listEnabledRegions(new AccountClient({}));
  return answer.kind === 'answered' ? answer.value : [];
}
