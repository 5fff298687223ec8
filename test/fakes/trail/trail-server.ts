import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { type AwsJsonServer, Refusal, startAwsJsonServer } from '../aws-json-server.ts';

/** A trail of the fake account, with what its calls answer; `member` trails are the organization's. */
export interface FakeTrail {
  readonly name: string;
  readonly region: string;
  readonly owner?: string;
  readonly isMultiRegion?: boolean;
  readonly status?: object;
  readonly selectors?: object;
}

export interface TrailServer extends AwsJsonServer {
  /** A test changes them between two questions. */
  trails: readonly FakeTrail[];
  client(region: string): CloudTrailClient;
}

const member = '123456789012';
const arnOf = ({ name, region, owner = member }: FakeTrail) => `arn:aws:cloudtrail:${region}:${owner}:trail/${name}`;

/**
 * CloudTrail's protocol, stricter than CloudTrail: only its own Region shows a single-Region trail, a trail answers by
 * its ARN in its home Region only, and a member account learns nothing about the organization's trail.
 */
export async function startTrailServer(): Promise<TrailServer> {
  const asked = (input: Readonly<Record<string, unknown>>, field: string, region: string) => {
    const trail = fake.trails.find((each) => arnOf(each) === input[field]);
    if (trail === undefined) throw new Refusal('TrailNotFoundException');
    if (trail.region !== region) throw new Refusal('InvalidHomeRegionException');
    if (trail.owner !== undefined && trail.owner !== member) throw new Refusal('AccessDeniedException');
    return trail;
  };
  const server = await startAwsJsonServer({
    'CloudTrail_20131101.DescribeTrails': (input, region) => ({
      trailList: fake.trails
        .filter((trail) => trail.region === region || (trail.isMultiRegion && input['includeShadowTrails'] !== false))
        .map((trail) => ({
          Name: trail.name,
          TrailARN: arnOf(trail),
          HomeRegion: trail.region,
          IsMultiRegionTrail: trail.isMultiRegion === true,
          IncludeGlobalServiceEvents: true,
          IsOrganizationTrail: trail.owner !== undefined,
        })),
    }),
    'CloudTrail_20131101.GetTrailStatus': (input, region) => asked(input, 'Name', region).status ?? { IsLogging: true },
    'CloudTrail_20131101.GetEventSelectors': (input, region) => {
      const { selectors } = asked(input, 'TrailName', region);
      return selectors ?? { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] };
    },
  });
  const fake: TrailServer = Object.assign(server, {
    trails: [],
    client: (region: string) => new CloudTrailClient({ ...server.config, region }),
  });
  return fake;
}
