import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { answered } from '../../../domain/answer.ts';
import { addDay } from '../../../domain/day-set.ts';
import { parseUserId, type UserId } from '../../../domain/ids.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import type { StandingAccess } from '../../../domain/lifecycle/account-access.ts';
import {
  type Lifecycle,
  type LifecycleEntries,
  noEntries,
  type UserEntries,
} from '../../../domain/lifecycle/lifecycle.ts';
import type { LifecycleFacts, LifecycleRequest } from '../../../domain/lifecycle/plan-lifecycle.ts';
import { lifecycleSettings, type PartialSettings } from '../../../domain/lifecycle/settings.ts';
import type { ReadAccess } from '../../../domain/lifecycle/step-draft.ts';
import { fingerprintOf, type UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { assessmentEntry } from '../../../domain/sightings/entry.ts';
import type { Instant, Month } from '../../../domain/time.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import type { Run } from '../../../domain/verdict/run.ts';
import {
  accessKey,
  account,
  daysAgo,
  iamUser,
  lastSeen,
  now,
  question,
  region,
  sighting,
  usedAt,
} from '../builders.ts';

/** The hash that the program uses: SHA-256 of canonical JSON. */
export const digest = (value: object): string =>
  createHash('sha256')
    .update(`${canonicalize(value)}`)
    .digest('hex');

/** One user of a made-up account and everything a plan is told about it; each part may be changed. */
export interface Person {
  readonly user: IamUser;
  readonly assessment: Assessment;
  readonly entries: UserEntries;
  readonly standing: StandingAccess | undefined;
  readonly access: UserAccess;
}

export const idOf = (number: number): UserId => {
  const id = parseUserId(`AIDAPERSON${`${number}`.padStart(6, '0')}`);
  if (id === undefined) throw new Error('a number makes an id');
  return id;
};

/** A user with one access key that was last used so many days ago, and an owner. */
export function person(number: number, idleDays = 200, changes: Partial<IamUser> = {}): Person {
  const userName = `person-${number}`;
  const arn = `arn:aws:iam::${account()}:user/${userName}`;
  const tags = [{ key: 'owner', value: `team-${number}@example.com` }];
  const key = accessKey({ lastUse: usedAt(daysAgo(idleDays)) });
  const named = { userId: idOf(number), userName, arn, tags, credentials: [key], sshKeysListed: true };
  const user = iamUser({ ...named, ...changes });
  return {
    user,
    assessment: judged(user),
    entries: noEntries,
    standing: { attachedPolicies: [], changesIam: false },
    access: accessOf(user),
  };
}

/** The verdict on the user, last seen by CloudTrail at that time. */
export function judged(user: IamUser, seenAt?: Instant, exemption?: Assessment['exemption']): Assessment {
  const seen = seenAt === undefined ? undefined : lastSeen(sighting({ at: seenAt }));
  return assess({ user, lastSeen: seen, coverage: { kind: 'none' }, gaps: [], exemption }, question);
}

export function accessOf({ userId, userName, path, tags }: IamUser): UserAccess {
  if (userId === undefined) throw new Error('a person has an id');
  const none = {
    serviceCredentials: [],
    sshKeys: [],
    certificates: [],
    mfaDevices: [],
    inlinePolicies: [],
    groups: [],
  };
  const accessKeys = [{ id: `AKIA${userId.slice(4)}`, status: 'Active', lastUsed: daysAgo(200) }];
  return { userId, userName, path, tags, accessKeys, attachedPolicies: [], ...none };
}

/** The person in that state, as if a plan had led there. */
export function standing(who: Person, changes: Partial<Lifecycle>): Person {
  const { userId, userName } = who.access;
  const lifecycle: Lifecycle = {
    userId,
    userName,
    state: 'noticed',
    version: 1,
    since: daysAgo(20),
    owner: 'team@example.com',
    notices: [
      { at: daysAgo(20), to: 'team@example.com' },
      { at: daysAgo(10), to: 'team@example.com' },
    ],
    fingerprint: fingerprintOf(who.access, digest),
    lastActivity: who.assessment.lastActivity?.at,
    ...changes,
  };
  return { ...who, entries: { ...who.entries, lifecycle } };
}

export const run: Run = { asOf: daysAgo(0, -3600), thresholdDays: 90, users: 0, coverage: { kind: 'none' } };

export const planner = `arn:aws:sts::${account()}:assumed-role/Planning/lastseen`;

/** An account of these people, of whom everything is known. */
export function factsOf(people: readonly Person[], changes: Partial<LifecycleFacts> = {}): LifecycleFacts {
  const known = people.flatMap(({ access, standing: held }) => (held ? [[access.userId, held] as const] : []));
  return {
    accountId: account(),
    question,
    assessments: new Map(people.map(({ assessment }) => [assessmentEntry(assessment.user), assessment])),
    run,
    access: answered(new Map(known)),
    entries: entriesOf(people),
    approvals: { byStep: new Map(), actors: [planner] },
    plannedBy: planner,
    creators: new Map(),
    watches: watchedFor(400),
    doubts: [],
    ...changes,
  };
}

/** eu-west-1, watched on each of the last days; not on those that are that many days ago. */
export function watchedFor(days: number, ...without: readonly number[]): LifecycleFacts['watches'] {
  const watched = new Map<Month, number>();
  for (let ago = 0; ago <= days; ago++) if (!without.includes(ago)) addDay(watched, daysAgo(ago));
  return new Map([[region(), { lastRecord: now, lastProof: now, days: watched }]]);
}

export const entriesOf = (people: readonly Person[], brake?: LifecycleEntries['brake']): LifecycleEntries => ({
  users: new Map(people.map(({ access, entries }) => [access.userId, entries])),
  brake,
});

/** IAM's answers about each of them. */
export const readOf = (people: readonly Person[]): ReadAccess =>
  new Map(people.map(({ access }) => [access.userId, answered(access)]));

export const requestOf = (settings: PartialSettings = {}): LifecycleRequest => ({
  settings: lifecycleSettings({
    window: { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], fromHour: 0, toHour: 24 },
    ...settings,
  }),
  exemptions: [],
});

export { now };
