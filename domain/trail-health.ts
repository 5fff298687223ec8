import type { Region } from './ids.ts';
import { plainText } from './plain-text.ts';
import { type LoggedEvents, loggedBy, type TrailSelector, together, without } from './trail-selectors.ts';

/** One trail as CloudTrail describes it; what it was asked beside that may have been refused. */
export interface Trail {
  readonly arn: string;
  readonly name: string;
  /** The only Region that it watches, unless it is multi-Region; undefined where CloudTrail did not say. */
  readonly homeRegion: Region | undefined;
  readonly isMultiRegion: boolean;
  /** A trail of one Region may leave out services that have none of their own. */
  readonly hasGlobalServices: boolean;
  /** Belongs to the organization: its owner is another account, which may answer members nothing more. */
  readonly isOrganization: boolean;
  readonly detail: TrailDetail | { readonly kind: 'unreadable'; readonly why: string };
}

export interface TrailDetail {
  readonly kind: 'read';
  readonly isLogging: boolean;
  /** S3's word for why the latest file could not be delivered. */
  readonly deliveryError: string | undefined;
  readonly selectors: readonly TrailSelector[];
}

/** Trails as far as they could be listed: a Region that was not, or that refused, may hide one. */
export interface GatheredTrails {
  readonly trails: readonly Trail[];
  readonly listings: ReadonlyMap<Region, Listing>;
}

export type Listing = { readonly kind: 'listed' } | { readonly kind: 'failed'; readonly why: string };

/** What all trails that are logging in one Region record of it together. */
export interface RegionTrail {
  readonly logging: boolean;
  readonly reads: boolean;
  readonly writes: boolean;
  /** Event sources (`kms.amazonaws.com`) of which reads, writes or both are recorded by no trail. */
  readonly excludedSources: readonly string[];
  /** Why trails that are logging cannot deliver their files. EventBridge gets the events all the same. */
  readonly deliveryErrors: readonly string[];
  /** Which trails, and what they record or why they do not, in words. */
  readonly why: string;
}

/**
 * Whether CloudTrail records what happens in each Region. What is `known` is true as far as it goes: a trail that could not be
 * read may record more. `unknown` where such a one is needed to say that a Region is recorded.
 */
export type TrailHealth =
  | { readonly kind: 'known'; readonly regions: ReadonlyMap<Region, RegionTrail> }
  | { readonly kind: 'unknown'; readonly why: string };

/** Both reads and writes are recorded; sources may still be excluded. */
export function isRecorded({ logging, reads, writes }: RegionTrail): boolean {
  return logging && reads && writes;
}

/** The health of the given Regions; trails add up, and one that is not logging adds nothing. */
export function trailHealthOf(gathered: GatheredTrails, regions: readonly Region[]): TrailHealth {
  const health = new Map(regions.map((region) => [region, regionTrailOf(gathered.trails, region)]));
  const doubts = [...health].flatMap(([region, trail]) => (isRecorded(trail) ? [] : doubtsOf(gathered, region)));
  return doubts.length === 0
    ? { kind: 'known', regions: health }
    : { kind: 'unknown', why: [...new Set(doubts)].join('; ') };
}

/** What could be recording the Region for all that is known. */
function doubtsOf({ trails, listings }: GatheredTrails, region: Region): string[] {
  const listing = listings.get(region) ?? { kind: 'failed', why: 'not asked' };
  const unread = trails.filter((trail) => watches(trail, region));
  return [
    ...(listing.kind === 'listed' ? [] : [`the trails of ${region} could not be listed (${plainText(listing.why)})`]),
    ...unread.flatMap((trail) =>
      trail.detail.kind === 'read' ? [] : [`${nameOf(trail)} could not be read (${plainText(trail.detail.why)})`],
    ),
  ];
}

const watches = ({ isMultiRegion, homeRegion }: Trail, region: Region) => isMultiRegion || homeRegion === region;

const nameOf = ({ name, isOrganization }: Trail) =>
  `${isOrganization ? 'organization trail' : 'trail'} ${plainText(name)}`;

function regionTrailOf(trails: readonly Trail[], region: Region): RegionTrail {
  const here = trails.filter((trail) => watches(trail, region));
  const read = here.flatMap((trail) => (trail.detail.kind === 'read' ? [{ trail, detail: trail.detail }] : []));
  const running = read.filter(({ detail }) => detail.isLogging);
  const logged = together(running.map(loggedEventsOf));
  const deliveryErrors = running.flatMap(({ detail }) => detail.deliveryError ?? []);
  return {
    logging: running.length > 0,
    reads: logged.reads !== undefined,
    writes: logged.writes !== undefined,
    excludedSources: excludedOf(logged),
    deliveryErrors,
    why: here.length === 0 ? 'no trail watches it' : read.map(wordsOf).join('; '),
  };
}

/** Missing from reads or from writes; what is not recorded at all excludes no single source. */
const excludedOf = ({ reads, writes }: LoggedEvents) => [...new Set([...(reads ?? []), ...(writes ?? [])])].sort();

/** Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events */
const globalServices = ['cloudfront.amazonaws.com', 'iam.amazonaws.com', 'sts.amazonaws.com'];

function loggedEventsOf({ trail, detail }: { trail: Trail; detail: TrailDetail }): LoggedEvents {
  const logged = loggedBy(detail.selectors);
  return trail.hasGlobalServices ? logged : without(globalServices, logged);
}

function wordsOf({ trail, detail }: { trail: Trail; detail: TrailDetail }): string {
  const { reads, writes, narrowedBy } = loggedEventsOf({ trail, detail });
  const what =
    reads !== undefined && writes !== undefined
      ? 'reads and writes'
      : reads !== undefined
        ? 'reads only'
        : writes !== undefined
          ? 'writes only'
          : 'no management events';
  const excluded = excludedOf({ reads, writes, narrowedBy });
  return [
    `${nameOf(trail)} ${detail.isLogging ? 'logs' : 'is stopped, would log'} ${what}`,
    ...(excluded.length === 0 ? [] : [`without ${excluded.map(plainText).join(', ')}`]),
    ...(narrowedBy.length === 0 ? [] : [`a selector on ${narrowedBy.map(plainText).join(', ')} does not count`]),
    ...(detail.deliveryError === undefined
      ? []
      : [`its files cannot be delivered: ${plainText(detail.deliveryError)}`]),
  ].join(', ');
}
