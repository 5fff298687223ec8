import type { Assessment } from '../verdict/assessment.ts';
import { explain } from '../verdict/explanation.ts';
import type { Run } from '../verdict/run.ts';
import type { State } from '../verdict/state.ts';
import { type DetailContext, eventDetail, reasonText } from './event-detail.ts';
import type { RecordedCredential } from './recorded-credential.ts';
import { knownState, type RecordedState } from './recorded-state.ts';

type EventDetail = ReturnType<typeof eventDetail>;

/** A credential before a change, in JSON. */
export type CredentialBefore = Omit<EventDetail['credentials'][number], 'lastUsedAt'>;

/**
 * One recorded change of one user. It is the documented detail of an event with more fields, so that a reader of events
 * can read it. `before` is null for a new user, `after` for a user who is gone.
 */
export interface ChangeDetail extends Omit<EventDetail, 'before' | 'after' | 'credentials'> {
  readonly before:
    | (RecordedFields & { readonly reason: string | null; readonly credentials: readonly CredentialBefore[] })
    | null;
  readonly after: (EventDetail['after'] & Pick<RecordedFields, 'lastKnown'>) | null;
  readonly credentials: readonly EventDetail['credentials'][number][];
}

interface RecordedFields {
  readonly state: State;
  readonly exempt: boolean;
  /** The last state that was not `unknown`; null where the state itself is known, or the user was never judged. */
  readonly lastKnown: State | null;
}

/** Both sides of a change, and the verdicts that they rest on. */
export interface ChangeFacts {
  readonly before: RecordedState | undefined;
  readonly after: RecordedState | undefined;
  /** The verdict of the run before, and that run; undefined where there was none. */
  readonly verdictBefore: Assessment | undefined;
  readonly runBefore: Run | undefined;
  /** Undefined for a user who is gone. */
  readonly verdict: Assessment | undefined;
}

/** The detail of a change; undefined where no verdict describes the user. */
export function changeDetail(facts: ChangeFacts, context: DetailContext): ChangeDetail | undefined {
  const { before, after, verdict, verdictBefore } = facts;
  const subject = verdict ?? verdictBefore;
  if (subject === undefined) return undefined;
  const detail = eventDetail(subject, undefined, context);
  const lastUsed = new Map(detail.credentials.map(({ id, lastUsedAt }) => [id, lastUsedAt]));
  return {
    ...detail,
    before: before === undefined ? null : beforeOf(before, facts),
    after: after === undefined ? null : { ...detail.after, ...recordedFields(after) },
    reason: after === undefined ? goneReason : detail.reason,
    credentials:
      (after ?? before)?.credentials.map((one) => {
        return { ...credentialOf(one), lastUsedAt: lastUsed.get(one.id) ?? null };
      }) ?? [],
  };
}

function beforeOf(before: RecordedState, { verdictBefore, runBefore }: ChangeFacts): ChangeDetail['before'] {
  const isSaid = verdictBefore !== undefined && runBefore !== undefined && verdictBefore.state === before.state;
  const reason = isSaid ? reasonText(explain(verdictBefore, runBefore)) : null;
  return { ...recordedFields(before), reason, credentials: before.credentials.map(credentialOf) };
}

function recordedFields(recorded: RecordedState): RecordedFields {
  const { state, exempt } = recorded;
  return { state, exempt, lastKnown: state === 'unknown' ? (knownState(recorded) ?? null) : null };
}

const credentialOf = ({ kind, id, status, state, createdAt }: RecordedCredential): CredentialBefore => {
  return { kind, id, status, state, createdAt: createdAt ?? null };
};

/** The recorded state before the change; undefined for a new user. */
export function recordedBefore({ before }: ChangeDetail): RecordedState | undefined {
  return before === null ? undefined : recordedOf(before, before.credentials);
}

/** The recorded state after the change; undefined for a user who is gone. */
export function recordedAfter({ after, credentials }: ChangeDetail): RecordedState | undefined {
  return after === null ? undefined : recordedOf(after, credentials);
}

function recordedOf({ state, exempt, lastKnown }: RecordedFields, all: readonly CredentialBefore[]): RecordedState {
  const credentials = all.map(({ kind, id, status, state: judged, createdAt }) => {
    return { kind, id, status, state: judged, createdAt: createdAt ?? undefined };
  });
  return { state, exempt, credentials, ...(lastKnown !== null && { lastKnown }) };
}

/** The detail of a user who went before its verdict was stored, from its latest change. */
export function goneDetail(last: ChangeDetail, { idPrefix, asOf, thresholdDays }: DetailContext): ChangeDetail {
  const { after, reason, credentials } = last;
  const id = `${idPrefix}/${last.userId ?? last.userName}`;
  const before = after && { state: after.state, exempt: after.exempt, lastKnown: after.lastKnown, reason, credentials };
  return { ...last, id, asOf, thresholdDays, before, after: null, idleDays: null, reason: goneReason };
}

const goneReason = 'not in the inventory any more';
