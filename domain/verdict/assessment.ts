/** The verdict on one user, from all evidence. */

import type { Coverage } from '../coverage/coverage.ts';
import type { LookupWindow, WindowsByRegion } from '../coverage/lookup-window.ts';
import type { ProofKind } from '../coverage/proven-window.ts';
import { coverageOfUser, currentLookups } from '../coverage/user-coverage.ts';
import { type Credential, type IamUser, type MissingFact, silentSince } from '../inventory/iam-user.ts';
import { isSightingSource, sightingSourceOf } from '../provider.ts';
import { isFresh, type Question } from '../question.ts';
import type { UserRhythm } from '../rhythm/rhythm.ts';
import type { ServicesAccessed } from '../services/services-accessed.ts';
import { isProvenSilent, type OpenedServices, openedServices } from '../services/untracked-services.ts';
import type { LastSeen } from '../sightings/last-seen.ts';
import type { Sighting } from '../sightings/sighting.ts';
import { type Instant, silentDays } from '../time.ts';
import { assessCredential, type CredentialAssessment, type CredentialContext } from './credential-assessment.ts';
import { type Evidence, evidenceOf, servicesOfUser } from './evidence.ts';
import type { Exemption } from './exemption.ts';
import { isUnused, type State } from './state.ts';

/** Everything known about one user at the time of the question. */
export interface UserFacts {
  readonly user: IamUser;
  readonly lastSeen: LastSeen | undefined;
  /** The account's. */
  readonly coverage: Coverage;
  /** How much of the window signed digests prove of the account; absent where they prove nothing. */
  readonly proof?: ProofKind | undefined;
  readonly lookups?: WindowsByRegion | undefined;
  readonly gaps: readonly MissingFact[];
  readonly exemption: Exemption | undefined;
  /** As the table holds them, whoever they may be of. */
  readonly services?: ServicesAccessed | undefined;
}

/** A verdict on one user, with its evidence. */
export interface Assessment {
  readonly user: IamUser;
  readonly state: State;
  /** The latest activity from any source; undefined where no source reports any. */
  readonly lastActivity: Evidence | undefined;
  /** The latest activity of each source and credential, latest first. */
  readonly evidence: readonly Evidence[];
  readonly credentials: readonly CredentialAssessment[];
  /** Facts that are missing. They decided the state only if it is `unknown`. */
  readonly gaps: readonly MissingFact[];
  readonly exemption: Exemption | undefined;
  /** Whether any credential is active; undefined where the credentials, or all but the SSH keys, are not known. */
  readonly usable: boolean | undefined;
  /** CloudTrail watched every Region for the whole window, and each of IAM's sources answered freshly. */
  readonly corroborated: boolean;
  /** How much of the window digests prove: no log file is missing or altered. Absent where they prove nothing. */
  readonly proof?: ProofKind | undefined;
  /** The part of CloudTrail's event history searched for the user, by Region, where it reaches into the window. */
  readonly lookedUp?: { readonly [region: string]: LookupWindow };
  /** Which services the user accessed; absent where IAM was not asked, or did not answer. */
  readonly services?: ServicesAccessed | undefined;
  /** The user's own rhythm; absent where too little of it is known. It never changes the state. */
  readonly rhythm?: UserRhythm | undefined;
  /** The day on which the latest silence began that was reported as quiet; absent once the user is active again. */
  readonly quietSince?: string | undefined;
}

/**
 * Judges one user. The first rule that applies decides:
 * 1. Fresh evidence from any source: active.
 * 2. A source that should have answered did not: unknown.
 * 3. The user or any of its credentials is younger than the threshold: new.
 * 4. IAM does not record the use of an active credential, CloudTrail did not watch the whole window, and the services
 *    last accessed do not prove that the credential was silent: unknown.
 * 5. Otherwise unused: idle, or never used.
 */
export function assess(facts: UserFacts, question: Question, opened: OpenedServices = openedServices): Assessment {
  const { user, lastSeen, exemption } = facts;
  const services = servicesOfUser(user, facts.services);
  const evidence = evidenceOf(user, lastSeen, services);
  const lastActivity = evidence[0];
  const lookups = currentLookups(facts.lookups, question);
  const isWatched = coverageOfUser(facts.coverage, lookups, question).kind === 'whole';
  const missing = [...user.gaps, ...facts.gaps, ...(birthOf(user) === undefined ? undated(user) : [])];
  const isFollowed = (credential: Credential) => isWatched || isProvenSilent(credential, services, question, opened);
  const untracked = untrackedGaps(user, isFollowed);
  const isComplete = missing.length === 0;
  const credentials = assessCredentials({ user, lastSeen, isFollowed }, isComplete, question);
  const state = stateOf(lastActivity, missing, untracked, user, question);
  const usable = isUsable(user);
  const gaps = [...missing, ...untracked];
  const assessment = { user, state, lastActivity, evidence, credentials, gaps, exemption, usable };
  const lookedUp = lookups === undefined ? {} : { lookedUp: Object.fromEntries(lookups) };
  const beside = { ...proofOf(facts), ...lookedUp, ...(services && { services }) };
  return { ...assessment, corroborated: isWatched && isComplete, ...beside };
}

/** A record that could not be read may be of this user: then the log files do not prove its silence. */
function proofOf({ gaps, proof }: UserFacts): Pick<Assessment, 'proof'> {
  return gaps.length > 0 || proof === undefined ? {} : { proof };
}

function stateOf(
  lastActivity: Evidence | undefined,
  missing: readonly MissingFact[],
  untracked: readonly MissingFact[],
  user: IamUser,
  question: Question,
): State {
  if (isFresh(lastActivity?.at, question)) return 'active';
  if (missing.length > 0) return 'unknown';
  if (isYoung(user, question)) return 'new';
  if (untracked.length > 0) return 'unknown';
  return stateOfSilence(lastActivity?.at, silentSince(user));
}

const birthOf = ({ createdAt, existsSince }: IamUser): Instant | undefined => createdAt ?? existsSince;

/** Whoever is known to be silent from some time on may have been active before it. */
export const stateOfSilence = (at: Instant | undefined, since: Instant | undefined): 'idle' | 'never-used' =>
  at === undefined && since === undefined ? 'never-used' : 'idle';

/** Without an active credential a user may still have an SSH key, unless its SSH keys were listed. */
function isUsable({ credentials, sshKeysListed }: IamUser): boolean | undefined {
  if (credentials?.some(({ status }) => status === 'active')) return true;
  return credentials === undefined || sshKeysListed !== true ? undefined : false;
}

function isYoung(user: IamUser, question: Question): boolean {
  // Stryker disable next-line ArrayDeclaration: what is no credential has no time of creation.
  return [user, ...(user.credentials ?? [])].some(({ createdAt }) => isFresh(createdAt, question));
}

/** A user may be young if no source reports its creation. A gap that a source has reported is not repeated. */
function undated(user: IamUser): MissingFact[] {
  const known = user.gaps.some((gap) => gap.kind === 'field-unreadable');
  return known ? [] : [{ kind: 'field-unreadable', source: 'credential-report', field: 'user_creation_time' }];
}

function untrackedGaps(user: IamUser, isFollowed: CredentialContext['isFollowed']): MissingFact[] {
  const untracked = user.credentials?.filter((credential) => {
    const { status, lastUse } = credential;
    return (
      status === 'active' &&
      // Stryker disable next-line ConditionalExpression: only what is unknown has a reason.
      lastUse.kind === 'unknown' &&
      lastUse.why === 'not-tracked' &&
      !isFollowed(credential)
    );
  });
  return [...new Set(untracked?.map(({ kind }) => kind))].map((credential) => ({
    kind: 'use-not-recorded',
    credential,
  }));
}

/** If facts about the user are missing, the silence of a credential proves as little as the silence of the user. */
function assessCredentials(context: CredentialContext, complete: boolean, question: Question): CredentialAssessment[] {
  return (context.user.credentials ?? [])
    .map((credential) => assessCredential(credential, context, question))
    .map((assessed) => (complete ? assessed : unknownIfUnused(assessed)));
}

/** Makes the state unknown where it rests on silence: the silence of this credential proves nothing. */
export function unknownIfUnused(assessed: CredentialAssessment): CredentialAssessment {
  return isUnused(assessed.state) ? { ...assessed, state: 'unknown' } : assessed;
}

/**
 * Adds one sighting to an assessment. A fresh one makes the user active, whatever the state was. It ends a silence; the
 * next run measures the rhythm again.
 */
export function withSighting(assessment: Assessment, latest: Sighting, question: Question): Assessment {
  const { lastActivity, state } = assessment;
  if (lastActivity !== undefined && lastActivity.at >= latest.at) return assessment;
  const from = sightingSourceOf(assessment.user.accountId, latest);
  const seen: Evidence = { at: latest.at, source: from, credential: latest.credential, sighting: latest };
  const evidence = [seen, ...assessment.evidence.filter(({ source }) => !isSightingSource(source))];
  const silent = state === 'never-used' ? 'idle' : state;
  const { rhythm: _, quietSince: __, ...judged } = assessment;
  return { ...judged, lastActivity: seen, evidence, state: isFresh(latest.at, question) ? 'active' : silent };
}

/** The start of a user's silence: its last activity, or else the time since which it is known, or its creation. */
export function idleSince({ lastActivity, user }: Assessment): Instant | undefined {
  return lastActivity?.at ?? silentSince(user) ?? user.createdAt;
}

/** Whole days since `idleSince`; undefined where that is not known. */
export function idleDays(assessment: Assessment, now: Instant): number | undefined {
  const since = idleSince(assessment);
  return since === undefined ? undefined : silentDays(since, now);
}
