import { daysBetween, type Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { ImportedFinding } from './imported-finding.ts';
import { type FindingContext, goneFinding, type UserFinding, userFinding } from './user-finding.ts';

/** Security Hub deletes a finding that was not updated for 90 days. An open one is imported again after this time. */
const renewAfterDays = 7;

/** One finding to import, and what is remembered of it afterwards; undefined: nothing, because it is closed. */
export interface PlannedImport {
  readonly finding: UserFinding;
  readonly remember: ImportedFinding | undefined;
}

/** The verdicts of a run, and what stands open in Security Hub. */
export interface ImportFacts {
  readonly assessments: readonly Assessment[];
  /** By the id of the finding. */
  readonly imported: ReadonlyMap<string, ImportedFinding>;
  /** Every verdict could be read. If not, a user without one may still exist. */
  readonly areAllRead: boolean;
}

/**
 * The findings to import now: those that are new or changed, those that stand open for a week, and those that close
 * because their user is back or gone. The law: what is remembered only after it was imported, and planned again from
 * what is remembered, ends in the same findings, however often the import stopped in between.
 */
export function planImports(
  { assessments, imported, areAllRead }: ImportFacts,
  context: FindingContext,
): PlannedImport[] {
  const findings = assessments.map((assessment) => userFinding(assessment, context));
  const ids = new Set(findings.map(({ id }) => id));
  const gone = areAllRead ? [...imported.values()].filter(({ id }) => !ids.has(id)) : [];
  return [
    ...findings.flatMap((finding) => planned(finding, imported.get(finding.id), context.now)),
    ...gone.map(({ id, user, firstObservedAt }) => {
      return { finding: goneFinding(id, user, firstObservedAt, context), remember: undefined };
    }),
  ];
}

function planned(finding: UserFinding, known: ImportedFinding | undefined, now: Instant): PlannedImport[] {
  const firstObservedAt = known?.firstObservedAt ?? finding.firstObservedAt;
  const { id, status, severity } = finding;
  if (status === 'closed') {
    return known === undefined ? [] : [{ finding: { ...finding, firstObservedAt }, remember: undefined }];
  }
  const isSame = known?.status === status && known.severity === severity;
  if (isSame && daysBetween(known.importedAt, now) < renewAfterDays) return [];
  const { accountId, userId, userName, arn } = finding.user;
  const user = { accountId, userName, arn, ...(userId !== undefined && { userId }) };
  const remember = { id, status, severity, user, firstObservedAt, importedAt: now };
  return [{ finding: { ...finding, firstObservedAt }, remember }];
}
