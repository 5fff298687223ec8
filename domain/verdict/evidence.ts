/** The evidence of a user's activity, from all sources. */

import { credentialText } from '../credential.ts';
import type { EvidenceSource, IamUser } from '../inventory/iam-user.ts';
import { sightingSourceOf } from '../provider.ts';
import type { ServiceAttempt, ServicesAccessed } from '../services/services-accessed.ts';
import type { LastSeen } from '../sightings/last-seen.ts';
import type { Sighting } from '../sightings/sighting.ts';
import { daysBetween, type Instant } from '../time.ts';

/** The latest activity that one source reports, with the credential where the source says which. */
export interface Evidence {
  readonly at: Instant;
  readonly source: EvidenceSource;
  readonly credential: string | undefined;
  readonly sighting: Sighting | undefined;
  /** Where the source is the services last accessed: the service, and the Region where IAM reports it. */
  readonly attempt?: Pick<ServiceAttempt, 'service' | 'region'> | undefined;
}

/** Every source's latest activity, latest first. At equal times the log comes first: it has the most detail. */
export function evidenceOf(
  user: IamUser,
  lastSeen: LastSeen | undefined,
  services: ServicesAccessed | undefined,
): Evidence[] {
  const evidence: Evidence[] = [];
  if (lastSeen !== undefined) {
    const { latest } = lastSeen;
    const source = sightingSourceOf(user.accountId, latest);
    evidence.push({ at: latest.at, source, credential: latest.credential, sighting: latest });
  }
  for (const { id, lastUse, reportedBy = 'credential-report' } of user.credentials ?? []) {
    if (lastUse.kind !== 'at') continue;
    evidence.push({ at: lastUse.at, source: reportedBy, credential: id, sighting: undefined });
  }
  if (user.passwordLastUsed !== undefined) {
    evidence.push({
      at: user.passwordLastUsed,
      source: 'list-users',
      credential: credentialText({ kind: 'password' }),
      sighting: undefined,
    });
  }
  evidence.push(...servicesEvidence(services));
  return evidence.sort((a, b) => daysBetween(a.at, b.at));
}

/**
 * The part of an answer that is this user's: undefined where the answer was asked for before the user was created, or
 * where nobody can tell, because neither the user's id nor its creation is known. Attempts before the creation are of
 * an earlier user of the name.
 */
export function servicesOfUser(
  { userId, createdAt }: IamUser,
  services: ServicesAccessed | undefined,
): ServicesAccessed | undefined {
  if (services === undefined || (createdAt === undefined && userId === undefined)) return undefined;
  if (createdAt === undefined) return services;
  if (services.askedAt < createdAt) return undefined;
  return { ...services, attempts: services.attempts.filter(({ at }) => at >= createdAt) };
}

/** The latest attempt as evidence; none where IAM knows of none. Silence is no evidence. */
function servicesEvidence(services: ServicesAccessed | undefined): Evidence[] {
  const attempt = services?.attempts[0];
  if (attempt === undefined) return [];
  const { at, service, region } = attempt;
  const source = 'service-last-accessed' as const;
  return [{ at, source, credential: undefined, sighting: undefined, attempt: { service, region } }];
}
