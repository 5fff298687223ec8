import { type ChangeDetail, changeDetail, goneDetail, recordedBefore } from '../history/change-detail.ts';
import { changeKindsOf } from '../history/change-kinds.ts';
import type { DetailContext } from '../history/event-detail.ts';
import { type RecordedState, recordedStateOf } from '../history/recorded-state.ts';
import { isSameData } from '../same-data.ts';
import { assessmentOf, changeEntry, type Entry } from '../sightings/entry.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import type { TableWrite } from '../table/table-write.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Run } from '../verdict/run.ts';
import { type HistoryStates, historyStates, movedEntries, recordedUpTo } from './history-states.ts';

/** Whether a run records changes, begins the history anew at its time, or leaves the history as it is. */
export type HistoryMode = 'records' | 'begins' | 'leaves';

/** Every user's verdict, and the run that they belong to. */
export interface Verdicts {
  readonly stored: StoredAccount;
  readonly assessments: ReadonlyMap<Entry, Assessment>;
  readonly run: Run;
}

/** What a run adds to the history. */
export interface HistoryPlan {
  readonly changes: readonly TableWrite[];
  /** As in `StoredAccount.recorded`. */
  readonly recorded: HistoryStates;
}

/**
 * A run of the past, or of the future, leaves the history as it is: its verdicts hold for another time. Runs of one time
 * are one run, and the later corrects the earlier; so a run of the time at which the history begins has no changes.
 */
export function historyMode(stored: StoredAccount, { asOf }: Run, mayRecord: boolean): HistoryMode {
  if (!mayRecord) return 'leaves';
  const upTo = recordedUpTo(stored);
  if (upTo === undefined) return 'begins';
  if (asOf < upTo) return 'leaves';
  return asOf === stored.history?.beginsAt ? 'begins' : 'records';
}

/**
 * Plans the changes between the recorded states and these verdicts. The law: the changes in sequence, from what was when
 * the history began, lead to the recorded states. They are written before the verdicts, so a run that dies between them
 * leaves changes that the next run finds in `latestChanges` and does not record again.
 */
export function planHistory(verdicts: Verdicts, mode: HistoryMode): HistoryPlan {
  const { stored, assessments } = verdicts;
  const states = historyStates(stored);
  const moved = movedEntries(stored, assessments);
  const changes: TableWrite[] = [];
  const recorded = new Map<Entry, RecordedState | null>();
  for (const [entry, verdict] of assessments) {
    const from = states.has(entry) ? entry : (moved.get(entry) ?? entry);
    const step = stepOf(verdict, states.get(from), isKnown(stored, from), mode);
    if (step.isRecorded) changes.push(...changeWrites(verdicts, entry, from, step));
    const derived = recordedStateOf(verdict, undefined);
    if (step.after !== undefined && !isSameData(derived, step.after)) recorded.set(entry, step.after);
  }
  if (mode === 'records') changes.push(...goneWrites(verdicts, states, new Set(moved.values())));
  return { changes, recorded };
}

/** A user's recorded state before and after a run. */
interface Step {
  readonly before: RecordedState | undefined;
  /** Undefined where the user was never judged. */
  readonly after: RecordedState | null | undefined;
  readonly isRecorded: boolean;
}

function stepOf(verdict: Assessment, held: RecordedState | null | undefined, known: boolean, mode: HistoryMode): Step {
  const before = held ?? undefined;
  const isNew = before === undefined && (held === null || !known);
  const after = recordedStateOf(verdict, before);
  if (mode === 'leaves') return { before, after: isNew ? null : (before ?? after), isRecorded: false };
  if (mode === 'begins' || (before === undefined && !isNew)) return { before, after, isRecorded: false };
  // A new user who cannot be judged is recorded once it can be.
  if (after === undefined) return { before, after: null, isRecorded: false };
  return { before, after, isRecorded: changeKindsOf(before, after).length > 0 };
}

const isKnown = ({ assessments, unreadableAssessments }: StoredAccount, entry: Entry): boolean =>
  assessments.has(entry) || unreadableAssessments.includes(entry);

function goneWrites(verdicts: Verdicts, states: HistoryStates, moved: ReadonlySet<Entry>): TableWrite[] {
  const gone = [...states].filter(([entry]) => !verdicts.assessments.has(entry) && !moved.has(entry));
  return gone.flatMap(([entry, before]) =>
    before === null ? [] : changeWrites(verdicts, entry, entry, { before, after: undefined, isRecorded: true }),
  );
}

/** A sort key has at most 1,024 bytes. Only a made-up inventory has such a name. */
const longestEntry = 1000;

/** The write of one change. If a run of the same time recorded one, both become one, or none where they cancel out. */
function changeWrites(
  verdicts: Verdicts,
  entry: Entry,
  from: Entry,
  { before, after = undefined }: Step,
): TableWrite[] {
  const { stored, run } = verdicts;
  const { accountId } = stored;
  const key = changeEntry(run.asOf, entry);
  const last = stored.latestChanges.find(({ user }) => assessmentOf(user) === from)?.detail;
  const same = last?.asOf === run.asOf ? last : undefined;
  const detail = detailOf(verdicts, entry, from, { before, after: after ?? undefined }, last);
  if (detail === undefined || key.length > longestEntry) return [];
  if (same === undefined) return [{ kind: 'change', accountId, entry: key, detail }];
  const isUndone = changeKindsOf(recordedBefore(same), after ?? undefined).length === 0;
  if (isUndone) return [{ kind: 'remove', accountId, entry: key }];
  return [{ kind: 'change', accountId, entry: key, detail: { ...detail, before: same.before } }];
}

function detailOf(
  { stored, assessments, run }: Verdicts,
  entry: Entry,
  from: Entry,
  sides: { readonly before: RecordedState | undefined; readonly after: RecordedState | undefined },
  last: ChangeDetail | undefined,
): ChangeDetail | undefined {
  const { accountId } = stored;
  const { asOf, thresholdDays, coverage } = run;
  const context: DetailContext = {
    ...{ accountId, asOf, thresholdDays, coverage },
    idPrefix: `${accountId}/${asOf}`,
    isFirst: false,
  };
  const verdictBefore = stored.assessments.get(from);
  const facts = { ...sides, verdict: assessments.get(entry), verdictBefore, runBefore: stored.run };
  return changeDetail(facts, context) ?? (last && goneDetail(last, context));
}
