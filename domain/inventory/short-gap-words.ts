import { kindNames } from './gap-words.ts';
import type { EvidenceSource, LiveSource, MissingFact } from './iam-user.ts';

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
    default:
      return gap satisfies never;
  }
}

export const shortSourceWords: { readonly [source in EvidenceSource | LiveSource]: string } = {
  cloudtrail: 'CloudTrail',
  'credential-report': 'credential report',
  'list-users': 'ListUsers',
  'service-last-accessed': 'services last accessed',
  'authorization-details': 'authorization details',
  'service-specific-credentials': 'service-specific credentials',
  'ssh-public-keys': 'SSH keys',
  'event-history': 'event history',
  table: 'table',
};
