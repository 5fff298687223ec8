/** One run over all accounts of an organization, and its head in the table. */

import type { Brand } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { isFlag, isListOf, isNumber, isObjectOf, isOptional, isText, parsedBy } from '../shape.ts';
import { type Instant, parseTime } from '../time.ts';
import { isStoredTrail, type StoredRegionTrail } from './stored-trail.ts';

/**
 * The id of one run: its start and the id of the request that began it, `2026-11-27T03:00:00Z/8f2c`. The later of two
 * runs has the greater id, as text.
 */
export type OrganizationRunId = Brand<string, 'OrganizationRunId'>;

/** The id of the run that this request began. It is the same for each attempt of the request. */
export const organizationRunId = (startedAt: Instant, requestId: string): OrganizationRunId =>
  `${startedAt}/${requestId}` as OrganizationRunId;

/** A stored id of a run; undefined for any other value. */
export function parseOrganizationRunId(value: unknown): OrganizationRunId | undefined {
  if (typeof value !== 'string') return undefined;
  const [startedAt, requestId] = value.split('/', 2);
  return parseTime(startedAt) === startedAt && requestId ? (value as OrganizationRunId) : undefined;
}

/** The latest run of an organization: the entry `run` of its partition. */
export interface OrganizationRun {
  readonly runId: OrganizationRunId;
  readonly startedAt: Instant;
  readonly thresholdDays: number;
  /** How many accounts the organization listed. */
  readonly accounts: number;
  /** Entries of the list that could not be read, in words. */
  readonly unlisted: readonly string[];
  /** No run of this organization was closed before. */
  readonly isFirst: boolean;
  /** The latest run before this one that was closed; absent where none was. */
  readonly lastClosed?: OrganizationRunId | undefined;
  /** What the organization's trail records; absent where each account is asked for itself. */
  readonly trail?: readonly StoredRegionTrail[] | undefined;
  /** When its digest was published; absent while accounts are outstanding. */
  readonly closedAt?: Instant | undefined;
}

const isRun = isObjectOf<OrganizationRun>({
  runId: parsedBy(parseOrganizationRunId),
  startedAt: parsedBy(parseTime),
  thresholdDays: isNumber,
  accounts: isNumber,
  unlisted: isListOf(isText),
  isFirst: isFlag,
  lastClosed: isOptional(parsedBy(parseOrganizationRunId)),
  trail: isOptional(isStoredTrail),
  closedAt: isOptional(parsedBy(parseTime)),
});

/** The stored head of a run; undefined where it is of another form. */
export const readOrganizationRun = ({ accountId: _, entry: __, ...stored }: JsonObject): OrganizationRun | undefined =>
  isRun(stored) ? stored : undefined;

/** Whether what the run `runId` learned was in no digest yet when this run began: no run was closed since then. */
export const isUnreported = (
  { runId }: { readonly runId: OrganizationRunId },
  run: Pick<OrganizationRun, 'runId' | 'isFirst' | 'lastClosed'>,
): boolean => runId === run.runId || (run.lastClosed === undefined ? run.isFirst : runId > run.lastClosed);
