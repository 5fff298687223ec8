import { type ServicesAccessed, unusedOf } from '../../domain/services/services-accessed.ts';
import { silentWords } from '../../domain/services/services-words.ts';
import type { Instant } from '../../domain/time.ts';

/** When IAM was asked about the services of a user, and which of them the user never used. */
export interface ServicesReport {
  readonly askedAt: Instant;
  /** `14 of 17 allowed services never used in 400 days; IAM was asked 2 days ago`. */
  readonly words: string;
  /** Allowed services of which IAM saw no attempt in its tracking period. */
  readonly neverUsed: readonly string[];
}

/** Null where IAM was not asked about the user, or did not answer. */
export function servicesReport(services: ServicesAccessed | undefined, asOf: Instant): ServicesReport | null {
  if (services === undefined) return null;
  return { askedAt: services.askedAt, words: silentWords(services, asOf), neverUsed: unusedOf(services) };
}

/** One service; `lastAttemptAt` is null for an allowed one without an attempt. */
export interface ServiceRow {
  readonly service: string;
  readonly lastAttemptAt: string | null;
  readonly region: string | null;
  readonly allowed: boolean;
}

/** Every attempt, latest first, then the allowed services without one; none where IAM did not answer. */
export function servicesRows(services: ServicesAccessed | undefined): readonly ServiceRow[] {
  const attempts = (services?.attempts ?? []).map(({ service, at, region, withdrawn }) => ({
    service,
    lastAttemptAt: at,
    region: region ?? null,
    allowed: withdrawn !== true,
  }));
  const silent = (services?.silent ?? []).map((service) => ({
    service,
    lastAttemptAt: null,
    region: null,
    allowed: true,
  }));
  return [...attempts, ...silent];
}
