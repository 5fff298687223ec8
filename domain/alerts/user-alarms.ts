/** Plans the CloudWatch alarms of unused users. */

import { plainText, safeName } from '../plain-text.ts';
import { wordsOf } from '../provider.ts';
import { isSameData } from '../same-data.ts';
import { assessmentEntry } from '../sightings/entry.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import { credentialWords } from '../verdict/credential-words.ts';
import { isUnusedUser, longestIdleFirst } from './changes.ts';
import { type AlertOwner, idleDaysDimensions } from './metrics.ts';

/** The alarm of one unused user: in alarm while its metric `IdleDays` is at least the threshold. */
export interface UserAlarm {
  readonly name: string;
  readonly description: string;
  readonly dimensions: { readonly [name: string]: string };
  readonly thresholdDays: number;
  /** The ARNs to notify when the alarm goes into ALARM. */
  readonly actions: readonly string[];
}

/** The alarms to put, and the names of those to remove. */
export interface AlarmPlan {
  readonly put: readonly UserAlarm[];
  readonly remove: readonly string[];
}

/** The settings of the alarms of one stack in one account. */
export interface AlarmSettings extends AlertOwner {
  readonly thresholdDays: number;
  /** The most alarms. */
  readonly cap: number;
  readonly actions: readonly string[];
  readonly tableName: string;
}

/** The prefix of the names of this stack's alarms. */
export const alarmPrefix = ({ accountId, stackName }: AlertOwner): string => `lastseen/${stackName}/${accountId}/`;

/** The prefix that the first version used, whatever the stack. A stack's name is never all digits. */
export const formerAlarmPrefix = ({ accountId }: AlertOwner): string => `lastseen/${accountId}/`;

/** The unused users, longest without activity first. */
export interface AlarmCandidates {
  /** At most as many as the cap. Each has its own alarm and metric. */
  readonly withAlarm: readonly Assessment[];
  /** The users beyond the cap. Only the digest lists them. */
  readonly withoutAlarm: readonly Assessment[];
}

/** Divides the unused users at the cap on alarms. There is a cap because each alarm costs money. */
export function alarmCandidates(assessments: Iterable<Assessment>, cap: number): AlarmCandidates {
  const unused = [...assessments].filter(isUnusedUser).sort(longestIdleFirst);
  return { withAlarm: unused.slice(0, cap), withoutAlarm: unused.slice(cap) };
}

/**
 * Plans an alarm for each unused user who is not exempt, longest without activity first, up to the cap. Users who are
 * active again, gone or exempt lose their alarm. A user who cannot be judged today keeps it while the cap allows.
 * Alarms of this stack under former names are removed. Alarms of others, also of another stack, are never touched.
 */
export function planUserAlarms(
  existing: readonly UserAlarm[],
  assessments: Iterable<Assessment>,
  settings: AlarmSettings,
): AlarmPlan {
  const all = [...assessments];
  const { withAlarm } = alarmCandidates(all, settings.cap);
  const wanted = new Map(withAlarm.map((user) => [alarmName(user, settings), alarmOf(user, settings)]));
  const ours = existing.filter(({ name }) => name.startsWith(alarmPrefix(settings)));
  const undecided = new Set(all.filter(isUndecided).map((user) => alarmName(user, settings)));
  const spared = ours.filter(({ name }) => undecided.has(name)).slice(0, settings.cap - wanted.size);
  const stay = new Set([...wanted.keys(), ...spared.map(({ name }) => name)]);
  const existsAs = new Map(ours.map((alarm) => [alarm.name, inOrder(alarm)]));
  return {
    put: [...wanted.values()].filter((alarm) => !isSameData(existsAs.get(alarm.name), inOrder(alarm))),
    remove: [
      ...ours.map(({ name }) => name).filter((name) => !stay.has(name)),
      ...existing.filter((alarm) => isFormer(alarm, settings)).map(({ name }) => name),
    ],
  };
}

/** Whether this stack made the alarm under its former name. No user's name can forge the words about the table. */
function isFormer({ name, description }: UserAlarm, settings: AlarmSettings): boolean {
  return name.startsWith(formerAlarmPrefix(settings)) && description.includes(tableWords(settings));
}

const tableWords = ({ tableName }: AlarmSettings) => ` --table-name ${tableName} --key '`;

const isUndecided = (assessment: Assessment) => assessment.state === 'unknown' && !isExempt(assessment);

/** A safe name, different for different users, cut at 255 characters. */
export function alarmName({ user }: Assessment, owner: AlertOwner): string {
  return `${alarmPrefix(owner)}${safeName(user.userName)}`.slice(0, 255);
}

function alarmOf(assessment: Assessment, settings: AlarmSettings): UserAlarm {
  const { thresholdDays, actions, stackName } = settings;
  const name = alarmName(assessment, settings);
  const description = describe(assessment, settings);
  return { name, description, dimensions: idleDaysDimensions(assessment, stackName), thresholdDays, actions };
}

/** The description: what happened, what it means, the command for details. It is the same while the user is silent. */
function describe(assessment: Assessment, settings: AlarmSettings): string {
  const { user, lastActivity } = assessment;
  const since =
    lastActivity === undefined
      ? `was never used since its creation ${user.createdAt}`
      : `was last active ${lastActivity.at}`;
  const name = plainText(user.userName).slice(0, 100);
  const key = JSON.stringify({ accountId: { S: user.accountId }, entry: { S: assessmentEntry(user) } });
  return [
    `${wordsOf(user.accountId).user} ${name} ${since}: no activity for ${settings.thresholdDays} days or more.`,
    `Nobody seems to need its credentials${activeWords(assessment)}. Ask its owner, then deactivate them, or exempt the user by its tag.`,
    `Look closer: aws dynamodb get-item${tableWords(settings)}${key}'`,
  ]
    .join(' ')
    .slice(0, 1024);
}

/** The active credentials by name, the first few; none where there are none. */
function activeWords({ credentials }: Assessment): string {
  const active = credentials.filter(({ credential }) => credential.status === 'active');
  const names = active.map(({ credential, id }) => plainText(credentialWords(credential.kind, id)).slice(0, 60));
  const more = names.length > namedCredentials ? ` and ${names.length - namedCredentials} more` : '';
  return names.length === 0 ? '' : ` (${names.slice(0, namedCredentials).join(', ')}${more})`;
}

const namedCredentials = 4;

/** The alarm with its actions in order: CloudWatch returns them in any order. */
const inOrder = (alarm: UserAlarm): UserAlarm => ({ ...alarm, actions: alarm.actions.toSorted() });
