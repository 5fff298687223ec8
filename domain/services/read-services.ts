/** Reads IAM's answer about the services that one user accessed. */

import { type Answer, answered, failed, unusable } from '../answer.ts';
import { type AccountId, parseRegion, parseUserArn } from '../ids.ts';
import { hasField, isJsonObject, type JsonObject, kindOf, textAt } from '../json.ts';
import { type Instant, parseTime, plusMinutes } from '../time.ts';
import { type ServiceAttempt, type ServicesAccessed, servicesFrom } from './services-accessed.ts';

/** The user whom an answer must be about. The answer does not name the user, but who made each attempt. */
export interface ServicesSubject {
  readonly accountId: AccountId;
  /** Undefined where it is known already whom the answer is about: a renamed user may stand in it by a former name. */
  readonly userName: string | undefined;
}

/**
 * Reads the pages of `aws iam get-service-last-accessed-details`; undefined where a page is something else. Failed
 * where the job failed or still runs, where pages are missing, and where anything has an unknown form: then nothing of
 * it is used.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export function readServices(
  pages: readonly unknown[],
  subject: ServicesSubject,
): Answer<ServicesAccessed> | undefined {
  const read = pages.filter(isJsonObject);
  const [first] = read;
  if (first === undefined || read.length < pages.length || !read.every((page) => hasField(page, 'JobStatus')))
    return undefined;
  const problem = problemOfJob(read);
  if (problem !== undefined) return failed(unusable(problem));
  const askedAt = parseTime(first['JobCreationDate']);
  const endedAt = parseTime(read.at(-1)?.['JobCompletionDate']);
  if (askedAt === undefined || endedAt === undefined) return failed(unusable('the job has no time'));
  const entries = read.flatMap((page) => page['ServicesLastAccessed']);
  const services = entries.map((entry) => readService(entry, subject, endedAt));
  const bad = services.findIndex((service) => typeof service === 'string');
  if (bad >= 0) return failed(unusable(`ServicesLastAccessed[${bad}]: ${services[bad]}`));
  const listed = services.filter((service) => typeof service !== 'string');
  const attempts = listed.filter((each) => each.at !== undefined);
  return answered(servicesFrom(askedAt, attempts, new Set(listed.map(({ service }) => service))));
}

function problemOfJob(pages: readonly JsonObject[]): string | undefined {
  const [first] = pages;
  const error = pages.map((page) => page['Error']).find(isJsonObject);
  for (const { JobStatus: status } of pages) {
    if (status === 'FAILED') return `the job failed${error === undefined ? '' : `: ${textAt(error, 'Code', 100)}`}`;
    if (status === 'IN_PROGRESS') return 'the job had not ended';
    if (status !== 'COMPLETED') return `JobStatus is ${typeof status === 'string' ? 'not known' : kindOf(status)}`;
  }
  if (pages.some((page) => page['JobCreationDate'] !== first?.['JobCreationDate'])) return 'the pages are of two jobs';
  if (!pages.every((page) => Array.isArray(page['ServicesLastAccessed']))) return 'a page has no ServicesLastAccessed';
  const last = pages.at(-1);
  const isCut = last?.['IsTruncated'] === true || typeof last?.['NextToken'] === 'string';
  return isCut ? 'more pages follow' : undefined;
}

/** One service of an answer: with the latest attempt, or with none. */
type ReadService = ServiceAttempt | { readonly service: string; readonly at?: undefined };

/** IAM may round a time up, but reports no attempt of the future. */
const roundingMinutes = 60;

/** One service, or why it cannot be read. */
function readService(entry: unknown, subject: ServicesSubject, endedAt: Instant): ReadService | string {
  if (!isJsonObject(entry)) return `is ${kindOf(entry)}`;
  const service = textAt(entry, 'ServiceNamespace');
  if (service === undefined || !/^[\w-]{1,64}$/.test(service)) return 'ServiceNamespace is not the name of a service';
  const { LastAuthenticated: time, LastAuthenticatedRegion: place, LastAuthenticatedEntity: entity } = entry;
  if ((time ?? null) === null) return (entry['TotalAuthenticatedEntities'] ?? 0) === 0 ? { service } : 'it has no time';
  const at = parseTime(time);
  if (at === undefined) return 'LastAuthenticated is not a time';
  if (at > plusMinutes(endedAt, roundingMinutes)) return 'LastAuthenticated is later than the answer';
  const region = parseRegion(place);
  if ((place ?? null) !== null && region === undefined) return 'LastAuthenticatedRegion is not a Region';
  if ((entity ?? null) !== null && !isSubject(entity, subject)) return 'LastAuthenticatedEntity is not this user';
  return { service, at, ...(region && { region }) };
}

function isSubject(entity: unknown, { accountId, userName }: ServicesSubject): boolean {
  const arn = parseUserArn(entity);
  if (arn?.accountId !== accountId) return false;
  return userName === undefined || arn.userName.toLowerCase() === userName.toLowerCase();
}
