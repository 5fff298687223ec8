import { ago } from '../ago.ts';
import { coverageWords } from '../coverage/coverage-words.ts';
import type { LookupWindow } from '../coverage/lookup-window.ts';
import { proofWords } from '../coverage/proven-window.ts';
import { coverageOfUser } from '../coverage/user-coverage.ts';
import { readCredential } from '../credential.ts';
import type { Region } from '../ids.ts';
import { gapWords, recorderOf, sourceWords } from '../inventory/gap-words.ts';
import { type Credential, silentSince } from '../inventory/iam-user.ts';
import { remarkWords } from '../inventory/remark-words.ts';
import { wordsOf } from '../provider.ts';
import { attemptWords } from '../services/services-words.ts';
import type { CredentialSighting } from '../sightings/sighting.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from './assessment.ts';
import type { CredentialAssessment } from './credential-assessment.ts';
import { callWords, credentialNameWords, credentialWords } from './credential-words.ts';
import type { Evidence } from './evidence.ts';
import type { Run } from './run.ts';
import { isUnused } from './state.ts';

/** The run that an explanation is of. */
export type ExplainedRun = Pick<Run, 'asOf' | 'thresholdDays' | 'coverage' | 'proof'>;

/** Explains a user's state in words, as of its run: what was seen, what was not, and what is not known. */
export function explain(assessment: Assessment, run: ExplainedRun): string {
  return [...ownClauses(assessment, run.asOf), ...watchClause(assessment, run), ...proofClause(assessment, run)].join(
    '; ',
  );
}

/** The same without how far CloudTrail watched, for an answer that says so once for the whole account. */
export function explainApartFromWatch(assessment: Assessment, asOf: Instant): string {
  return ownClauses(assessment, asOf).join('; ');
}

function ownClauses(assessment: Assessment, asOf: Instant): string[] {
  return [
    ...stateClauses(assessment, asOf),
    ...sshClause(assessment),
    ...remarkClauses(assessment, asOf),
    ...exemptionClause(assessment),
  ];
}

function stateClauses(assessment: Assessment, asOf: Instant): string[] {
  const { state, lastActivity, user } = assessment;
  const seen = lastActivity === undefined ? [] : [`last seen ${evidenceWords(lastActivity, asOf)}`];
  const aboutCredentials = credentialClauses(assessment, asOf);
  switch (state) {
    case 'active':
      return seen;
    case 'unknown':
      return [`cannot judge: ${assessment.gaps.map(gapWords).join(', ')}`, ...seen, ...aboutCredentials];
    case 'new':
      return [...youth(assessment, asOf), ...seen, ...aboutCredentials];
    case 'idle':
    case 'never-used':
      return [...(seen.length > 0 ? seen : [neverSeen(user, asOf)]), ...aboutCredentials];
    default:
      return state satisfies never;
  }
}

/** Said where it could change whether the user can be used at all. */
function sshClause({ state, usable, user }: Assessment): string[] {
  const isSilent = state !== 'active' && user.credentials !== undefined;
  return isSilent && usable === undefined ? ['its SSH keys were not looked at'] : [];
}

/** What else the provider says of a user whose state rests on silence. */
const remarkClauses = ({ state, user }: Assessment, asOf: Instant): string[] =>
  state === 'active' ? [] : (user.remarks ?? []).map((remark) => remarkWords(remark, asOf));

function neverSeen(user: Assessment['user'], asOf: Instant): string {
  const { createdAt } = user;
  const since = silentSince(user);
  if (since !== undefined) return `not seen since ${since.slice(0, 10)}, and nobody says what was before`;
  return createdAt === undefined ? 'never seen' : `never seen since it was created ${ago(createdAt, asOf)}`;
}

function youth({ user, credentials }: Assessment, asOf: Instant): string[] {
  const youngCredential = credentials.some(({ state }) => state === 'new');
  return youngCredential || user.createdAt === undefined ? [] : [`created ${ago(user.createdAt, asOf)}`];
}

/** A clause for each credential that adds something to the user's last activity. */
function credentialClauses({ user, credentials, lastActivity, gaps }: Assessment, asOf: Instant): string[] {
  if (user.credentials?.length === 0) return gaps.length === 0 ? ['it has no credential'] : [];
  // Stryker disable next-line OptionalChaining: a credential that was used is activity.
  const isSaid = ({ at }: { readonly at: Instant }) => at === lastActivity?.at;
  return credentials
    .filter(({ lastUsed, state }) => lastUsed === undefined || !isSaid(lastUsed) || state === 'new')
    .map((credential) => useWords(credential, asOf));
}

function useWords({ credential, id, lastUsed }: CredentialAssessment, asOf: Instant): string {
  const name = `${credential.status === 'inactive' ? 'inactive ' : ''}${credentialWords(credential.kind, id)}`;
  const set = credential.kind === 'password' ? 'set' : 'created';
  const birth = credential.createdAt === undefined ? '' : ` since it was ${set} ${ago(credential.createdAt, asOf)}`;
  if (lastUsed === undefined) {
    const kind = useKind(credential);
    const rest = { at: '', never: birth, 'not-tracked': recorderOf(credential.kind), 'not-reported': '' };
    const since = credential.lastUse.kind === 'not-since' ? credential.lastUse.since.slice(0, 10) : '';
    return `${name}${unusedWords[kind]}${{ ...rest, 'not-since': since }[kind]}`;
  }
  const seenBy = `${sourceWords[lastUsed.source]}${eventWords(lastUsed.sighting)}`;
  const words = `${name} last used ${ago(lastUsed.at, asOf)} by ${seenBy}`;
  const { createdAt } = credential;
  // Stryker disable next-line ConditionalExpression: undefined is not after anything.
  const isReissued = createdAt !== undefined && createdAt > lastUsed.at;
  return isReissued ? `${words}, ${set} again ${ago(createdAt, asOf)}` : words;
}

const unusedWords = {
  at: '',
  never: ' never used',
  'not-since': ' not used since ',
  'not-tracked': ': use not recorded by ',
  'not-reported': ': last use cannot be read',
} as const;

function useKind({ lastUse }: Credential): keyof typeof unusedWords {
  return lastUse.kind === 'unknown' ? lastUse.why : lastUse.kind;
}

function evidenceWords({ at, source, credential, sighting, attempt }: Evidence, asOf: Instant): string {
  const refused = sighting?.errorCode === undefined ? '' : `, refused: ${sighting.errorCode}`;
  const through = credential === undefined ? '' : `, ${credentialNameWords(readCredential(credential))}`;
  const tried = attempt === undefined ? '' : ` (${attemptWords(attempt)})`;
  return `${ago(at, asOf)} by ${sourceWords[source]}${tried}${eventWords(sighting)}${through}${refused}`;
}

function eventWords(sighting: CredentialSighting | undefined): string {
  const call = callWords(sighting);
  return call === undefined ? '' : ` (${call})`;
}

function exemptionClause({ exemption }: Assessment): string[] {
  if (exemption === undefined) return [];
  const until = exemption.until === undefined ? '' : ` until ${exemption.until}`;
  const reason = exemption.reason === undefined ? '' : ` (${exemption.reason})`;
  return [
    exemption.ended
      ? `exemption by ${exemption.by} ended ${exemption.until}`
      : `exempt by ${exemption.by}${until}${reason}`,
  ];
}

/** Says that the provider's log did not watch the whole window, for users whose state rests on silence. */
function watchClause({ user, state, corroborated, lookedUp }: Assessment, run: ExplainedRun): string[] {
  if (!isUnused(state) || corroborated) return [];
  const lookups = new Map(Object.entries(lookedUp ?? {}) as [Region, LookupWindow][]);
  const coverage = coverageOfUser(run.coverage, lookups, { now: run.asOf, thresholdDays: run.thresholdDays });
  return [`not corroborated by ${wordsOf(user.accountId).log}: ${coverageWords(coverage)}`];
}

/** Says how far signed digests prove the silence of a user whose state rests on it. */
function proofClause({ state, proof }: Assessment, run: ExplainedRun): string[] {
  return isUnused(state) && proof !== undefined && run.proof !== undefined ? [proofWords(run.proof)] : [];
}
