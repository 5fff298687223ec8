/** Reads Policy Analyzer's answers: when service accounts and their keys last authenticated. */

import { type AccountId, parseProjectId, parseServiceAccountId, type UserId } from '../../ids.ts';
import { hasField, isJsonObject, type JsonObject, kindOf, objectAt, textAt } from '../../json.ts';
import { plainText } from '../../plain-text.ts';
import { type Instant, parseTime, plusDays } from '../../time.ts';

/** The time of which an answer knows, from the first whole day to the last one. */
export interface ObservationPeriod {
  readonly start: Instant;
  /** The beginning of the last day, which may not be complete. */
  readonly end: Instant;
}

/** What an answer is about: authentications with or without a key, or those with a key alone. */
export type ActivityKind = 'account' | 'key';

/** One activity: the latest authentication of a service account, or of one of its keys. */
export interface Authentication {
  readonly kind: ActivityKind;
  readonly accountId: AccountId;
  readonly serviceAccountId: UserId;
  /** The address, which may be used again after a deletion. */
  readonly address: string;
  readonly keyId: string | undefined;
  /** The beginning of the day, midnight in California; undefined where the period holds none. */
  readonly day: Instant | undefined;
  readonly period: ObservationPeriod;
}

/** One page of an answer. `isCut` tells that further entries follow it, which another page may hold. */
export interface ActivityPage {
  readonly authentications: readonly Authentication[];
  /** Entries that cannot be read, each with its place and why. */
  readonly malformed: readonly string[];
  readonly isCut: boolean;
}

/** `gcloud` prints so many entries unless it is told `--limit=unlimited`, and says nothing of the others. */
const gcloudLimit = 1000;

/**
 * Reads a page of `activities:query`, or the list that `gcloud policy-intelligence query-activity` prints; undefined
 * where it is neither.
 * Source: https://docs.cloud.google.com/policy-intelligence/docs/activity-analyzer-service-account-authentication
 */
export function readActivityPage(value: unknown): ActivityPage | undefined {
  const list = Array.isArray(value) ? value : activitiesOf(value);
  if (list === undefined || (list.length > 0 && !list.some(isActivity))) return undefined;
  const authentications: Authentication[] = [];
  const malformed: string[] = [];
  for (const [index, entry] of list.entries()) {
    const read = readAuthentication(entry);
    if (typeof read === 'string') malformed.push(`activities[${index}]: ${read}`);
    else authentications.push(read);
  }
  const token = isJsonObject(value) ? (value['nextPageToken'] ?? '') : '';
  return { authentications, malformed, isCut: token !== '' || (Array.isArray(value) && list.length === gcloudLimit) };
}

/** Answers have whole days, and clocks differ. */
const aheadDays = 2;

/** The page as of now: entries that tell of a day in the future, or of a period that ends there, are not understood. */
export function pageAsOf<P extends ActivityPage>(page: P, now: Instant): P {
  const end = plusDays(now, aheadDays);
  const isLater = ({ day, period }: Authentication) => period.end > end || (day !== undefined && day > end);
  const later = page.authentications.filter(isLater);
  if (later.length === 0) return page;
  const words = later.map(({ address }) => `${plainText(address)}: its answer tells of the future`);
  const authentications = page.authentications.filter((each) => !isLater(each));
  return { ...page, authentications, malformed: [...page.malformed, ...words] };
}

const isActivity = (entry: unknown): boolean => isJsonObject(entry) && hasField(entry, 'activityType');

/** Google leaves an empty list out. */
function activitiesOf(value: unknown): readonly unknown[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const { activities } = value;
  if (Array.isArray(activities)) return activities;
  return Object.keys(value).every((key) => key === 'nextPageToken') ? [] : undefined;
}

const kinds = new Map<unknown, { readonly kind: ActivityKind; readonly field: string }>([
  ['serviceAccountLastAuthentication', { kind: 'account', field: 'serviceAccount' }],
  ['serviceAccountKeyLastAuthentication', { kind: 'key', field: 'serviceAccountKey' }],
]);

function readAuthentication(entry: unknown): Authentication | string {
  if (!isJsonObject(entry)) return `is ${kindOf(entry)}, not an object`;
  const known = kinds.get(entry['activityType']);
  if (known === undefined) return 'activityType is not one of service accounts or their keys';
  const activity = objectAt(entry, 'activity');
  const subject = activity && objectAt(activity, known.field);
  if (activity === undefined || subject === undefined) return `activity.${known.field} is missing`;
  const serviceAccountId = parseServiceAccountId(subject['serviceAccountId']);
  if (serviceAccountId === undefined) return `activity.${known.field}.serviceAccountId is not the id of one`;
  const resource = readResource(entry['fullResourceName'] ?? subject['fullResourceName']);
  if (resource === undefined) return 'fullResourceName names no service account of a project';
  if ((resource.keyId === undefined) === (known.kind === 'key')) return 'fullResourceName is of another kind';
  const period = readPeriod(entry);
  if (period === undefined) return 'observationPeriod cannot be read';
  const day = parseTime(activity['lastAuthenticatedTime']);
  if (day === undefined && hasField(activity, 'lastAuthenticatedTime')) return 'lastAuthenticatedTime is no time';
  return { kind: known.kind, serviceAccountId, ...resource, day, period };
}

function readPeriod(entry: JsonObject): ObservationPeriod | undefined {
  const period = objectAt(entry, 'observationPeriod');
  const [start, end] = [parseTime(period?.['startTime']), parseTime(period?.['endTime'])];
  return start === undefined || end === undefined || start > end ? undefined : { start, end };
}

const resourceName =
  /^(?:\/\/iam\.googleapis\.com\/)?projects\/([^/]+)\/serviceAccounts\/([^/]+)(?:\/keys\/([\da-zA-Z_-]+))?$/;

/** The project, the address and the key that a resource's name holds. */
export interface ServiceAccountResource {
  readonly accountId: AccountId;
  readonly address: string;
  readonly keyId: string | undefined;
}

/** Reads the name of a service account or of one of its keys. A project must stand there by its id, not its number. */
export function readResource(name: unknown): ServiceAccountResource | undefined {
  const [, project, address, keyId] = (typeof name === 'string' && resourceName.exec(name)) || [];
  const accountId = parseProjectId(`gcp:${project}`);
  if (accountId === undefined || address === undefined) return undefined;
  return { accountId, address: textAt({ address }, 'address', longestAddress) ?? '', keyId };
}

/** Far more than the address of a service account takes. */
const longestAddress = 256;
