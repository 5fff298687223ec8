import { plainText } from '../plain-text.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import { controlsOf } from './control.ts';
import { judgeControl } from './control-verdict.ts';
import { findingOf } from './provider-finding.ts';
import { type FindingContext, homeRegionOf } from './user-finding.ts';

/** The columns of the auditors' CSV, as Prowler's compliance files have them. Do not rename them. */
export const auditorColumns = [
  'PROVIDER',
  'ACCOUNTID',
  'REGION',
  'ASSESSMENTDATE',
  'REQUIREMENTS_ID',
  'REQUIREMENTS_DESCRIPTION',
  'STATUS',
  'STATUSEXTENDED',
  'RESOURCEID',
  'RESOURCENAME',
  'CHECKID',
  'MUTED',
  'FRAMEWORK',
  'NAME',
] as const;

/** One row for each control, in the order of the columns. An exempt user is muted; its status stays what it is. */
export function auditorRows(assessment: Assessment, run: FindingContext['run']): string[][] {
  const { user } = assessment;
  const { cloud, checkId } = findingOf(user.accountId);
  return controlsOf(user.accountId).map((control) => {
    const { status, why } = judgeControl(control, assessment, run);
    return [
      cloud.toLowerCase(),
      user.accountId,
      homeRegionOf(user.arn),
      run.asOf,
      control.id,
      control.name,
      status,
      `${user.userName}: ${why}`,
      user.arn,
      user.userName,
      checkId,
      isExempt(assessment) ? 'True' : 'False',
      control.framework,
      `${control.framework} ${control.id}`,
    ].map(plainText);
  });
}
