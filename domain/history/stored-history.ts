import type { JsonObject } from '../json.ts';
import { parseAnyAccountId, parseAnyUserId } from '../provider.ts';
import {
  isFlag,
  isListOf,
  isNullable,
  isNumber,
  isObjectOf,
  isOneOf,
  isOptional,
  isText,
  parsedBy,
  type Shape,
} from '../shape.ts';
import type { Instant } from '../time.ts';
import type { Counts } from '../verdict/counts.ts';
import { states } from '../verdict/state.ts';
import { isCredentialKind, isEvidenceSource, isInstant } from '../verdict/stored-user.ts';
import type { ChangeDetail, CredentialBefore } from './change-detail.ts';
import type { RecordedCredential } from './recorded-credential.ts';
import type { RecordedState } from './recorded-state.ts';

/**
 * The format of stored changes, recorded states and counts. Raise it with every change that an older version would
 * misread.
 */
export const historyFormat = 1;

/** Where an account's history begins, and the time of the run that recorded the latest changes. */
export interface HistoryHead {
  /** The first run that kept a history. What was before is not known. */
  readonly beginsAt: Instant;
  readonly changedAt: Instant;
}

/** The counts of the latest run of one day in UTC. */
export interface DayCounts {
  readonly asOf: Instant;
  readonly thresholdDays: number;
  readonly counts: Counts;
}

const isState = isOneOf(...states);
const isStatus = isOneOf('active', 'inactive');
const credential = { kind: isCredentialKind, id: isText, status: isStatus, state: isState };
const credentialBefore = { ...credential, createdAt: isNullable(isInstant) };
const recorded = { state: isState, exempt: isFlag, lastKnown: isNullable(isState) };

const isDetail = isObjectOf<ChangeDetail>({
  version: (value): value is 1 => value === 1,
  id: isText,
  accountId: parsedBy(parseAnyAccountId),
  asOf: isInstant,
  thresholdDays: isNumber,
  firstRun: isFlag,
  userId: isNullable(parsedBy(parseAnyUserId)),
  userName: isText,
  arn: isText,
  createdAt: isNullable(isInstant),
  before: isNullable(
    isObjectOf<NonNullable<ChangeDetail['before']>>({
      ...recorded,
      reason: isNullable(isText),
      credentials: isListOf(isObjectOf<CredentialBefore>(credentialBefore)),
    }),
  ),
  after: isNullable(
    isObjectOf<NonNullable<ChangeDetail['after']>>({ ...recorded, usable: isNullable(isFlag), corroborated: isFlag }),
  ),
  lastActivity: isNullable(
    isObjectOf<NonNullable<ChangeDetail['lastActivity']>>({
      at: isInstant,
      source: isEvidenceSource,
      event: isNullable(isText),
      eventSource: isNullable(isText),
      region: isNullable(isText),
    }),
  ),
  idleDays: isNullable(isNumber),
  reason: isText,
  credentials: isListOf(
    isObjectOf<ChangeDetail['credentials'][number]>({ ...credentialBefore, lastUsedAt: isNullable(isInstant) }),
  ),
});

const isRecordedState = isObjectOf<RecordedState>({
  state: isState,
  lastKnown: isOptional(isState),
  exempt: isFlag,
  credentials: isListOf(isObjectOf<RecordedCredential>({ ...credential, createdAt: isOptional(isInstant) })),
});

const isHead = isObjectOf<HistoryHead>({ beginsAt: isInstant, changedAt: isInstant });

/** Whether a stored value is the counts of an account. */
export const isCounts = isObjectOf<Counts>({
  users: isNumber,
  active: isNumber,
  idle: isNumber,
  'never-used': isNumber,
  new: isNumber,
  unknown: isNumber,
  unused: isNumber,
  unusedNotExempt: isNumber,
  exempt: isNumber,
  withoutCredentials: isNumber,
  unusedAccessKeys: isNumber,
  unusedPasswords: isNumber,
});

const isDayCounts = isObjectOf<DayCounts>({ asOf: isInstant, thresholdDays: isNumber, counts: isCounts });

const readerOf =
  <T>(isIt: Shape<T>) =>
  (value: unknown): T | undefined =>
    isIt(value) ? value : undefined;

/** The change of a stored item; undefined for another format, and for a change of the wrong shape. */
export const readChange = ({ format, detail }: JsonObject): ChangeDetail | undefined =>
  format === historyFormat ? readerOf(isDetail)(detail) : undefined;

/** The counts of a stored item; undefined as for a change. */
export const readDayCounts = ({ format, ...counts }: JsonObject): DayCounts | undefined =>
  format === historyFormat ? readerOf(isDayCounts)(counts) : undefined;

export function readHead({ beginsAt, changedAt }: JsonObject): HistoryHead | undefined {
  return readerOf(isHead)({ beginsAt, changedAt });
}

/**
 * The recorded state beside an assessment: null where the user is not in the history; undefined where there is none.
 */
export function readRecorded({ recorded: stored }: JsonObject): RecordedState | null | undefined {
  return stored === null ? null : readerOf(isRecordedState)(stored);
}
