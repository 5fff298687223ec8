import { providerOf, wordsOf } from '../../provider.ts';
import { epochMs, type Instant } from '../../time.ts';
import { type Assessment, idleDays } from '../../verdict/assessment.ts';
import { findingOf } from '../provider-finding.ts';
import {
  cutText,
  type FindingContext,
  type FindingStatus,
  type FindingUser,
  homeRegionOf,
  partitionOf,
  type UserFinding,
  userFinding,
} from '../user-finding.ts';

/** The version of the schema; the class is in it since 1.6.0. */
const schemaVersion = '1.8.0';
const classUid = 2008;
const className = 'IAM Analysis Finding';

const activities = {
  open: [1, 'Create'],
  exempt: [1, 'Create'],
  undecided: [1, 'Create'],
  closed: [3, 'Close'],
} as const;

/** An undecided finding waits for somebody to look. */
const statuses = {
  open: { id: 1, name: 'New', code: 'FAIL' },
  exempt: { id: 3, name: 'Suppressed', code: 'FAIL' },
  undecided: { id: 2, name: 'In Progress', code: 'MANUAL' },
  closed: { id: 4, name: 'Resolved', code: 'PASS' },
} as const satisfies { readonly [status in FindingStatus]: object };

const severityIds = { Informational: 1, Low: 2, Medium: 3 } as const;

/** OCSF has no limit of its own; a store that takes these events has. */
const longestText = 2048;

/**
 * A user as a finding of OCSF's class IAM Analysis Finding, with OCSF's own names. Every time is in milliseconds since
 * 1970.
 */
export function ocsfFinding(assessment: Assessment, context: FindingContext) {
  const finding = userFinding(assessment, context);
  const { status, severity, user } = finding;
  const [activity, activityName] = activities[status];
  const { id, name, code } = statuses[status];
  const { accountType, cloud, remediation } = findingOf(user.accountId);
  const account = { uid: user.accountId, ...accountType };
  return {
    activity_id: activity,
    activity_name: activityName,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: classUid,
    class_name: className,
    type_uid: classUid * 100 + activity,
    type_name: `${className}: ${activityName}`,
    severity_id: severityIds[severity],
    severity,
    status_id: id,
    status: name,
    status_code: code,
    status_detail: cutText(finding.reason, longestText),
    time: epochMs(finding.observedAt),
    time_dt: finding.observedAt,
    message: cutText(`${user.userName}: ${finding.reason}`, longestText),
    metadata: metadataOf(finding, context),
    cloud: { provider: cloud, account, ...placeOf(user, context.region) },
    finding_info: infoOf(finding, context),
    user: userOf(assessment, account),
    identity_activity_metrics: metricsOf(assessment),
    resources: [resourceOf(assessment)],
    remediation: { desc: remediation.text, references: [remediation.url] },
    confidence_id: confidenceOf(assessment),
    unmapped: unmappedOf(finding, assessment, context),
  };
}

/** The Region and partition of AWS; another cloud's directory has neither. */
function placeOf({ accountId, arn }: FindingUser, region: string | undefined) {
  const home = homeRegionOf(arn);
  return providerOf(accountId) === 'aws'
    ? { region: region ?? home, cloud_partition: partitionOf(arn) }
    : { region: home };
}

function metadataOf({ user }: UserFinding, { toolVersion }: FindingContext) {
  const product = { name: 'Lastseen', uid: 'lastseen', vendor_name: 'Lastseen', version: toolVersion };
  return {
    version: schemaVersion,
    profiles: ['cloud', 'datetime'],
    product,
    event_code: findingOf(user.accountId).checkId,
  };
}

function infoOf({ id, title, user, firstObservedAt, observedAt }: UserFinding, { now, run }: FindingContext) {
  const { checkId } = findingOf(user.accountId);
  const { user: subject } = wordsOf(user.accountId);
  return {
    uid: id,
    title,
    desc: `No source knows of an activity of the user in ${run.thresholdDays} days.`,
    types: [`Unused ${subject}`],
    created_time: epochMs(firstObservedAt),
    first_seen_time: epochMs(firstObservedAt),
    last_seen_time: epochMs(observedAt),
    modified_time: epochMs(now),
    analytic: { type_id: 1, type: 'Rule', uid: checkId, name: `${subject} unused` },
  };
}

function userOf({ user }: Assessment, account: object) {
  const { accountId, userId, userName, arn, mfaActive } = user;
  return {
    ...findingOf(accountId).userType,
    name: cutText(userName, longestText),
    uid: userId ?? cutText(arn, longestText),
    uid_alt: cutText(arn, longestText),
    has_mfa: mfaActive,
    account,
  };
}

/** What is not known is left out: no time stands for never. */
function metricsOf({ user, lastActivity, credentials }: Assessment) {
  const password = credentials.find(({ credential }) => credential.kind === 'password');
  const others = credentials.filter(({ credential }) => credential.kind !== 'password');
  return {
    first_seen_time: msOf(user.createdAt),
    last_seen_time: msOf(lastActivity?.at),
    password_last_used_time: msOf(password?.lastUsed?.at ?? user.passwordLastUsed),
    programmatic_credentials: others.map(({ credential, id, lastUsed }) => ({
      uid: cutText(id, longestText),
      type: credentialTypes[credential.kind],
      last_used_time: msOf(lastUsed?.at),
    })),
  };
}

const credentialTypes = {
  'access-key': 'API Key',
  password: 'Password',
  'service-specific-credential': 'Service-Specific Credential',
  'ssh-public-key': 'SSH Key',
  'signing-certificate': 'Certificate',
  'sign-in': 'Sign-in',
  'app-access': 'App Access',
  'on-premises-account': 'On-premises Account',
  authentication: 'Authentication',
  'service-account-key': 'Service Account Key',
  'hmac-key': 'HMAC Key',
  'api-key': 'API Key',
} as const;

/** Undefined, which JSON leaves out, where the time is not known. */
const msOf = (at: Instant | undefined): number | undefined => (at === undefined ? undefined : epochMs(at));

function resourceOf({ user }: Assessment) {
  const { accountId, arn, userName } = user;
  return {
    uid: cutText(arn, longestText),
    type: findingOf(accountId).resource,
    name: cutText(userName, longestText),
    ...placeOf(user, undefined),
  };
}

/** High where CloudTrail confirms IAM for the whole window; low where the user cannot be judged. */
function confidenceOf({ state, corroborated }: Assessment): 1 | 2 | 3 {
  if (state === 'unknown') return 1;
  return corroborated || state === 'active' ? 3 : 2;
}

/** `compliance` as Prowler writes it: the ids of controls by framework. */
function unmappedOf({ controls }: UserFinding, assessment: Assessment, { run }: FindingContext) {
  const compliance: Record<string, string[]> = {};
  for (const { key, id } of controls) compliance[key] = [...(compliance[key] ?? []), id];
  return {
    state: assessment.state,
    idleDays: idleDays(assessment, run.asOf) ?? null,
    thresholdDays: run.thresholdDays,
    corroborated: assessment.corroborated,
    compliance,
  };
}
