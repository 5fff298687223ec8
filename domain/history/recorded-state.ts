import type { MissingFact } from '../inventory/iam-user.ts';
import { sightingSources } from '../provider.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import type { State } from '../verdict/state.ts';
import { type RecordedCredential, recordedCredentials } from './recorded-credential.ts';

/** What the history says of a user: the state after its latest recorded change. */
export interface RecordedState {
  readonly state: State;
  /** The last state that was not `unknown`; only where the state is `unknown`. */
  readonly lastKnown?: State | undefined;
  readonly exempt: boolean;
  readonly credentials: readonly RecordedCredential[];
}

/** The last state that is known; undefined where the user was never judged. */
export const knownState = ({ state, lastKnown }: RecordedState): State | undefined =>
  state === 'unknown' ? lastKnown : state;

/**
 * What a missing fact leaves unsaid: nothing of the history, the state of the silent, or exemption and credentials too.
 */
type Doubt = 'none' | 'state' | 'inventory';

/**
 * What a verdict adds to the history. A fact that is missing for the whole account says nothing about a silent user:
 * what is recorded stays. A fact that is missing for this user alone makes it `unknown`. Undefined where the user was
 * never judged and cannot be judged now.
 */
export function recordedStateOf(assessment: Assessment, before: RecordedState | undefined): RecordedState | undefined {
  const { state } = assessment;
  const doubts = assessment.gaps.map(doubtOf);
  if (state === 'unknown' && doubts.some((doubt) => doubt !== 'none')) return before;
  const known = before && knownState(before);
  const isListed = !doubts.includes('inventory');
  return {
    ...(state === 'unknown' && known !== undefined ? { state, lastKnown: known } : { state }),
    exempt: isListed || before === undefined ? isExempt(assessment) : before.exempt,
    credentials: recordedCredentials(assessment, before?.credentials ?? [], isListed),
  };
}

/** Sources that say when a user was active, and not which credentials it has. */
const logs: readonly string[] = ['event-history', 'table', 'google-usage-report', ...sightingSources];

function doubtOf(gap: MissingFact): Doubt {
  switch (gap.kind) {
    case 'no-credential-report':
      return 'inventory';
    case 'not-listed':
    case 'source-failed':
      return logs.includes(gap.source) ? 'state' : 'inventory';
    case 'report-stale':
    case 'report-undated':
    case 'record-unattributed':
    case 'log-files-unreadable':
    case 'all-silent-at-once':
    case 'activity-not-listed':
    case 'list-stale':
    case 'list-undated':
    case 'list-read-once':
    case 'list-reads-differ':
    case 'list-behind':
    case 'recorded-since':
    case 'source-not-read':
    case 'field-not-listed':
    case 'period-too-short':
      return 'state';
    case 'no-row':
    case 'row-of-another-user':
    case 'field-unreadable':
    case 'credentials-not-in-report':
    case 'record-unreadable':
    case 'use-not-recorded':
    case 'attempt-undecided':
    case 'age-unknown':
      return 'none';
    default:
      return gap satisfies never;
  }
}
