/** The shapes of a stored user: what its provider said of it, and what was missing. */

import type {
  Credential,
  CredentialKind,
  EvidenceSource,
  IamUser,
  InventorySource,
  LastUse,
  LiveSource,
  MissingFact,
  ProviderList,
  ProviderReport,
  Tag,
  UserRemark,
} from '../inventory/iam-user.ts';
import { parseAnyAccountId, parseAnyUserId, type SightingSource, sightingSources } from '../provider.ts';
import { isFlag, isListOf, isNumber, isObjectOf, isOneOf, isOptional, isText, isUnionOf, parsedBy } from '../shape.ts';
import { parseTime } from '../time.ts';

export const isInstant = parsedBy(parseTime);
export const isTag = isObjectOf<Tag>({ key: isText, value: isText });
const isTime = isOptional(isInstant);
export const isName = isOptional(isText);
const inventorySources = ['credential-report', 'authorization-details', 'list-users'] as const;
const providerLists = ['entra-users', 'google-users', 'gcp-service-accounts', 'gcp-activities'] as const;
const reports = [
  'google-usage-report',
  'google-login-activity',
  'google-token-activity',
  'google-saml-activity',
] as const satisfies readonly ProviderReport[];
const isListSource = isOneOf<InventorySource | ProviderList | ProviderReport>(
  ...inventorySources,
  ...providerLists,
  ...reports,
);
const otherSources = ['service-specific-credentials', 'ssh-public-keys', 'event-history', 'table'] as const;
const isLiveSource = isOneOf<LiveSource | ProviderList | ProviderReport>(
  ...inventorySources,
  ...otherSources,
  ...providerLists,
  ...reports,
);
export const isEvidenceSource = isOneOf<EvidenceSource>(
  ...sightingSources,
  'credential-report',
  'list-users',
  'service-last-accessed',
  'entra-sign-in-activity',
  'google-last-login',
  'google-usage-report',
);
const isSource = isOneOf<SightingSource>(...sightingSources);
export const isCredentialKind = isOneOf<CredentialKind>(
  'password',
  'access-key',
  'service-specific-credential',
  'ssh-public-key',
  'signing-certificate',
  'sign-in',
  'app-access',
  'on-premises-account',
  'authentication',
  'service-account-key',
  'hmac-key',
  'api-key',
);

const isLastUse = isUnionOf<LastUse>({
  at: { at: isInstant, service: isName, region: isName },
  never: {},
  'not-since': { since: isInstant },
  unknown: { why: isOneOf('not-tracked', 'not-reported') },
});

export const isCredential = isObjectOf<Credential>({
  kind: isCredentialKind,
  id: isText,
  status: isOneOf('active', 'inactive'),
  createdAt: isTime,
  existsSince: isTime,
  lastUse: isLastUse,
  reportedBy: isOptional(isEvidenceSource),
  service: isName,
});

export const isMissingFact = isUnionOf<MissingFact>({
  'no-credential-report': {},
  'no-row': {},
  'row-of-another-user': { rowCreatedAt: isInstant },
  'report-stale': { generatedAt: isInstant },
  'report-undated': { newestDaysOld: isOptional(isNumber) },
  'field-unreadable': { source: isListSource, field: isText },
  'credentials-not-in-report': { info: isText },
  'record-unreadable': { field: isText, source: isOptional(isSource) },
  'record-unattributed': { field: isText, source: isOptional(isSource) },
  'log-files-unreadable': { files: isNumber },
  'use-not-recorded': { credential: isCredentialKind },
  'all-silent-at-once': { users: isNumber },
  'source-failed': { source: isLiveSource, why: isText },
  'not-listed': { source: isListSource },
  'activity-not-listed': { source: isEvidenceSource, users: isNumber },
  'list-stale': { source: isEvidenceSource, madeAt: isInstant },
  'list-undated': { source: isEvidenceSource, newestDaysOld: isOptional(isNumber) },
  'list-read-once': { source: isEvidenceSource },
  'list-reads-differ': { source: isEvidenceSource },
  'list-behind': { source: isEvidenceSource, hours: isNumber },
  'attempt-undecided': { source: isEvidenceSource, at: isInstant },
  'recorded-since': { source: isEvidenceSource, since: isInstant },
  'source-not-read': { source: isEvidenceSource },
  'field-not-listed': { source: isEvidenceSource, field: isText },
  'period-too-short': { source: isEvidenceSource, from: isInstant, to: isInstant },
  'age-unknown': { since: isInstant },
});

const isRemark = isUnionOf<UserRemark>({
  guest: {},
  disabled: {},
  'invitation-open': {},
  suspended: {},
  archived: {},
  'terms-open': {},
  attempted: { at: isInstant },
  'recorded-since': { since: isInstant },
  'source-not-read': { source: isEvidenceSource },
  'ways-not-seen': {},
});

/** A user as it is stored within an assessment. */
export const isUser = isObjectOf<IamUser>({
  accountId: parsedBy(parseAnyAccountId),
  userId: isOptional(parsedBy(parseAnyUserId)),
  userName: isText,
  arn: isText,
  path: isText,
  createdAt: isTime,
  existsSince: isTime,
  tags: isListOf(isTag),
  groups: isListOf(isText),
  credentials: isOptional(isListOf(isCredential)),
  sshKeysListed: isOptional(isFlag),
  passwordLastUsed: isTime,
  mfaActive: isOptional(isFlag),
  gaps: isListOf(isMissingFact),
  remarks: isOptional(isListOf(isRemark)),
});
