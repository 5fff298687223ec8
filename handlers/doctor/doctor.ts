/** Gathers the facts about a deployment, and diagnoses it. */

import pMap from 'p-map';
import type { Answer } from '../../domain/answer.ts';
import type { DeploymentFacts } from '../../domain/doctor/diagnosis.ts';
import type { RuleFacts } from '../../domain/doctor/rule-checks.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { chooseRegions } from '../../domain/settings/region-choice.ts';
import type { Instant } from '../../domain/time.ts';
import type { DoctorPorts } from './doctor-ports.ts';
import { readParts } from './read-parts.ts';

/** The deployment to examine, and the versions on this machine. */
export interface DoctorRequest {
  readonly accountId: AccountId;
  readonly stackName: string;
  readonly home: Region;
  readonly now: Instant;
  readonly versions: DeploymentFacts['versions'];
}

const regionsAtOnce = 6;

/** Reads all facts about a deployment that the checks need. */
export async function examineDeployment(request: DoctorRequest, ports: DoctorPorts): Promise<DeploymentFacts> {
  const { stackName, home, now, versions } = request;
  const { enabled, missing: regionsMissing } = chooseRegions('all', await ports.enabledRegions());
  const regions = [...new Set([home, ...enabled])];
  const [clock, stack, health, forwarding] = await Promise.all([
    ports.clock(),
    ports.stack(stackName),
    ports.trailHealth(home, regions),
    readForwarding(request, regions, ports),
  ]);
  const parts =
    stack.kind === 'answered' && stack.value.resources.length > 0
      ? await readParts(stack.value, request, ports)
      : undefined;
  return { now, stackName, home, stack, parts, regions, regionsMissing, health, forwarding, clock, versions };
}

type Forwarding = ReadonlyMap<Region, Answer<readonly RuleFacts[]>>;

async function readForwarding(
  { accountId, home }: DoctorRequest,
  regions: readonly Region[],
  ports: DoctorPorts,
): Promise<Forwarding> {
  const bus = `arn:${partitionOf(home)}:events:${home}:${accountId}:event-bus/default`;
  const others = regions.filter((region) => region !== home);
  const read = async (region: Region) => [region, await ports.rulesTo(region, bus)] as const;
  return new Map(await pMap(others, read, { concurrency: regionsAtOnce }));
}

function partitionOf(region: Region): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
