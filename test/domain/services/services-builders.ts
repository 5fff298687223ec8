import fc from 'fast-check';
import { parseRegion } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { ServiceAttempt, ServicesAccessed } from '../../../domain/services/services-accessed.ts';
import { servicesFrom } from '../../../domain/services/services-accessed.ts';
import { daysAgo, region } from '../builders.ts';

/** One service as IAM's answer has it: alice used it so many days ago in eu-west-1, or not at all. */
export function serviceEntry(service: string, days?: number, changes: JsonObject = {}): JsonObject {
  const used = {
    LastAuthenticated: days === undefined ? undefined : daysAgo(days),
    LastAuthenticatedEntity: 'arn:aws:iam::123456789012:user/alice',
    LastAuthenticatedRegion: 'eu-west-1',
    TotalAuthenticatedEntities: 1,
  };
  const none = { TotalAuthenticatedEntities: 0 };
  return { ServiceName: service, ServiceNamespace: service, ...(days === undefined ? none : used), ...changes };
}

/** The finished answer of a job an hour ago, with these services. */
export function servicesPage(entries: readonly JsonObject[], changes: JsonObject = {}): JsonObject {
  return {
    JobStatus: 'COMPLETED',
    JobType: 'SERVICE_LEVEL',
    JobCreationDate: daysAgo(0, -3600),
    JobCompletionDate: daysAgo(0, -3595),
    IsTruncated: false,
    ServicesLastAccessed: entries,
    ...changes,
  };
}

/** An answer an hour ago: these services used so many days ago, those never. */
export function accessed(
  used: Readonly<Record<string, number>>,
  silent: readonly string[] = [],
  askedAt = daysAgo(0, -3600),
): ServicesAccessed {
  const attempts = Object.entries(used).map(([service, days]) => ({ service, at: daysAgo(days), region: region() }));
  return servicesFrom(askedAt, attempts, new Set([...Object.keys(used), ...silent]));
}

const names = fc.constantFrom('s3', 'ec2', 'codecommit', 'logs', 'sqs');
const attempts: fc.Arbitrary<ServiceAttempt> = fc.record({
  service: names,
  at: fc.integer({ min: 1, max: 500 }).map((days) => daysAgo(days)),
  region: fc.constantFrom(undefined, parseRegion('eu-west-1')),
});

/** Answers about one user, some of one moment. */
export const answers: fc.Arbitrary<ServicesAccessed> = fc
  .tuple(
    fc.integer({ min: 0, max: 2 }).map((days) => daysAgo(days)),
    fc.array(attempts, { maxLength: 4 }),
    fc.array(names, { maxLength: 4 }),
  )
  .map(([askedAt, given, allowed]) =>
    servicesFrom(askedAt, given, new Set([...allowed, ...given.map(({ service }) => service)])),
  );
