/** Judges all users of an account from the table and the inventory. */

import type { Malformed } from '../cloudtrail/record.ts';
import { coverageOf } from '../coverage/coverage.ts';
import { provenWindow } from '../coverage/proven-window.ts';
import { regionsToWatch, watchCalendar } from '../coverage/watched-days.ts';
import type { IamUser, MissingFact } from '../inventory/iam-user.ts';
import { type SightingSource, wordsOf } from '../provider.ts';
import type { Question } from '../question.ts';
import { type ObservedSilence, silenceShare } from '../rhythm/survival.ts';
import { assessmentEntry, type Entry, nameEntry, subjectEntry } from '../sightings/entry.ts';
import type { LastSeen } from '../sightings/last-seen.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import { type Assessment, assess, unknownIfUnused } from '../verdict/assessment.ts';
import { attributeSightings, idEntry } from '../verdict/attribution.ts';
import { type ExemptionRule, exemptionOf } from '../verdict/exemption.ts';
import type { Run } from '../verdict/run.ts';
import { isUnused } from '../verdict/state.ts';
import { activityOf, silencesOf, withRhythm } from '../verdict/user-rhythm.ts';

/** What could not be read from the logs. The gaps of IAM's sources are part of each user. */
export interface ReadingGaps {
  readonly unreadableLogFiles: number;
  /** By the entry of the user: an unreadable record of the user. */
  readonly unreadableRecords: ReadonlyMap<Entry, Malformed>;
  /** An unreadable record of an IAM user; it is not known which user. */
  readonly unattributed?: Malformed | undefined;
}

/** Everything was read. */
export const nothingUnreadable: ReadingGaps = { unreadableLogFiles: 0, unreadableRecords: new Map() };

/** The verdicts on one account, and the sightings that belong to no user of the inventory. */
export interface Reconciliation {
  readonly assessments: ReadonlyMap<Entry, Assessment>;
  readonly notInInventory: ReadonlyMap<Entry, LastSeen>;
  readonly run: Run;
}

/** This many users who fall silent in one run suggest a broken source. */
const suspiciousSilence = 3;

/** Judges every user of one account. `users` is the whole inventory of that account. */
export function reconcile(
  stored: StoredAccount,
  users: readonly IamUser[],
  exemptions: readonly ExemptionRule[],
  reading: ReadingGaps,
  question: Question,
): Reconciliation {
  const regions = question.regions ?? stored.run?.regions;
  const coverage = coverageOf(stored.watches, { ...question, regions });
  const { attributed, unattributed } = attributeSightings(stored.lastSeen, users);
  const watched = regionsToWatch(stored.watches, regions);
  const proof = provenWindow(stored.watches, watched, question);
  const calendar = watchCalendar(stored.watches, watched, question);
  const assessments = new Map<Entry, Assessment>();
  const withoutServices = new Map<Entry, Assessment>();
  const silences: ObservedSilence[] = [];
  for (const user of users) {
    const seen = attributed.get(user);
    const { lastSeen } = seen ?? {};
    const gaps = readingGaps(reading, seen?.entries ?? [], user);
    const exemption = exemptionOf(user, exemptions, question.now);
    const lookups = idEntry(user.userId).flatMap((entry) => stored.lookups.get(entry) ?? [])[0];
    const entry = assessmentEntry(user);
    const facts = { user, lastSeen, coverage, proof: proof?.kind, lookups, gaps, exemption };
    const services = stored.services.get(subjectEntry(user));
    const judged = assess({ ...facts, services }, question);
    if (services !== undefined) withoutServices.set(entry, assess(facts, question));
    const activity = activityOf(judged.lastActivity?.at, { days: lastSeen?.days, lookups, calendar });
    assessments.set(entry, withRhythm(judged, activity, question, stored.assessments.get(entry)));
    silences.push(...silencesOf(judged, activity, question));
  }
  const run = runOf(
    { users: users.length, coverage, ...(proof && { proof }), ...(regions && { regions }) },
    silences,
    question,
  );
  const isComparable = (stored.run?.thresholdDays ?? question.thresholdDays) === question.thresholdDays;
  const trusted = isComparable ? doubtSuddenSilence(stored, assessments, withoutServices) : assessments;
  return { assessments: trusted, notInInventory: unattributed, run };
}

function runOf(
  facts: Pick<Run, 'users' | 'coverage' | 'proof' | 'regions'>,
  silences: readonly ObservedSilence[],
  { now: asOf, thresholdDays }: Question,
): Run {
  const share = silenceShare(silences, thresholdDays);
  return { asOf, thresholdDays, ...facts, ...(share && { silences: share }) };
}

function readingGaps(reading: ReadingGaps, entries: readonly Entry[], user: IamUser): MissingFact[] {
  const gaps: MissingFact[] = [];
  if (reading.unreadableLogFiles > 0) gaps.push({ kind: 'log-files-unreadable', files: reading.unreadableLogFiles });
  const ofLog = logOf(user);
  const { unattributed } = reading;
  if (unattributed !== undefined) gaps.push({ kind: 'record-unattributed', field: unattributed.field, ...ofLog });
  const entriesOfUser = new Set([...entries, ...idEntry(user.userId), nameEntry(user.userName)]);
  const name = user.userName.toLowerCase();
  for (const [entry, { field, userName }] of reading.unreadableRecords) {
    const isSameName = user.userId === undefined && userName?.toLowerCase() === name;
    if (entriesOfUser.has(entry) || isSameName) gaps.push({ kind: 'record-unreadable', field, ...ofLog });
  }
  return gaps;
}

/** The log of the user's provider, as a gap names it: CloudTrail without a name. */
function logOf({ accountId }: IamUser): { readonly source?: SightingSource } {
  const source = wordsOf(accountId).sightings;
  return source === 'cloudtrail' ? {} : { source };
}

/**
 * Doubts a sudden silence. If no user is active any more and several fell silent since the last run, a broken source is
 * the likely cause. Those users become unknown, and stay so until a run in which a user is active again. The services
 * last accessed are asked for few users: that they know of activity says nothing about the other sources. So the doubt
 * is decided without them.
 */
function doubtSuddenSilence(
  stored: StoredAccount,
  assessments: ReadonlyMap<Entry, Assessment>,
  withoutServices: ReadonlyMap<Entry, Assessment>,
): ReadonlyMap<Entry, Assessment> {
  const bare = [...assessments].map(
    ([entry, assessment]) => [entry, withoutServices.get(entry) ?? assessment] as const,
  );
  const someoneActive = bare.some(([, { state }]) => state === 'active');
  const isSilent = (assessment: Assessment | undefined) => assessment !== undefined && isUnused(assessment.state);
  const silenced = bare.filter(
    ([entry, assessment]) =>
      (isSilent(assessment) || isSilent(assessments.get(entry))) && wasTrusted(stored.assessments.get(entry)),
  );
  if (someoneActive || silenced.length < suspiciousSilence) return assessments;
  const doubtful = new Map(assessments);
  for (const [entry] of silenced) {
    const assessment = assessments.get(entry);
    if (assessment === undefined || !isUnused(assessment.state)) continue;
    const gap: MissingFact = { kind: 'all-silent-at-once', users: silenced.length };
    const credentials = assessment.credentials.map(unknownIfUnused);
    doubtful.set(entry, { ...assessment, state: 'unknown', credentials, gaps: [...assessment.gaps, gap] });
  }
  return doubtful;
}

/** Whether a user was active in the last run, or unknown only because its silence was doubted. */
function wasTrusted(before: Assessment | undefined): boolean {
  return before?.state === 'active' || before?.gaps.some(({ kind }) => kind === 'all-silent-at-once') === true;
}
