import type { AccountId } from '../ids.ts';
import { plainText, safeName } from '../plain-text.ts';
import { isSameData } from '../same-data.ts';
import { assessmentEntry } from '../sightings/entry.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import { idleDaysDimensions } from './metrics.ts';
import { alarmCandidates } from './unused-users.ts';

/** The alarm of one unused user, over its metric `IdleDays`: on while that is at least the threshold. */
export interface UserAlarm {
  readonly name: string;
  readonly description: string;
  readonly dimensions: { readonly [name: string]: string };
  readonly thresholdDays: number;
  /** ARNs that are notified when the alarm goes on. */
  readonly actions: readonly string[];
}

/** The alarms of the account that exist, or why they could not be listed. */
export type ExistingAlarms = { readonly kind: 'listed'; readonly alarms: readonly UserAlarm[] } | UnlistedAlarms;

export interface UnlistedAlarms {
  readonly kind: 'unlisted';
  readonly cause: unknown;
}

/** Which alarms to put, and the names of those to remove. Where the existing ones are not known nothing is planned. */
export type AlarmPlan =
  | { readonly kind: 'planned'; readonly put: readonly UserAlarm[]; readonly remove: readonly string[] }
  | UnlistedAlarms;

export interface AlarmSettings {
  readonly accountId: AccountId;
  readonly thresholdDays: number;
  readonly cap: number;
  readonly actions: readonly string[];
  readonly tableName: string;
}

/** All alarms under this are this job's, and no other alarm is ever touched. */
export const alarmPrefix = (accountId: AccountId): string => `lastseen/${accountId}/`;

/**
 * An alarm for each unused user who is not exempt, longest without activity first, up to the cap. Users who came back,
 * went or became exempt lose theirs; a user who cannot be judged today keeps one as long as there is room.
 */
export function planUserAlarms(
  existing: ExistingAlarms,
  assessments: Iterable<Assessment>,
  settings: AlarmSettings,
): AlarmPlan {
  if (existing.kind === 'unlisted') return existing;
  const all = [...assessments];
  const { withAlarm } = alarmCandidates(all, settings.cap);
  const wanted = new Map(withAlarm.map((user) => [alarmName(user), alarmOf(user, settings)]));
  const own = existing.alarms.filter(({ name }) => name.startsWith(alarmPrefix(settings.accountId)));
  const undecided = new Set(all.filter(isUndecided).map(alarmName));
  const spared = own.filter(({ name }) => undecided.has(name)).slice(0, settings.cap - wanted.size);
  const stay = new Set([...wanted.keys(), ...spared.map(({ name }) => name)]);
  const asIs = new Set(own.filter((alarm) => isSameAlarm(alarm, wanted.get(alarm.name))).map(({ name }) => name));
  return {
    kind: 'planned',
    put: [...wanted.values()].filter(({ name }) => !asIs.has(name)),
    remove: own.map(({ name }) => name).filter((name) => !stay.has(name)),
  };
}

const isUndecided = (assessment: Assessment) => assessment.state === 'unknown' && !isExempt(assessment);

export function alarmName({ user }: Assessment): string {
  return `${alarmPrefix(user.accountId)}${safeName(user.userName)}`.slice(0, 255);
}

function alarmOf(assessment: Assessment, settings: AlarmSettings): UserAlarm {
  const { thresholdDays, actions } = settings;
  const name = alarmName(assessment);
  const description = describe(assessment, settings);
  return { name, description, dimensions: idleDaysDimensions(assessment), thresholdDays, actions };
}

/** What happened, what it means, and the command to look closer; no word of it changes while the user stays silent. */
function describe(assessment: Assessment, { thresholdDays, tableName }: AlarmSettings): string {
  const { user, lastActivity } = assessment;
  const since =
    lastActivity === undefined
      ? `was never used since its creation ${user.createdAt}`
      : `was last active ${lastActivity.at}`;
  const name = plainText(user.userName).slice(0, 100);
  const key = JSON.stringify({ accountId: { S: user.accountId }, entry: { S: assessmentEntry(user) } });
  return [
    `IAM user ${name} ${since}: no activity for ${thresholdDays} days or more.`,
    'Nobody seems to need its credentials. Ask its owner, then deactivate them, or exempt the user by its tag.',
    `Look closer: aws dynamodb get-item --table-name ${tableName} --key '${key}'`,
  ]
    .join(' ')
    .slice(0, 1024);
}

/** CloudWatch answers actions in any order. */
function isSameAlarm(a: UserAlarm, b: UserAlarm | undefined): boolean {
  return b !== undefined && isSameData(ordered(a), ordered(b));
}

const ordered = (alarm: UserAlarm) => ({ ...alarm, actions: alarm.actions.toSorted() });
