import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
  type Trail as ListedTrail,
} from '@aws-sdk/client-cloudtrail';
import pMap from 'p-map';
import type { GatheredTrails, Listing, Trail } from '../../../domain/coverage/trail-health.ts';
import type { FieldSelector, TrailSelector } from '../../../domain/coverage/trail-selectors.ts';
import { parseRegion, type Region } from '../../../domain/ids.ts';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { failureOf } from '../failure.ts';

const regionsAtOnce = 4;

/**
 * The trails listed in the given Regions, with multi-Region trails of other Regions: one call for each Region and two
 * for each trail. `clientOf` may return the same client again. A refused call is part of the answer, not thrown.
 */
export async function gatherTrails(
  regions: readonly Region[],
  clientOf: (region: Region) => CloudTrailClient,
): Promise<GatheredTrails> {
  const answers = await pMap(regions, async (region) => ({ region, ...(await listTrails(clientOf(region))) }), {
    concurrency: regionsAtOnce,
  });
  const byArn = new Map(answers.flatMap(({ trails }) => trails.map((trail) => [trail.TrailARN, trail])));
  const fallback = regions[0];
  const trails = await pMap(byArn.values(), (trail) => describe(trail, fallback, clientOf), {
    concurrency: regionsAtOnce,
  });
  return { trails, listings: new Map(answers.map(({ region, listing }) => [region, listing])) };
}

interface Listed {
  readonly trails: readonly ListedTrail[];
  readonly listing: Listing;
}

async function listTrails(client: CloudTrailClient): Promise<Listed> {
  try {
    const { trailList } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    if (trailList !== undefined) return { trails: trailList, listing: { kind: 'listed' } };
    return { trails: [], listing: { kind: 'failed', why: 'an answer without a list' } };
  } catch (error) {
    return { trails: [], listing: { kind: 'failed', why: failureOf(error).why } };
  }
}

/** Reads a trail in its home Region and by its ARN: trails of other Regions and of the organization need both. */
async function describe(
  listed: ListedTrail,
  fallback: Region | undefined,
  clientOf: (region: Region) => CloudTrailClient,
): Promise<Trail> {
  const homeRegion = parseRegion(listed.HomeRegion);
  const trail = {
    arn: listed.TrailARN ?? '',
    name: listed.Name ?? listed.TrailARN ?? 'without a name',
    homeRegion,
    isMultiRegion: listed.IsMultiRegionTrail === true,
    hasGlobalServices: listed.IncludeGlobalServiceEvents === true,
    isOrganization: listed.IsOrganizationTrail === true,
    isValidated: listed.LogFileValidationEnabled,
  };
  const region = homeRegion ?? fallback;
  if (region === undefined) return { ...trail, detail: { kind: 'unreadable', why: 'no home Region' } };
  return { ...trail, detail: await detailOf(trail.arn, clientOf(region)) };
}

async function detailOf(arn: string, client: CloudTrailClient): Promise<Trail['detail']> {
  let action = 'GetTrailStatus';
  try {
    const status = await client.send(new GetTrailStatusCommand({ Name: arn }));
    action = 'GetEventSelectors';
    const selectors = await client.send(new GetEventSelectorsCommand({ TrailName: arn }));
    if (status.IsLogging === undefined) return { kind: 'unreadable', why: 'GetTrailStatus: no IsLogging' };
    return {
      kind: 'read',
      isLogging: status.IsLogging,
      loggingSince: status.StartLoggingTime && instantOfEpochMs(status.StartLoggingTime.getTime()),
      deliveryError: status.LatestDeliveryError || undefined,
      selectors: selectorsOf(selectors),
    };
  } catch (error) {
    return { kind: 'unreadable', why: `${action}: ${failureOf(error).why}` };
  }
}

function selectorsOf({ EventSelectors, AdvancedEventSelectors }: GetEventSelectorsCommandOutput): TrailSelector[] {
  return [
    ...(EventSelectors ?? []).map(
      (selector): TrailSelector => ({
        kind: 'basic',
        readWriteType: selector.ReadWriteType,
        includesManagement: selector.IncludeManagementEvents,
        excludedSources: selector.ExcludeManagementEventSources ?? [],
      }),
    ),
    ...(AdvancedEventSelectors ?? []).map(
      ({ FieldSelectors }): TrailSelector => ({ kind: 'advanced', fields: (FieldSelectors ?? []).map(fieldOf) }),
    ),
  ];
}

type AwsFieldSelector = NonNullable<
  NonNullable<GetEventSelectorsCommandOutput['AdvancedEventSelectors']>[number]['FieldSelectors']
>[number];

/** Every operator with values, also one that this version does not know, its first letter in lower case. */
function fieldOf({ Field, ...operators }: AwsFieldSelector): FieldSelector {
  const used = Object.entries(operators).filter(([, values]) => Array.isArray(values) && values.length > 0);
  const named = used.map(([name, values]) => [name.charAt(0).toLowerCase() + name.slice(1), values as string[]]);
  return { field: Field ?? '', operators: Object.fromEntries(named) };
}
