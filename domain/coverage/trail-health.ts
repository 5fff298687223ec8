/** What the trails record in each Region. */

import type { Region } from '../ids.ts';
import { plainText } from '../plain-text.ts';
import type { Instant } from '../time.ts';
import { regionWords } from './coverage-words.ts';
import { type LoggedEvents, loggedBy, type TrailSelector, together, without } from './trail-selectors.ts';

/** One trail as CloudTrail describes it. Its `detail` takes further requests, which may be refused. */
export interface Trail {
  readonly arn: string;
  readonly name: string;
  /** The only Region that it watches, unless it is multi-Region; undefined where CloudTrail did not say. */
  readonly homeRegion: Region | undefined;
  readonly isMultiRegion: boolean;
  /** Whether it records the global services (IAM, STS, CloudFront). A trail of one Region may leave them out. */
  readonly hasGlobalServices: boolean;
  /** The trail of the organization. Another account owns it, and members may not be allowed to read its details. */
  readonly isOrganization: boolean;
  /** Whether it signs digests (log file validation); undefined where CloudTrail did not say. */
  readonly isValidated?: boolean | undefined;
  readonly detail: TrailDetail | { readonly kind: 'unreadable'; readonly why: string };
}

export interface TrailDetail {
  readonly kind: 'read';
  readonly isLogging: boolean;
  /** When logging was last started, if CloudTrail reports it. */
  readonly loggingSince: Instant | undefined;
  /** S3's error code, if the latest file could not be delivered. */
  readonly deliveryError: string | undefined;
  readonly selectors: readonly TrailSelector[];
}

/** The trails that could be listed. A Region without a listing, or with a failed one, may have others. */
export interface GatheredTrails {
  readonly trails: readonly Trail[];
  readonly listings: ReadonlyMap<Region, Listing>;
}

/** Whether the trails of a Region could be listed. */
export type Listing = { readonly kind: 'listed' } | { readonly kind: 'failed'; readonly why: string };

/** What all active trails of one Region record together. */
export interface RegionTrail {
  readonly logging: boolean;
  /** Since when a trail has recorded reads and writes; undefined where none does, or CloudTrail does not report it. */
  readonly since: Instant | undefined;
  readonly reads: boolean;
  readonly writes: boolean;
  /** Event sources (`kms.amazonaws.com`) whose reads, writes or both no trail records. */
  readonly excludedSources: readonly string[];
  /** Why active trails cannot deliver their files. EventBridge still receives the events. */
  readonly deliveryErrors: readonly string[];
  /** Whether an active trail signs digests; undefined where CloudTrail did not say. */
  readonly isValidated?: boolean | undefined;
  /** The trails, and what they record or why they record nothing, in words. */
  readonly why: string;
}

/**
 * Whether CloudTrail records each Region. `known`: at least the listed things are recorded; a trail that could not be
 * read may record more. `unknown`: whether a Region is recorded depends on a trail that could not be read.
 */
export type TrailHealth =
  | { readonly kind: 'known'; readonly regions: ReadonlyMap<Region, RegionTrail> }
  | { readonly kind: 'unknown'; readonly why: string };

/** Whether reads and writes are recorded. Some sources may be excluded. */
export function isRecorded({ logging, reads, writes }: RegionTrail): boolean {
  return logging && reads && writes;
}

/** Whether reads and writes of every source are recorded. */
export function isWhole(trail: RegionTrail): boolean {
  return isRecorded(trail) && trail.excludedSources.length === 0;
}

/** What the trails leave out, in words: Regions with the same problem together; none where all is recorded. */
export function healthWords(health: TrailHealth): string[] {
  if (health.kind === 'unknown') return [`whether trails record everything is not known (${health.why})`];
  const byWhy = new Map<string, Region[]>();
  for (const [region, trail] of health.regions) {
    if (!isWhole(trail)) byWhy.set(trail.why, [...(byWhy.get(trail.why) ?? []), region]);
  }
  return [...byWhy].map(([why, regions]) => `CloudTrail does not record everything in ${regionWords(regions)}: ${why}`);
}

/** The health of the given Regions. Their trails add up; a stopped trail adds nothing. */
export function trailHealthOf(gathered: GatheredTrails, regions: readonly Region[]): TrailHealth {
  const health = new Map(regions.map((region) => [region, regionTrailOf(gathered.trails, region)]));
  const unrecorded = regions.filter((region) => !isRecorded(health.get(region) as RegionTrail));
  const unanswered = [...unlistedWords(gathered, unrecorded), ...unreadWords(gathered, unrecorded)];
  return unanswered.length === 0
    ? { kind: 'known', regions: health }
    : { kind: 'unknown', why: [...new Set(unanswered)].join('; ') };
}

/** The Regions where an unlisted trail may record, in words. */
function unlistedWords({ listings }: GatheredTrails, regions: readonly Region[]): string[] {
  const byWhy = new Map<string, Region[]>();
  for (const region of regions) {
    const listing = listings.get(region) ?? { kind: 'failed', why: 'no request was sent' };
    if (listing.kind === 'failed') byWhy.set(listing.why, [...(byWhy.get(listing.why) ?? []), region]);
  }
  return [...byWhy].map(
    ([why, unlisted]) => `the trails of ${regionWords(unlisted)} could not be listed (${plainText(why)})`,
  );
}

/** The trails that may record but could not be read, in words. */
function unreadWords({ trails }: GatheredTrails, regions: readonly Region[]): string[] {
  return trails
    .filter((trail) => regions.some((region) => watches(trail, region)))
    .flatMap((trail) =>
      trail.detail.kind === 'read' ? [] : [`${nameOf(trail)} could not be read (${plainText(trail.detail.why)})`],
    );
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
    since: earliest(running.filter(keepsAll).map(({ detail }) => detail.loggingSince)),
    reads: logged.reads !== undefined,
    writes: logged.writes !== undefined,
    excludedSources: excludedOf(logged),
    deliveryErrors,
    isValidated: validationOf(running.map(({ trail }) => trail)),
    why: here.length === 0 ? 'no trail watches it' : read.map(wordsOf).join('; '),
  };
}

function validationOf(running: readonly Trail[]): boolean | undefined {
  if (running.some(({ isValidated }) => isValidated === true)) return true;
  return running.length > 0 && running.every(({ isValidated }) => isValidated === false) ? false : undefined;
}

function keepsAll(running: { trail: Trail; detail: TrailDetail }): boolean {
  const { reads, writes } = loggedEventsOf(running);
  return reads !== undefined && writes !== undefined;
}

const earliest = (times: readonly (Instant | undefined)[]) =>
  times.includes(undefined) ? undefined : times.toSorted()[0];

/** Sources missing from reads or from writes. If no reads (or writes) are recorded at all, they exclude no source. */
const excludedOf = ({ reads, writes }: LoggedEvents) => [...new Set([...(reads ?? []), ...(writes ?? [])])].sort();

/**
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html (global service events)
 */
const globalServices = ['cloudfront.amazonaws.com', 'iam.amazonaws.com', 'sts.amazonaws.com'];

/** What a trail that is logging records. */
export function loggedEventsOf({ trail, detail }: { trail: Trail; detail: TrailDetail }): LoggedEvents {
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
