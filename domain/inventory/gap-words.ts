import type { SightingSource } from '../provider.ts';
import type { CredentialKind, EvidenceSource, ListGap, LiveSource, MissingFact, ProviderList } from './iam-user.ts';

/** A missing fact, in words. */
export function gapWords(gap: MissingFact): string {
  switch (gap.kind) {
    case 'no-credential-report':
      return "no credential report was given, so IAM's own last use is not known";
    case 'no-row':
      return 'the credential report has no row for this user';
    case 'row-of-another-user':
      return `the credential report's row is of another user of this name, created ${gap.rowCreatedAt}`;
    case 'report-stale':
      return `the credential report is old, made ${gap.generatedAt}`;
    case 'report-undated':
      return `the credential report has no date; ${newestWords(gap.newestDaysOld)}: say when it was made with --report-made TIME, or give the JSON answer of aws iam get-credential-report`;
    case 'field-unreadable':
      return `${gap.field} in ${sourceWords[gap.source]} cannot be read`;
    case 'credentials-not-in-report':
      return `the user has credentials that the report does not list (${gap.info})`;
    case 'record-unreadable':
      return `a ${recordWords(gap)} of this user cannot be read (${gap.field})`;
    case 'record-unattributed':
      return `a ${recordWords(gap)} that may be of this user cannot be read (${gap.field})`;
    case 'log-files-unreadable':
      return `${gap.files} log file${gap.files === 1 ? '' : 's'} could not be read`;
    case 'use-not-recorded':
      return `${recorderOf(gap.credential)} does not record the use of its active ${kindNames[gap.credential]}`;
    case 'all-silent-at-once':
      return `all users fell silent at once (${gap.users} since the last run): a source may be broken`;
    case 'source-failed':
      return `${sourceWords[gap.source]} could not be read (${gap.why})`;
    case 'not-listed':
      return `${sourceWords[gap.source]} does not list this user`;
    case 'age-unknown':
      return `nobody says when this user was created, and it is known since ${gap.since.slice(0, 10)} only`;
    default:
      return listGapWords(gap);
  }
}

function listGapWords(gap: ListGap): string {
  const source = sourceWords[gap.source];
  switch (gap.kind) {
    case 'activity-not-listed':
      return `${source} names no last use of ${gap.users === 1 ? 'this user' : `any of ${gap.users} users`}: a licence or a permission is missing`;
    case 'list-stale':
      return `${source} is old, read ${gap.madeAt}`;
    case 'list-undated':
      return `${source} has no date; ${newestWords(gap.newestDaysOld)}: say when it was read with --report-made TIME`;
    case 'list-read-once':
      return `${source} was read once only, and it may answer differently each time`;
    case 'list-reads-differ':
      return `${source} answered differently each time it was read`;
    case 'list-behind':
      return `${source} may be ${gap.hours} hours behind`;
    case 'attempt-undecided':
      return `the user tried to sign in at ${gap.at}, and nobody says whether that succeeded`;
    case 'recorded-since':
      return `${source} knows of ${usedWords[gap.source] ?? 'use'} since ${gap.since.slice(0, 10)} only, which is inside the window`;
    case 'source-not-read':
      return `${source} was not read, and it may know of a use`;
    case 'field-not-listed':
      return `${source} has no ${gap.field} of this user`;
    case 'period-too-short':
      return `${source} looks at ${gap.from.slice(0, 10)} to ${gap.to.slice(0, 10)} only, in whole days, which is too short`;
    default:
      return gap satisfies never;
  }
}

/** What a source records, where it is less than every use. */
const usedWords: { readonly [source in EvidenceSource]?: string } = { 'entra-sign-in-activity': 'success' };

/** Who could record the use of a credential, and does not. */
export function recorderOf(kind: CredentialKind): string {
  if (kind === 'on-premises-account') return 'Entra ID';
  return kind === 'hmac-key' || kind === 'api-key' ? 'Google Cloud' : 'IAM';
}

function recordWords({ source = 'cloudtrail' }: { readonly source?: SightingSource }): string {
  if (source === 'cloudtrail') return 'CloudTrail record';
  return `record of ${source === 'entra-sign-in-log' ? sourceWords[source] : 'the activity reports'}`;
}

function newestWords(days: number | undefined): string {
  if (days === undefined) return 'it has no entry with a time';
  return `its newest entry is ${days} day${days === 1 ? '' : 's'} old`;
}

/** What sentences call a source. */
export const sourceWords: { readonly [source in EvidenceSource | LiveSource | ProviderList]: string } = {
  cloudtrail: 'CloudTrail',
  'credential-report': 'the credential report',
  'list-users': 'ListUsers',
  'service-last-accessed': 'the services last accessed',
  'authorization-details': 'the authorization details',
  'service-specific-credentials': 'the list of service-specific credentials',
  'ssh-public-keys': 'the list of SSH keys',
  'event-history': "CloudTrail's event history",
  table: 'the table of last sightings',
  'entra-users': "Entra ID's list of users",
  'entra-sign-in-activity': "Entra ID's sign-in activity",
  'entra-sign-in-log': 'the sign-in log',
  'google-users': "Google's list of users",
  'google-last-login': "Google's last login",
  'google-usage-report': 'the usage report',
  'google-login-activity': 'the login activity',
  'google-token-activity': 'the token activity',
  'google-saml-activity': 'the SAML activity',
  'gcp-service-accounts': "Google Cloud's list of service accounts",
  'gcp-activities': "Policy Analyzer's list of authentications",
  'gcp-last-authentication': "Policy Analyzer's last authentication",
};

/** What sentences call a kind of credential. */
export const kindNames: { readonly [kind in CredentialKind]: string } = {
  password: 'password',
  'access-key': 'key',
  'service-specific-credential': 'service-specific credential',
  'ssh-public-key': 'SSH key',
  'signing-certificate': 'signing certificate',
  'sign-in': 'sign-in',
  'app-access': 'mail and app access',
  'on-premises-account': 'on-premises account',
  authentication: 'authentication',
  'service-account-key': 'key',
  'hmac-key': 'HMAC key',
  'api-key': 'API key',
};
