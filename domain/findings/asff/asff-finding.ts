import type { Instant } from '../../time.ts';
import { idleDays } from '../../verdict/assessment.ts';
import { findingOf } from '../provider-finding.ts';
import {
  cutText,
  type FindingContext,
  type FindingStatus,
  homeRegionOf,
  partitionOf,
  type UserFinding,
} from '../user-finding.ts';

/** A finding in the AWS Security Finding Format, with AWS's own names. */
export type AsffFinding = ReturnType<typeof asffFinding>;

/**
 * The lengths and counts that Security Hub accepts.
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
 */
export const asffLimits = {
  title: 256,
  description: 1024,
  resourceId: 512,
  userName: 64,
  remediation: 512,
  original: 64,
  fieldValue: 2048,
  requirements: 32,
} as const;

/** The words of Security Hub for each status. An import cannot change the workflow of a finding that exists. */
const words = {
  open: { compliance: 'FAILED', record: 'ACTIVE', workflow: 'NEW' },
  exempt: { compliance: 'WARNING', record: 'ACTIVE', workflow: 'SUPPRESSED' },
  undecided: { compliance: 'NOT_AVAILABLE', record: 'ACTIVE', workflow: 'NEW' },
  closed: { compliance: 'PASSED', record: 'ARCHIVED', workflow: 'RESOLVED' },
} as const satisfies { readonly [status in FindingStatus]: object };

const severityLabels = { Informational: 'INFORMATIONAL', Low: 'LOW', Medium: 'MEDIUM' } as const;

/** The finding as `BatchImportFindings` takes it, of the account's own product. */
export function asffFinding(finding: UserFinding, context: FindingContext) {
  const { id, status, user, firstObservedAt, observedAt } = finding;
  const { compliance, record, workflow } = words[status];
  const { accountId, arn } = user;
  const region = context.region ?? homeRegionOf(arn);
  const { checkId, remediation } = findingOf(accountId);
  const ofProvider = { Severity: severityOf(finding, context), Types: [...typesOf(finding)] };
  return {
    SchemaVersion: '2018-10-08',
    Id: id,
    ProductArn: `arn:${partitionOf(arn)}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    ProductName: 'Lastseen',
    CompanyName: 'Lastseen',
    GeneratorId: `lastseen/${checkId}`,
    AwsAccountId: accountId,
    ...ofProvider,
    FirstObservedAt: firstObservedAt,
    LastObservedAt: observedAt,
    CreatedAt: firstObservedAt,
    UpdatedAt: context.now,
    Title: cutText(finding.title, asffLimits.title),
    Description: cutText(`${user.userName}: ${finding.reason}`, asffLimits.description),
    Remediation: { Recommendation: { Text: cutText(remediation.text, asffLimits.remediation), Url: remediation.url } },
    ProductFields: productFields(finding, context),
    Resources: [resourceOf(finding)],
    Compliance: { Status: compliance, ...requirementsOf(finding) },
    Workflow: { Status: workflow },
    RecordState: record,
    FindingProviderFields: ofProvider,
  };
}

function severityOf({ severity, assessment }: UserFinding, { run }: FindingContext) {
  const days = assessment && idleDays(assessment, run.asOf);
  const state = assessment?.state ?? 'gone';
  const Original = cutText(days === undefined ? state : `${state}, ${days} days`, asffLimits.original);
  return { Label: severityLabels[severity], Original };
}

const practice = 'Software and Configuration Checks/AWS Security Best Practices/Unused IAM user';
const standard = 'Software and Configuration Checks/Industry and Regulatory Standards/CIS AWS Foundations Benchmark';

/** CIS is named only where its own control says what the finding says. */
function typesOf({ controls }: UserFinding): string[] {
  return controls.some(({ key }) => key.startsWith('CIS-AWS-')) ? [practice, standard] : [practice];
}

function requirementsOf({ controls }: UserFinding): { RelatedRequirements?: string[] } {
  const named = controls.map(({ framework, id }) => `${framework}/${id}`).slice(0, asffLimits.requirements);
  return named.length === 0 ? {} : { RelatedRequirements: named };
}

/** Values that are not known are left out. */
function productFields({ assessment }: UserFinding, { run, toolVersion }: FindingContext): Record<string, string> {
  const days = assessment && idleDays(assessment, run.asOf);
  const fields: { readonly [name: string]: string | number | boolean | undefined } = {
    state: assessment?.state ?? 'gone',
    thresholdDays: run.thresholdDays,
    idleDays: days,
    corroborated: assessment?.corroborated,
    usable: assessment?.usable,
    lastActivityAt: assessment?.lastActivity?.at,
    lastActivitySource: assessment?.lastActivity?.source,
    exemptBy: assessment?.exemption?.ended === false ? assessment.exemption.by : undefined,
    version: toolVersion,
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [[`lastseen/${name}`, cutText(`${value}`, asffLimits.fieldValue)]],
    ),
  );
}

function resourceOf({ user, assessment }: UserFinding) {
  const { arn, userName, userId } = user;
  // A path may make the ARN longer than an Id may be; the unique id is the user's too.
  const Id =
    arn.length <= asffLimits.resourceId
      ? cutText(arn, asffLimits.resourceId)
      : (userId ?? cutText(arn, asffLimits.resourceId));
  const known = assessment === undefined ? {} : detailsOf(assessment.user.path, assessment.user.createdAt);
  const AwsIamUser = {
    UserName: cutText(userName, asffLimits.userName),
    ...(userId !== undefined && { UserId: userId }),
    ...known,
  };
  return {
    Type: 'AwsIamUser',
    Id,
    Partition: partitions.find((known) => known === partitionOf(arn)),
    Region: homeRegionOf(arn),
    Details: { AwsIamUser },
  };
}

/** The partitions that the format knows; of another one it is left out. */
const partitions = ['aws', 'aws-cn', 'aws-us-gov'] as const;

function detailsOf(path: string, createdAt: Instant | undefined) {
  return {
    Path: cutText(path, asffLimits.resourceId),
    ...(createdAt !== undefined && { CreateDate: createdAt }),
  };
}
