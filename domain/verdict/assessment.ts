import type { Coverage } from '../coverage/coverage.ts';
import type { LookupWindow, WindowsByRegion } from '../coverage/lookup-window.ts';
import { coverageOfUser, currentLookups } from '../coverage/user-coverage.ts';
import { credentialText } from '../credential.ts';
import type { EvidenceSource, IamUser, MissingFact } from '../inventory/iam-user.ts';
import { isFresh, type Question } from '../question.ts';
import type { LastSeen } from '../sightings/last-seen.ts';
import type { Sighting } from '../sightings/sighting.ts';
import { daysBetween, type Instant, silentDays } from '../time.ts';
import { assessCredential, type CredentialAssessment, type CredentialContext } from './credential-assessment.ts';
import type { Exemption } from './exemption.ts';
import { isUnused, type State } from './state.ts';

/** The latest activity that one source knows, of one credential where it tells which. */
export interface Evidence {
  readonly at: Instant;
  readonly source: EvidenceSource;
  readonly credential: string | undefined;
  readonly sighting: Sighting | undefined;
}

/** All that is known of one user at the time of the question. */
export interface UserFacts {
  readonly user: IamUser;
  readonly lastSeen: LastSeen | undefined;
  /** The account's. */
  readonly coverage: Coverage;
  readonly lookups?: WindowsByRegion | undefined;
  readonly gaps: readonly MissingFact[];
  readonly exemption: Exemption | undefined;
}

/** A verdict on one user with everything that it rests on. */
export interface Assessment {
  readonly user: IamUser;
  readonly state: State;
  /** The latest activity of all; undefined where no source ever saw any. */
  readonly lastActivity: Evidence | undefined;
  /** The latest activity of each source and credential, latest first. */
  readonly evidence: readonly Evidence[];
  readonly credentials: readonly CredentialAssessment[];
  /** What was not known. Only where the state is `unknown` did it decide. */
  readonly gaps: readonly MissingFact[];
  readonly exemption: Exemption | undefined;
  /** Whether any credential is active; undefined where the credentials are not known. */
  readonly usable: boolean | undefined;
  /** CloudTrail watched every Region for the whole window, and each of IAM's sources answered freshly. */
  readonly corroborated: boolean;
  /** How far the user was looked up in CloudTrail's event history, by Region, where that reaches into the window. */
  readonly lookedUp?: { readonly [region: string]: LookupWindow };
}

/**
 * Judges one user. In this order: fresh evidence of any source makes it active; a source that should have answered
 * and did not makes it unknown; youth, of the user or of any credential, makes it new; an active credential whose
 * use nobody records makes it unknown unless CloudTrail watched the whole window; what is left is unused.
 */
export function assess(facts: UserFacts, question: Question): Assessment {
  const { user, lastSeen, exemption } = facts;
  const evidence = evidenceOf(user, lastSeen);
  const lastActivity = evidence[0];
  const lookups = currentLookups(facts.lookups, question);
  const isWatched = coverageOfUser(facts.coverage, lookups, question).kind === 'whole';
  const missing = [...user.gaps, ...facts.gaps, ...(user.createdAt === undefined ? undated(user) : [])];
  const untracked = isWatched ? [] : untrackedGaps(user);
  const isComplete = missing.length === 0;
  const credentials = assessCredentials({ user, lastSeen, watched: isWatched }, isComplete, question);
  const state = stateOf(lastActivity, missing, untracked, user, question);
  const usable = user.credentials?.some(({ status }) => status === 'active');
  const gaps = [...missing, ...untracked];
  const assessment = { user, state, lastActivity, evidence, credentials, gaps, exemption, usable };
  const lookedUp = lookups === undefined ? {} : { lookedUp: Object.fromEntries(lookups) };
  return { ...assessment, corroborated: isWatched && isComplete, ...lookedUp };
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
  return lastActivity === undefined ? 'never-used' : 'idle';
}

function isYoung(user: IamUser, question: Question): boolean {
  // Stryker disable next-line ArrayDeclaration: what is no credential has no time of creation.
  return [user, ...(user.credentials ?? [])].some(({ createdAt }) => isFresh(createdAt, question));
}

/** A user whose creation nobody could tell may be young; the gap is named once, by whichever source was there. */
function undated(user: IamUser): MissingFact[] {
  const known = user.gaps.some((gap) => gap.kind === 'field-unreadable');
  return known ? [] : [{ kind: 'field-unreadable', source: 'credential-report', field: 'user_creation_time' }];
}

function untrackedGaps(user: IamUser): MissingFact[] {
  const untracked = user.credentials?.filter(
    ({ status, lastUse }) =>
      // Stryker disable next-line ConditionalExpression: only what is unknown has a reason.
      status === 'active' && lastUse.kind === 'unknown' && lastUse.why === 'not-tracked',
  );
  return [...new Set(untracked?.map(({ kind }) => kind))].map((credential) => ({
    kind: 'use-not-recorded',
    credential,
  }));
}

/** Every source's latest activity, latest first; of equal times CloudTrail's first, which tells the most. */
function evidenceOf(user: IamUser, lastSeen: LastSeen | undefined): Evidence[] {
  const evidence: Evidence[] = [];
  if (lastSeen !== undefined) {
    const { latest } = lastSeen;
    evidence.push({ at: latest.at, source: 'cloudtrail', credential: latest.credential, sighting: latest });
  }
  for (const { id, lastUse } of user.credentials ?? []) {
    if (lastUse.kind !== 'at') continue;
    evidence.push({ at: lastUse.at, source: 'credential-report', credential: id, sighting: undefined });
  }
  if (user.passwordLastUsed !== undefined) {
    evidence.push({
      at: user.passwordLastUsed,
      source: 'list-users',
      credential: credentialText({ kind: 'password' }),
      sighting: undefined,
    });
  }
  return evidence.sort((a, b) => daysBetween(a.at, b.at));
}

/** Where something of the user could not be known, silence of a credential proves as little as the user's own. */
function assessCredentials(context: CredentialContext, complete: boolean, question: Question): CredentialAssessment[] {
  return (context.user.credentials ?? [])
    .map((credential) => assessCredential(credential, context, question))
    .map((assessed) => (complete ? assessed : unknownIfUnused(assessed)));
}

/** The assessment of a credential whose silence proves nothing. */
export function unknownIfUnused(assessed: CredentialAssessment): CredentialAssessment {
  return isUnused(assessed.state) ? { ...assessed, state: 'unknown' } : assessed;
}

/** The assessment with one more sighting: a fresh one makes the user active, whatever was held before. */
export function withSighting(assessment: Assessment, latest: Sighting, question: Question): Assessment {
  const { lastActivity, state } = assessment;
  if (lastActivity !== undefined && lastActivity.at >= latest.at) return assessment;
  const seen: Evidence = { at: latest.at, source: 'cloudtrail', credential: latest.credential, sighting: latest };
  const evidence = [seen, ...assessment.evidence.filter(({ source }) => source !== 'cloudtrail')];
  const silent = state === 'never-used' ? 'idle' : state;
  return { ...assessment, lastActivity: seen, evidence, state: isFresh(latest.at, question) ? 'active' : silent };
}

/** Since when a user is without activity: its last one, or its creation. */
export function idleSince({ lastActivity, user }: Assessment): Instant | undefined {
  return lastActivity?.at ?? user.createdAt;
}

/** Whole days since `idleSince`; undefined where that is not known. */
export function idleDays(assessment: Assessment, now: Instant): number | undefined {
  const since = idleSince(assessment);
  return since === undefined ? undefined : silentDays(since, now);
}
