import type { AccountId } from '../ids.ts';
import { daysBetween, type Instant, silentDays } from '../time.ts';
import type { CredentialReport, ReportedUser } from './credential-report.ts';
import type { MissingFact } from './iam-user.ts';

/** A report older than this no longer speaks for now: IAM makes a new one every 4 hours, and a job runs daily. */
const freshReportDays = 1;

/**
 * The rows of the reports, each with a gap where its report is old or may be. Of an account's reports the one that is
 * known to be the latest speaks; one without a date is joined with it, for it may be as late.
 */
export function datedRows(reports: readonly CredentialReport[], now: Instant): ReportedUser[] {
  const latest = latestByAccount(reports);
  return reports.flatMap(({ users, generatedAt, newestEntry }) => {
    const age = ageGaps({ generatedAt, newestEntry }, now);
    return users
      .filter(({ accountId }) => generatedAt === undefined || generatedAt === latest.get(accountId))
      .map((row) => (age.length === 0 ? row : { ...row, gaps: [...row.gaps, ...age] }));
  });
}

function latestByAccount(reports: readonly CredentialReport[]): Map<AccountId, Instant> {
  const latest = new Map<AccountId, Instant>();
  for (const { users, generatedAt } of reports) {
    if (generatedAt === undefined) continue;
    for (const { accountId } of users) {
      if (generatedAt > (latest.get(accountId) ?? '')) latest.set(accountId, generatedAt);
    }
  }
  return latest;
}

/** A report without a date was made at the newest time in it or later: only then its age is bounded. */
function ageGaps({ generatedAt, newestEntry }: ReportTimes, now: Instant): MissingFact[] {
  const at = generatedAt ?? newestEntry;
  if (at !== undefined && daysBetween(at, now) <= freshReportDays) return [];
  if (generatedAt !== undefined) return [{ kind: 'report-stale', generatedAt }];
  if (newestEntry === undefined) return [{ kind: 'report-undated' }];
  return [{ kind: 'report-undated', newestDaysOld: silentDays(newestEntry, now) }];
}

type ReportTimes = Pick<CredentialReport, 'generatedAt' | 'newestEntry'>;
