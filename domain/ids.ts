/** The ids of AWS and of other identity providers, each with its parser. */

declare const brand: unique symbol;

/** A plain value that only its own parser can make. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/**
 * Where users live, the table's partition: the 12 digits of an AWS account, the GUID of a tenant of Entra ID, the id of
 * a customer of Google Workspace, or `gcp:` and the id of a project of Google Cloud.
 */
export type AccountId = Brand<string, 'AccountId'>;

/**
 * The provider's permanent id of one user: it survives a rename and never returns after deletion. IAM's `AIDA...`, the
 * GUID of a user object of Entra ID, or the digits of a profile or service account of Google.
 */
export type UserId = Brand<string, 'UserId'>;

/** The id of a long-term access key (`AKIA...`). A temporary id (`ASIA...`) belongs to a session, not to a key. */
export type AccessKeyId = Brand<string, 'AccessKeyId'>;

/** A name that IAM accepts for a user: 1 to 64 of `[A-Za-z0-9_+=,.@-]`; unique in an account without regard to case. */
export type UserName = Brand<string, 'UserName'>;

/** The name of a Region (`eu-west-1`). Only its form is checked: new Regions appear. */
export type Region = Brand<string, 'Region'>;

/** The id of a review campaign in its account: the day of its start and its scope, `2026-11-23-unused`. */
export type CampaignId = Brand<string, 'CampaignId'>;

/** The id of an organization of AWS Organizations (`o-a1b2c3d4e5`). */
export type OrganizationId = Brand<string, 'OrganizationId'>;

const parserOf =
  <T extends Brand<string, string>>(pattern: RegExp) =>
  (value: unknown): T | undefined =>
    typeof value === 'string' && pattern.test(value) ? (value as T) : undefined;

/** A GUID in lower case. Entra ID writes them so, and reads either case. */
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The 12 digits of an AWS account, and nothing of another provider. */
export const parseAccountId = parserOf<AccountId>(/^\d{12}$/);
/** The id of an IAM user, and nothing of another provider. */
export const parseUserId = parserOf<UserId>(/^AIDA[A-Z0-9]{4,124}$/);
/** The id of a tenant of Entra ID, in lower case. */
export const parseTenantId = parserOf<AccountId>(guid);
/** The id of a user object of Entra ID, in lower case. */
export const parseObjectId = parserOf<UserId>(guid);
/** The id of a customer of Google Workspace, `C03az79cb`; case counts. */
export const parseCustomerId = parserOf<AccountId>(/^C[\da-z]{6,30}$/);
/** The id of a user of Google Workspace: digits alone, 21 in new ones. */
export const parseProfileId = parserOf<UserId>(/^\d{6,30}$/);
/**
 * A project of Google Cloud, `gcp:my-project`. The number of a project can have the 12 digits of an AWS account, and
 * its id alone could be the name of one: hence the prefix.
 */
export const parseProjectId = parserOf<AccountId>(/^gcp:(?:[a-z0-9.-]{1,80}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
/** The unique id of a service account of Google Cloud. */
export const parseServiceAccountId = parserOf<UserId>(/^\d{15,24}$/);
export const parseAccessKeyId = parserOf<AccessKeyId>(/^AKIA[A-Z0-9]{12,124}$/);

/** Letters, digits and `+=,.@-_`, at most 64, as IAM allows. */
export const parseUserName = parserOf<UserName>(/^[\w+=,.@-]{1,64}$/);

/** The day on which the campaign began, and a word: `2026-11-23-unused`. */
export const parseCampaignId = parserOf<CampaignId>(/^\d{4}-\d\d-\d\d-[a-z]{1,20}$/);

/** `o-` and 10 to 32 letters and digits. */
export const parseOrganizationId = parserOf<OrganizationId>(/^o-[a-z0-9]{10,32}$/);

/** A Region of any partition, or the name of a part of another provider's log. */
export const parseRegion = parserOf<Region>(/^[a-z]{2}[a-z0-9-]{1,30}$/);

/** An account as JSON has it: a text, or the number that a tool made of its digits, with the zeros that it lost. */
export function accountText(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  const isDigits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e12;
  return isDigits ? `${value}`.padStart(12, '0') : undefined;
}

const userArn = /^arn:aws[a-z-]*:iam::(\d{12}):user(\/(?:[!-~]*\/)?)([\w+=,.@-]{1,64})$/;

/** The parts of an IAM user's ARN. */
export interface UserArn {
  readonly accountId: AccountId;
  readonly path: string;
  readonly userName: UserName;
}

/** Reads an IAM user's ARN, `arn:aws:iam::123456789012:user/division/alice`; undefined for any other text. */
export function parseUserArn(value: unknown): UserArn | undefined {
  const match = typeof value === 'string' ? userArn.exec(value) : null;
  if (match === null) return undefined;
  const [, accountId, path, userName] = match;
  return { accountId: accountId as AccountId, path: path as string, userName: userName as UserName };
}

/** The accounts of the ARNs of IAM in a text, each once. */
export function accountIdsIn(text: string): AccountId[] {
  const ids = [...text.matchAll(/arn:aws[a-z-]*:iam::(\d{12}):/g)].flatMap(([, id]) => parseAccountId(id) ?? []);
  return [...new Set(ids)];
}
