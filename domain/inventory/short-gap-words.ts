import { kindNames } from './gap-words.ts';
import type { EvidenceSource, LiveSource, MissingFact, ProviderList } from './iam-user.ts';

/** A missing fact in as few words as a row of a table has room for; `gapWords` says it whole. */
export function shortGapWords(gap: MissingFact): string {
  switch (gap.kind) {
    case 'no-credential-report':
      return 'no credential report';
    case 'no-row':
      return 'no row in the credential report';
    case 'row-of-another-user':
      return "the report's row is of another user";
    case 'report-stale':
      return `credential report of ${gap.generatedAt.slice(0, 10)}`;
    case 'report-undated':
      return 'credential report without a date';
    case 'field-unreadable':
      return `${gap.field} cannot be read`;
    case 'credentials-not-in-report':
      return 'credentials missing from the report';
    case 'record-unreadable':
      return 'unreadable record of this user';
    case 'record-unattributed':
      return 'unreadable record, maybe of this user';
    case 'log-files-unreadable':
      return `${gap.files} unreadable log file${gap.files === 1 ? '' : 's'}`;
    case 'use-not-recorded':
      return `use of its ${kindNames[gap.credential]} not recorded`;
    case 'all-silent-at-once':
      return 'all users fell silent at once';
    case 'source-failed':
      return `${shortSourceWords[gap.source]} not read (${gap.why})`;
    case 'not-listed':
      return `not in ${shortSourceWords[gap.source]}`;
    case 'activity-not-listed':
      return `no last use in ${shortSourceWords[gap.source]}`;
    case 'list-stale':
      return `${shortSourceWords[gap.source]} of ${gap.madeAt.slice(0, 10)}`;
    case 'list-undated':
      return `${shortSourceWords[gap.source]} without a date`;
    case 'list-read-once':
      return `${shortSourceWords[gap.source]} read once only`;
    case 'list-reads-differ':
      return `${shortSourceWords[gap.source]} differs from read to read`;
    case 'list-behind':
      return `${shortSourceWords[gap.source]} up to ${gap.hours} hours behind`;
    case 'attempt-undecided':
      return `attempt of ${gap.at.slice(0, 10)}, outcome not known`;
    case 'recorded-since':
      return gap.source === 'entra-sign-in-activity'
        ? `success recorded since ${gap.since.slice(0, 10)} only`
        : `${shortSourceWords[gap.source]} since ${gap.since.slice(0, 10)} only`;
    case 'source-not-read':
      return `${shortSourceWords[gap.source]} not read`;
    case 'field-not-listed':
      return `no ${gap.field} in ${shortSourceWords[gap.source]}`;
    case 'period-too-short':
      return `observed ${gap.from.slice(0, 10)} to ${gap.to.slice(0, 10)} only`;
    case 'age-unknown':
      return `creation not known, listed since ${gap.since.slice(0, 10)}`;
    default:
      return gap satisfies never;
  }
}

/** What a narrow column calls a source. */
export const shortSourceWords: { readonly [source in EvidenceSource | LiveSource | ProviderList]: string } = {
  cloudtrail: 'CloudTrail',
  'credential-report': 'credential report',
  'list-users': 'ListUsers',
  'service-last-accessed': 'services last accessed',
  'authorization-details': 'authorization details',
  'service-specific-credentials': 'service-specific credentials',
  'ssh-public-keys': 'SSH keys',
  'event-history': 'event history',
  table: 'table',
  'entra-users': 'list of users',
  'entra-sign-in-activity': 'sign-in activity',
  'entra-sign-in-log': 'sign-in log',
  'google-users': 'list of users',
  'google-last-login': 'last login',
  'google-usage-report': 'usage report',
  'google-login-activity': 'login activity',
  'google-token-activity': 'token activity',
  'google-saml-activity': 'SAML activity',
  'gcp-service-accounts': 'list of service accounts',
  'gcp-activities': 'list of authentications',
  'gcp-last-authentication': 'last authentication',
};
