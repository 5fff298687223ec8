import type { Coverage } from '../coverage/coverage.ts';
import type { AccountId } from '../ids.ts';
import { plainText } from '../plain-text.ts';
import type { Instant } from '../time.ts';
import { type Assessment, idleDays } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import type { CredentialAssessment } from '../verdict/credential-assessment.ts';
import type { Evidence } from '../verdict/evidence.ts';
import { explain } from '../verdict/explanation.ts';
import type { State } from '../verdict/state.ts';

/** The run that a change belongs to. */
export interface DetailContext {
  /** The id of a change is this and the user. */
  readonly idPrefix: string;
  readonly isFirst: boolean;
  readonly accountId: AccountId;
  readonly asOf: Instant;
  readonly thresholdDays: number;
  readonly coverage: Coverage;
}

/** The state of a user before the change. */
export interface StateBefore {
  readonly state: State;
  readonly exempt: boolean;
}

/**
 * The detail of an event: documented JSON. Null where a field is not known. Texts are cut, so that an event stays far
 * below 256 KB.
 */
export function eventDetail(after: Assessment, before: StateBefore | undefined, context: DetailContext) {
  const { state, lastActivity } = after;
  return {
    version: 1 as const,
    ...subjectFields(after, context),
    before: before === undefined ? null : { state: before.state, exempt: before.exempt },
    after: { state, exempt: isExempt(after), usable: after.usable ?? null, corroborated: after.corroborated },
    lastActivity: lastActivity === undefined ? null : activityOf(lastActivity),
    idleDays: idleDays(after, context.asOf) ?? null,
    reason: reasonText(explain(after, context)),
    credentials: after.credentials.slice(0, 50).map(credentialOf),
  };
}

function subjectFields({ user }: Assessment, { idPrefix, accountId, asOf, thresholdDays, isFirst }: DetailContext) {
  return {
    id: `${idPrefix}/${user.userId ?? plainText(user.userName)}`,
    accountId,
    asOf,
    thresholdDays,
    firstRun: isFirst,
    userId: user.userId ?? null,
    userName: plainText(user.userName).slice(0, 200),
    arn: user.arn.slice(0, 2048),
    createdAt: user.createdAt ?? null,
  };
}

/** A reason as the detail holds it. */
export const reasonText = (words: string): string => plainText(words).slice(0, 4000);

function credentialOf({ credential, id, state, lastUsed }: CredentialAssessment) {
  const { kind, status, createdAt } = credential;
  return { kind, id, status, state, lastUsedAt: lastUsed?.at ?? null, createdAt: createdAt ?? null };
}

function activityOf({ at, source, sighting }: Evidence) {
  const text = (value: string | undefined) => (value === undefined ? null : plainText(value).slice(0, 200));
  return {
    at,
    source,
    event: text(sighting?.eventName),
    eventSource: text(sighting?.eventSource),
    region: text(sighting?.region),
  };
}
