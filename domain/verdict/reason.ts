import { coverageWords } from '../coverage/coverage-words.ts';
import type { LookedUp } from '../coverage/lookup.ts';
import { coverageOfUser } from '../coverage/user-coverage.ts';
import type { Region } from '../ids.ts';
import type { AskedSource, Credential, CredentialKind, Gap } from '../inventory/iam-user.ts';
import type { CredentialSighting } from '../sightings/sighting.ts';
import type { Run } from '../table/stored-account.ts';
import { daysBetween, type Instant } from '../time.ts';
import type { Assessment, Evidence } from './assessment.ts';
import type { CredentialAssessment } from './credential-assessment.ts';
import { type EvidenceSource, isUnused } from './state.ts';

/** Why a user has its state, in words, as of its run: what was seen, what was not, what could not be known. */
export function reasonOf(assessment: Assessment, run: Pick<Run, 'asOf' | 'thresholdDays' | 'coverage'>): string {
  const { asOf } = run;
  const clauses = [...stateClauses(assessment, asOf), ...exemptionClause(assessment), ...watchClause(assessment, run)];
  return clauses.join('; ');
}

function stateClauses(assessment: Assessment, asOf: Instant): string[] {
  const { state, lastActivity, user } = assessment;
  const seen = lastActivity === undefined ? [] : [`last seen ${wordsOf(lastActivity, asOf)}`];
  const own = credentialClauses(assessment, asOf);
  switch (state) {
    case 'active':
      return seen;
    case 'unknown':
      return [`cannot judge: ${assessment.gaps.map(gapWords).join(', ')}`, ...seen, ...own];
    case 'new':
      return [...youth(assessment, asOf), ...seen, ...own];
    case 'idle':
    case 'never-used':
      return [...(seen.length > 0 ? seen : [neverSeen(user.createdAt, asOf)]), ...own];
    default:
      return state satisfies never;
  }
}

function neverSeen(createdAt: Instant | undefined, asOf: Instant): string {
  return createdAt === undefined ? 'never seen' : `never seen since it was created ${ago(createdAt, asOf)}`;
}

function youth({ user, credentials }: Assessment, asOf: Instant): string[] {
  const youngCredential = credentials.some(({ state }) => state === 'new');
  return youngCredential || user.createdAt === undefined ? [] : [`created ${ago(user.createdAt, asOf)}`];
}

/** A clause for each credential that says more than the user's last activity already did. */
function credentialClauses({ user, credentials, lastActivity, gaps }: Assessment, asOf: Instant): string[] {
  if (user.credentials?.length === 0) return gaps.length === 0 ? ['it has no credential'] : [];
  return credentials
    .filter(({ lastUsed, state }) => lastUsed === undefined || lastUsed.at !== lastActivity?.at || state === 'new')
    .map((credential) => credentialWords(credential, asOf));
}

function credentialWords({ credential, id, lastUsed }: CredentialAssessment, asOf: Instant): string {
  const name = `${credential.status === 'inactive' ? 'inactive ' : ''}${kindWords(credential.kind, id)}`;
  const set = credential.kind === 'password' ? 'set' : 'created';
  const birth = credential.createdAt === undefined ? '' : ` since it was ${set} ${ago(credential.createdAt, asOf)}`;
  if (lastUsed === undefined) {
    return `${name}${unusedWords[useKind(credential)]}${credential.lastUse.kind === 'never' ? birth : ''}`;
  }
  const words = `${name} last used ${ago(lastUsed.at, asOf)} by ${sourceWords[lastUsed.source]}${eventWords(lastUsed.sighting)}`;
  const isReissued = credential.createdAt !== undefined && credential.createdAt > lastUsed.at;
  return isReissued ? `${words}, ${set} again ${ago(credential.createdAt as Instant, asOf)}` : words;
}

const unusedWords = {
  at: '',
  never: ' never used',
  'not-tracked': ': use not recorded by IAM',
  'not-reported': ': last use cannot be read',
} as const;

function useKind({ lastUse }: Credential): keyof typeof unusedWords {
  return lastUse.kind === 'unknown' ? lastUse.why : lastUse.kind;
}

const kindNames: { readonly [kind in CredentialKind]: string } = {
  password: 'password',
  'access-key': 'key',
  'service-specific-credential': 'service-specific credential',
  'ssh-public-key': 'SSH key',
  'signing-certificate': 'signing certificate',
};

export function kindWords(kind: CredentialKind, id: string): string {
  if (kind === 'password') return 'password';
  return `${kindNames[kind]} ${/^(access_key|cert)_\d$/.test(id) ? id.slice(-1) : id}`;
}

export const sourceWords: { readonly [source in EvidenceSource | AskedSource]: string } = {
  cloudtrail: 'CloudTrail',
  'credential-report': 'the credential report',
  'list-users': 'ListUsers',
  'authorization-details': 'the authorization details',
  'service-specific-credentials': 'the list of service-specific credentials',
  'event-history': "CloudTrail's event history",
  table: 'the table of last sightings',
};

function wordsOf({ at, source, credential, sighting }: Evidence, asOf: Instant): string {
  const refused = sighting?.errorCode === undefined ? '' : `, refused: ${sighting.errorCode}`;
  const through = credential === undefined ? '' : `, ${credentialName(credential)}`;
  return `${ago(at, asOf)} by ${sourceWords[source]}${eventWords(sighting)}${through}${refused}`;
}

/** What CloudTrail or a report's column calls a credential, in words. */
function credentialName(credential: string): string {
  const known: { readonly [name: string]: string } = {
    password: 'password',
    console: 'console session',
    session: 'temporary credentials',
    federation: 'federation token',
  };
  const kind = credential.startsWith('cert') ? 'signing-certificate' : 'access-key';
  return known[credential] ?? kindWords(kind, credential);
}

function eventWords(sighting: CredentialSighting | undefined): string {
  if (sighting?.eventName === undefined) return '';
  const service = sighting.eventSource?.replace(/\.amazonaws\.com$/, '');
  const region = sighting.region === undefined ? '' : ` from ${sighting.region}`;
  return ` (${service === undefined ? '' : `${service} `}${sighting.eventName}${region})`;
}

/** Whole days, cut off: 89.9 days are 89. */
export function ago(at: Instant, asOf: Instant): string {
  const days = Math.floor(daysBetween(at, asOf));
  if (days < 0) return `in the future (${at})`;
  return days === 0 ? 'less than a day ago' : `${days} day${days === 1 ? '' : 's'} ago`;
}

/** What was not known, in words. */
export function gapWords(gap: Gap): string {
  switch (gap.kind) {
    case 'no-credential-report':
      return "no credential report was given, so IAM's own last use is not known";
    case 'no-row':
      return 'the credential report has no row for this user';
    case 'row-of-another-user':
      return `the credential report's row is of another user of this name, created ${gap.rowCreatedAt}`;
    case 'report-stale':
      return `the credential report is old, made ${gap.generatedAt}`;
    case 'field-unreadable':
      return `${gap.field} in ${sourceWords[gap.source]} cannot be read`;
    case 'credentials-not-in-report':
      return `the user has credentials that the report does not list (${gap.info})`;
    case 'record-unreadable':
      return `a CloudTrail record of this user cannot be read (${gap.field})`;
    case 'record-unattributed':
      return `a CloudTrail record that may be of this user cannot be read (${gap.field})`;
    case 'log-files-unreadable':
      return `${gap.files} log file${gap.files === 1 ? '' : 's'} could not be read`;
    case 'use-not-recorded':
      return `nobody records the use of its active ${kindNames[gap.credential]}`;
    case 'all-silent-at-once':
      return `all users fell silent at once (${gap.users} since the last run): a source may be broken`;
    case 'source-failed':
      return `${sourceWords[gap.source]} could not be read (${gap.why})`;
    case 'not-listed':
      return `${sourceWords[gap.source]} does not know this user`;
    default:
      return gap satisfies never;
  }
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

/** Silence is only worth what the watch was: said of users whose silence decides. */
function watchClause({ state, corroborated, lookedUp }: Assessment, run: Parameters<typeof reasonOf>[1]): string[] {
  if (!isUnused(state) || corroborated) return [];
  const lookups = new Map(Object.entries(lookedUp ?? {}) as [Region, LookedUp][]);
  const coverage = coverageOfUser(run.coverage, lookups, { now: run.asOf, thresholdDays: run.thresholdDays });
  return [`not corroborated by CloudTrail: ${coverageWords(coverage)}`];
}
