import { type AccountId, parseProjectId, parseServiceAccountId, type UserId } from '../../../../domain/ids.ts';
import type { IamUser } from '../../../../domain/inventory/iam-user.ts';
import type { JsonObject } from '../../../../domain/json.ts';
import { joinProjects } from '../../../../domain/providers/gcp/activity.ts';
import { readListing } from '../../../../domain/providers/gcp/inventory.ts';
import { type ActivityPage, pageAsOf, readActivityPage } from '../../../../domain/providers/gcp/records.ts';
import { userOfServiceAccount } from '../../../../domain/providers/gcp/service-account.ts';
import { type Assessment, assess } from '../../../../domain/verdict/assessment.ts';
import { question } from '../../builders.ts';

/** Midnight in California, so many days before the moment of the question. */
export const dayAgo = (days: number): string =>
  `${new Date(Date.parse(question.now) - days * 86_400_000).toISOString().slice(0, 10)}T07:00:00Z`;

export const project = (id = 'my-project'): AccountId => {
  const accountId = parseProjectId(`gcp:${id}`);
  if (accountId === undefined) throw new Error(`not a project: ${id}`);
  return accountId;
};

export const serviceAccountId = (digit = 1): UserId => {
  const id = parseServiceAccountId(`${digit}`.padStart(21, '1'));
  if (id === undefined) throw new Error(`not a service account: ${digit}`);
  return id;
};

export const address = (name = 'backup'): string => `${name}@my-project.iam.gserviceaccount.com`;
export const keyId = 'c97cc34494c07c9b483701f28368f20145b9ef97';

/** The usual period: 400 days, to the day before yesterday. */
export const period = { startTime: dayAgo(402), endTime: dayAgo(2) };

interface ActivityOf {
  readonly day?: string | null | undefined;
  readonly key?: string;
  readonly name?: string;
  readonly id?: string;
  readonly period?: JsonObject;
}

/** One activity of an answer of Policy Analyzer. */
export function activity({
  day,
  key,
  name = 'backup',
  id = serviceAccountId(),
  period: observationPeriod = period,
}: ActivityOf): JsonObject {
  const account = `//iam.googleapis.com/projects/my-project/serviceAccounts/${address(name)}`;
  const fullResourceName = key === undefined ? account : `${account}/keys/${key}`;
  const subject = { fullResourceName, projectNumber: '123456789012', serviceAccountId: id };
  const field = key === undefined ? 'serviceAccount' : 'serviceAccountKey';
  const activityType = key === undefined ? 'serviceAccountLastAuthentication' : 'serviceAccountKeyLastAuthentication';
  const used = day === undefined ? {} : { lastAuthenticatedTime: day };
  return { fullResourceName, activityType, observationPeriod, activity: { ...used, [field]: subject } };
}

/** Another account of the project, in use. */
export const neighbour = activity({ day: dayAgo(2), name: 'web', id: serviceAccountId(2) });

export const listed = (more: JsonObject = {}): JsonObject => ({
  ...{ uniqueId: serviceAccountId(), email: address(), projectId: 'my-project' },
  ...more,
});

export const listedKey = (more: JsonObject = {}): JsonObject => ({
  name: `projects/my-project/serviceAccounts/${address()}/keys/${keyId}`,
  keyType: 'USER_MANAGED',
  validAfterTime: dayAgo(500),
  validBeforeTime: '9999-12-31T23:59:59Z',
  ...more,
});

export function pageOf(value: unknown): ActivityPage {
  const page = readActivityPage(value);
  if (page === undefined) throw new Error('no page of activities');
  return page;
}

interface World {
  /** What the lists hold. */
  readonly lists?: readonly JsonObject[];
  readonly known?: IamUser;
  readonly thresholdDays?: number;
  readonly id?: UserId;
}

/** The verdict on one account after these pages of answers. */
export function judge(
  pages: readonly unknown[],
  { lists = [], known, thresholdDays = 90, id = serviceAccountId() }: World = {},
): Assessment {
  const asked = { ...question, thresholdDays };
  const listing = lists.length === 0 ? undefined : readListing([lists]);
  const [found] = joinProjects(
    pages.map((page) => pageAsOf(pageOf(page), question.now)),
    listing?.entries ?? [],
  );
  const account = found?.accounts.find((each) => each.serviceAccountId === id);
  if (found === undefined || account === undefined) throw new Error('nobody was read');
  const user = userOfServiceAccount(account, found, known, asked);
  return assess({ user, lastSeen: undefined, coverage: { kind: 'none' }, gaps: [], exemption: undefined }, asked);
}
