/** A service account as a user, and what keeps its silence from being proven. */

import type { Credential, IamUser, LastUse, MissingFact, UserRemark } from '../../inventory/iam-user.ts';
import { isFresh, type Question } from '../../question.ts';
import { daysBetween, earlierOf, type Instant, laterOf, plusDays } from '../../time.ts';
import { providerUser } from '../provider-user.ts';
import type { Project, ServiceAccount } from './activity.ts';
import type { ObservationPeriod } from './records.ts';

const source = 'gcp-last-authentication';

/** Policy Analyzer may be so many days behind: an older answer is not the present state. */
const behindDays = 3;

/**
 * The user as every verdict takes it. `known` is the user as the last run judged it: a day that has left the period
 * since then still counts, and so does the time since which the account is known.
 */
export function userOfServiceAccount(
  account: ServiceAccount,
  project: Project,
  known: IamUser | undefined,
  question: Question,
): IamUser {
  const { accountId, serviceAccountId: userId, address } = account;
  const credentials = credentialsOf(account, project, known, question);
  const existsSince = knownSince(credentials, known, question.now);
  const facts = { existsSince, day: latestDay(credentials) };
  return providerUser({
    accountId,
    userId,
    userName: address,
    arn: `${accountId}/${userId}`,
    createdAt: undefined,
    existsSince,
    credentials: credentials.map((each) => (each.kind === 'authentication' ? { ...each, existsSince } : each)),
    gaps: gapsOf(account, project, facts, question),
    remarks: remarksOf(account),
  });
}

/** Authenticating at all, each key, and keys of whose use nothing is recorded. */
function credentialsOf(
  account: ServiceAccount,
  project: Project,
  known: IamUser | undefined,
  question: Question,
): Credential[] {
  const isOff = account.listed?.isDisabled === true;
  const keys = account.keys.length === 0 ? namedKeys(account) : listedKeys(account, question.now);
  const credentials = [
    { kind: 'authentication', id: 'authentication', lastUse: useOf(account.day, project) } as const,
    ...keys.map(({ day, ...key }) => ({ ...key, lastUse: keyUseOf({ ...key, day }, project, question) })),
    ...account.unrecordedKeys.map(({ kind, id, createdAt, isDisabled: isInactive }) => {
      return { kind, id, createdAt, isInactive, lastUse: notTracked };
    }),
  ].map(({ isInactive = false, createdAt, ...credential }: CredentialFacts): Credential => {
    const status = isOff || isInactive ? 'inactive' : 'active';
    return { ...credential, createdAt, status, reportedBy: source };
  });
  return credentials.map((credential) => withKnownUse(credential, known, question));
}

type CredentialFacts = Pick<Credential, 'kind' | 'id' | 'lastUse'> &
  Partial<Pick<Credential, 'createdAt' | 'existsSince'>> & { readonly isInactive?: boolean };

const notTracked: LastUse = { kind: 'unknown', why: 'not-tracked' };
const notReported: LastUse = { kind: 'unknown', why: 'not-reported' };

interface Key extends Omit<CredentialFacts, 'lastUse'> {
  readonly day: Instant | undefined;
}

/** Without a list of keys: those that an answer names. */
const namedKeys = ({ keyDays }: ServiceAccount): Key[] =>
  [...keyDays].map(([id, day]) => ({ kind: 'service-account-key', id, day, existsSince: day }));

function listedKeys({ keys, keyDays }: ServiceAccount, now: Instant): Key[] {
  return keys.flatMap(({ keyId: id, createdAt, expiresAt, isDisabled, isOfGoogle }): Key[] => {
    if (isOfGoogle || id === undefined) return [];
    const isInactive = isDisabled || (expiresAt !== undefined && expiresAt <= now);
    return [{ kind: 'service-account-key', id, createdAt, isInactive, day: keyDays.get(id) }];
  });
}

/** No entry is silence in the period, if the answer is whole; it does not say never. */
function useOf(day: Instant | undefined, { periods: { account: period }, cut }: Project): LastUse {
  if (day !== undefined) return { kind: 'at', at: day };
  return period === undefined || cut.has('account') ? notReported : { kind: 'not-since', since: period.start };
}

/** A key has no gaps of its own: where its silence is not proven, its last use is not known. */
function keyUseOf({ day, createdAt }: Key, { periods, cut }: Project, question: Question): LastUse {
  if (day !== undefined && isFresh(day, question)) return { kind: 'at', at: day };
  const { key: period } = periods;
  const isWhole = period !== undefined && !cut.has('key') && daysBetween(period.end, question.now) <= behindDays;
  if (!isWhole || provenDays(day, period) < question.thresholdDays) return notReported;
  if (day !== undefined) return { kind: 'at', at: day };
  const isYounger = createdAt !== undefined && createdAt >= period.start;
  return isYounger ? { kind: 'never' } : { kind: 'not-since', since: period.start };
}

/** The later of what this run and the last one know of a credential's use. An old use hides no doubt about a key. */
function withKnownUse(credential: Credential, known: IamUser | undefined, question: Question): Credential {
  const before = known?.credentials?.find(({ kind, id }) => kind === credential.kind && id === credential.id)?.lastUse;
  const { kind, lastUse } = credential;
  if (before?.kind !== 'at' || (lastUse.kind === 'at' && lastUse.at >= before.at)) return credential;
  const isDoubt = lastUse.kind === 'unknown' && kind !== 'authentication' && !isFresh(before.at, question);
  return isDoubt ? credential : { ...credential, lastUse: before };
}

const latestDay = (credentials: readonly Credential[]): Instant | undefined =>
  credentials
    .map(({ lastUse }) => (lastUse.kind === 'at' ? lastUse.at : undefined))
    .reduce<Instant | undefined>(laterOf, undefined);

/** The earliest time at which the account was there: by a use, a key or an earlier run, at the latest by this one. */
function knownSince(credentials: readonly Credential[], known: IamUser | undefined, now: Instant): Instant {
  const times = credentials.flatMap(({ createdAt, lastUse }) => {
    return [createdAt, lastUse.kind === 'at' ? lastUse.at : undefined];
  });
  return [...times, known?.existsSince].reduce<Instant>((a, b) => earlierOf<Instant | undefined>(a, b) ?? a, now);
}

/** What the credentials say of the account as a whole. */
interface AccountFacts {
  readonly existsSince: Instant;
  readonly day: Instant | undefined;
}

/** What is missing of a silent account. */
function gapsOf(account: ServiceAccount, project: Project, facts: AccountFacts, question: Question): MissingFact[] {
  const { existsSince, day } = facts;
  const unlisted = listGaps(account, project);
  if (isFresh(day, question)) return unlisted;
  const isYoung = isFresh(existsSince, question);
  return [
    ...unlisted,
    ...periodGaps(day, project, question),
    ...(isYoung ? [{ kind: 'age-unknown', since: existsSince } as const] : []),
  ];
}

/** An account that is in the answers and not in the list of its project was deleted, or the list is not whole. */
const listGaps = ({ listed }: ServiceAccount, { isListed }: Project): MissingFact[] =>
  isListed && listed === undefined ? [{ kind: 'not-listed', source: 'gcp-service-accounts' }] : [];

function periodGaps(day: Instant | undefined, { periods, cut, accounts }: Project, question: Question): MissingFact[] {
  const { account: period } = periods;
  if (period === undefined) return [{ kind: 'activity-not-listed', source, users: accounts.length }];
  if (cut.has('account')) return [{ kind: 'source-failed', source: 'gcp-activities', why: 'entries are missing' }];
  if (daysBetween(period.end, question.now) > behindDays) return [{ kind: 'list-stale', source, madeAt: period.end }];
  if (provenDays(day, period) >= question.thresholdDays) return [];
  return [{ kind: 'period-too-short', source, from: period.start, to: period.end }];
}

/** Whole days of silence in the period. The day of the last use counts as used to its end. */
const provenDays = (day: Instant | undefined, { start, end }: ObservationPeriod): number =>
  daysBetween(laterOf(start, day === undefined ? start : plusDays(day, 1)), end);

const remarksOf = ({ listed }: ServiceAccount): UserRemark[] => [
  ...(listed?.isDisabled === true ? [{ kind: 'disabled' } as const] : []),
  { kind: 'ways-not-seen' },
];
