/** Compares the calls of records with those that CloudTrail saw. */

import type { AccountId } from '../ids.ts';
import type { ChainFindings } from './act-chain.ts';
import type { ActIntent, ActOutcome, ActRecord, RecordedCall } from './act-record.ts';
import type { Witness, WitnessedCall } from './witnessed-call.ts';

/** What the comparison found, and how many calls CloudTrail confirms. */
export interface ComparedCalls extends ChainFindings {
  readonly confirmed: number;
}

/** One line of a comparison. */
interface Line {
  readonly kind: 'confirmed' | 'differs' | 'note';
  readonly says: string;
}

const differs = (says: string): Line => ({ kind: 'differs', says });
const note = (says: string): Line => ({ kind: 'note', says });

/**
 * Each recorded call must be in the log files as it was recorded, where they reach so far; and who acts by these
 * records makes no further call that quarantines, releases or deletes a user. Such calls of others are told.
 */
export function compareCalls(accountId: AccountId, acts: readonly ActRecord[], witness: Witness): ComparedCalls {
  const intents = new Map(acts.flatMap((act) => (act.phase === 'intent' ? [[act.sequence, act] as const] : [])));
  const outcomes = acts.flatMap((act) => (act.phase === 'outcome' ? [act] : []));
  const recorded = outcomes.flatMap((outcome) =>
    callsToIam(outcome, intents.get(outcome.intent)).map((call) =>
      compareCall(accountId, outcome, call, intents.get(outcome.intent), witness),
    ),
  );
  const named = new Set(outcomes.flatMap(({ calls }) => calls.flatMap(({ requestId }) => requestId ?? [])));
  const further = [...witness.calls.values()].filter(
    (call) => call.accountId === accountId && !named.has(call.requestId),
  );
  const lines = [...recorded, ...further.map((call) => furtherCall(call, acts, outcomes))];
  const those = (kind: Line['kind']) => lines.filter((line) => line.kind === kind).map(({ says }) => says);
  return { confirmed: those('confirmed').length, differences: those('differs'), notes: those('note') };
}

/** Messages to owners are calls too, and CloudTrail has no records of those. */
const callsToIam = ({ calls }: ActOutcome, intent: ActIntent | undefined): readonly RecordedCall[] =>
  calls.filter(({ action }) => intent === undefined || intent.calls.some((call) => call.action === action));

function compareCall(
  accountId: AccountId,
  { sequence }: ActRecord & ActOutcome,
  { action, userName: takenName, at, requestId, outcome }: RecordedCall,
  intent: ActIntent | undefined,
  { calls, spans }: Witness,
): Line {
  const userName = takenName ?? intent?.user.userName;
  const which = `record ${sequence}: ${action} of ${userName ?? 'an unknown user'} at ${at}`;
  if (requestId === undefined) return note(`${which} has no request id, so CloudTrail cannot confirm it`);
  const seen = calls.get(requestId);
  if (seen === undefined) {
    const span = spans.get(accountId);
    const isCovered = span !== undefined && span.from <= at && at <= span.to;
    if (!isCovered) return note(`${which}: the log files do not reach so far`);
    return differs(
      `${which} (request ${requestId}) is in no log file, although they reach from ${span.from} to ${span.to}`,
    );
  }
  const isOfUser = seen.userName === undefined || userName === undefined || seen.userName === userName;
  if (seen.action !== action || !isOfUser || seen.accountId !== accountId) {
    return differs(`${which} (request ${requestId}) is ${callWords(seen)} in the log files`);
  }
  const isDone = seen.errorCode === undefined || wasGone(seen);
  const isSameEnd = isDone === (outcome === 'done');
  if (isSameEnd) return { kind: 'confirmed', says: which };
  return differs(`${which} ended with ${outcome}, in the log files with ${seen.errorCode ?? 'success'}`);
}

/** Taking away what is gone already is done, though IAM refuses it: a run that died may have sent the call before. */
const wasGone = ({ action, errorCode }: WitnessedCall): boolean =>
  /^NoSuchEntity(Exception)?$/.test(`${errorCode}`) && action !== 'TagUser' && action !== 'AttachUserPolicy';

/** A call that no record has. A writer that died between a call and its outcome left an intent alone. */
function furtherCall(call: WitnessedCall, acts: readonly ActRecord[], outcomes: readonly ActOutcome[]): Line {
  const ended = new Set(outcomes.map(({ intent }) => intent));
  const open = acts.find(
    (act) => act.phase === 'intent' && !ended.has(act.sequence) && act.at <= call.at && isOf(act, call),
  );
  if (open !== undefined)
    return note(`record ${open.sequence} has no outcome, and CloudTrail has its ${callWords(call)}`);
  const isOurs = acts.some(({ actor, at }) => roleOf(actor) === roleOf(call.caller) && at <= call.at);
  return isOurs
    ? differs(`no record has ${callWords(call)} (request ${call.requestId})`)
    : note(`others: ${callWords(call)}, which is no act of these records`);
}

const isOf = (intent: ActIntent, { action, userName, caller }: WitnessedCall): boolean =>
  intent.user.userName === userName &&
  roleOf(intent.actor) === roleOf(caller) &&
  intent.calls.some((call) => call.action === action);

function callWords({ action, userName, at, caller, errorCode }: WitnessedCall): string {
  const refused = errorCode === undefined ? '' : `, refused with ${errorCode}`;
  return `${action} of ${userName ?? 'an unknown user'} at ${at} by ${caller}${refused}`;
}

/** Each session of a role has an ARN of its own. */
const roleOf = (arn: string): string => arn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
