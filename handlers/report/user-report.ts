import type { SightingSource } from '../../domain/provider.ts';
import type { CredentialSighting, Sighting } from '../../domain/sightings/sighting.ts';
import type { Instant } from '../../domain/time.ts';
import { type Assessment, idleDays } from '../../domain/verdict/assessment.ts';
import type { CredentialAssessment } from '../../domain/verdict/credential-assessment.ts';
import { crossingOfUser } from '../../domain/verdict/crossing.ts';
import type { Evidence } from '../../domain/verdict/evidence.ts';
import { type ExplainedRun, explain } from '../../domain/verdict/explanation.ts';
import { rhythmDetail } from '../../domain/verdict/rhythm-detail.ts';
import { shortReason } from '../../domain/verdict/short-reason.ts';
import type { PersonField } from './person-report.ts';
import type { NamedAccount } from './report-column.ts';
import { servicesReport, servicesRows } from './services-report.ts';

/** One activity, as the outputs show it; null where the source does not report the field. */
export interface ActivityReport {
  readonly at: string;
  readonly source: string;
  readonly credential: string | null;
  readonly event: string | null;
  readonly eventSource: string | null;
  readonly eventId: string | null;
  readonly region: string | null;
  readonly sourceAddress: string | null;
  readonly userAgent: string | null;
  readonly accessKeyId: string | null;
  readonly errorCode: string | null;
}

/** One activity, from any source. */
export interface EvidenceReport extends ActivityReport {
  /** Only where the source is the services last accessed. */
  readonly service?: string;
}

/** A verdict, and the run that gave it. */
export interface Judged {
  readonly assessment: Assessment;
  readonly run: ExplainedRun;
}

/** One user, as every output format shows it; handlers/cli/README.md documents the fields. Do not rename them. */
export type UserReport = ReturnType<typeof userReport> & NamedAccount & PersonField;

export function userReport(assessment: Assessment, run: Judged['run']) {
  const { user, state, lastActivity, exemption, usable } = assessment;
  return {
    accountId: user.accountId,
    userId: user.userId ?? null,
    userName: user.userName,
    arn: user.arn,
    createdAt: user.createdAt ?? null,
    state,
    exempt: exemptReport(exemption),
    usable: usable ?? null,
    corroborated: assessment.corroborated,
    proof: assessment.proof ?? 'none',
    lastActivity: lastActivity === undefined ? null : activityReport(lastActivity),
    idleDays: idleDays(assessment, run.asOf) ?? null,
    crossesThreshold: crossingOfUser(assessment, { now: run.asOf, thresholdDays: run.thresholdDays }) ?? null,
    rhythm: rhythmDetail(assessment, run.asOf),
    reason: explain(assessment, run),
    summary: shortReason(assessment, run.asOf),
    tags: Object.fromEntries(user.tags.map(({ key, value }) => [key, value])),
    groups: [...user.groups],
    credentials: assessment.credentials.map(credentialReport),
    evidence: assessment.evidence.map(activityReport),
    services: servicesRows(assessment.services),
    servicesAsked: servicesReport(assessment.services, run.asOf),
  };
}

/** The exemption that holds; null where there is none, or it has ended. */
export function exemptReport(exemption: Assessment['exemption']) {
  if (exemption === undefined || exemption.ended) return null;
  const { by, until, reason } = exemption;
  return { by, until: until ?? null, reason: reason ?? null };
}

/** One credential; `event` and what belongs to it only where CloudTrail saw its last use. */
export function credentialReport({ credential, id, state, lastUsed }: CredentialAssessment) {
  const event: Partial<EventFields> = lastUsed?.sighting === undefined ? {} : eventFields(lastUsed.sighting);
  return {
    kind: credential.kind,
    id,
    status: credential.status,
    state,
    createdAt: credential.createdAt ?? null,
    lastUsed: lastUsed === undefined ? null : { at: lastUsed.at, source: lastUsed.source, ...event },
  };
}

type EventFields = ReturnType<typeof eventFields>;

function eventFields({ eventName, eventSource, region }: CredentialSighting) {
  return { event: eventName ?? null, eventSource: eventSource ?? null, region: region ?? null };
}

function activityReport({ at, source, credential, sighting, attempt }: Evidence): EvidenceReport {
  const tried = attempt === undefined ? {} : { service: attempt.service, region: attempt.region ?? null };
  return { ...sightingReport(at, sighting), source, credential: credential ?? null, ...tried };
}

/** The log's details of an activity; all null where the source reports only the time. */
export function sightingReport(
  at: Instant,
  sighting: Sighting | undefined,
  source: SightingSource = 'cloudtrail',
): ActivityReport {
  return {
    at,
    source,
    credential: sighting?.credential ?? null,
    event: sighting?.eventName ?? null,
    eventSource: sighting?.eventSource ?? null,
    eventId: sighting?.eventId ?? null,
    region: sighting?.region ?? null,
    sourceAddress: sighting?.sourceAddress ?? null,
    userAgent: sighting?.userAgent ?? null,
    accessKeyId: sighting?.accessKeyId ?? null,
    errorCode: sighting?.errorCode ?? null,
  };
}

/** Whether a user is quiet by its own rhythm. */
export const isQuiet = ({ rhythm }: Pick<UserReport, 'rhythm'>): boolean => rhythm?.quiet === true;

/** Unused first, then what could not be judged. */
export const stateRank = { idle: 0, 'never-used': 0, unknown: 1, new: 2, active: 3 } as const;

/** Unused first, longest without activity first; then by name. */
export function compareUsers(a: UserReport, b: UserReport): number {
  return (
    stateRank[a.state] - stateRank[b.state] ||
    (b.idleDays ?? 0) - (a.idleDays ?? 0) ||
    (a.accountId < b.accountId ? -1 : a.accountId > b.accountId ? 1 : 0) ||
    (a.userName < b.userName ? -1 : a.userName > b.userName ? 1 : 0)
  );
}
