/** What people decided for one account, and how the table keeps it. */

import type { JsonObject } from '../json.ts';
import { isListOf, isNumber, isObjectOf, isOptional, isText, parsedBy, type Shape } from '../shape.ts';
import { type Entry, settingsEntry } from '../sightings/entry.ts';
import { type Instant, isDay, parseTime } from '../time.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';

/** The settings of one account. What is absent, the deployment or the command decides. */
export interface AccountSettings {
  /** Days without activity after which a user is idle. */
  readonly thresholdDays?: number | undefined;
  /** Users of this account who are exempt by name or path, beside those who are exempt everywhere. */
  readonly exemptions?: readonly AccountExemption[] | undefined;
  /** Who answers for the account: a person, a team, a ticket. */
  readonly owner?: string | undefined;
  readonly skip?: AccountSkip | undefined;
}

export interface AccountExemption {
  readonly pattern: string;
  readonly reason?: string | undefined;
  readonly owner?: string | undefined;
  /** The last day (UTC) on which it holds, `2027-03-31`; absent where it never ends. */
  readonly end?: string | undefined;
}

/** Nobody of the account is judged until the end of that day (UTC). */
export interface AccountSkip {
  readonly reason: string;
  readonly end: string;
}

/** One decision about an account's settings: it replaces all of them. Versions count from 1, and none is changed. */
export interface SettingsVersion {
  readonly version: number;
  readonly at: Instant;
  /** ARN of who decided, or the name of the user of the machine. */
  readonly by: string;
  readonly settings: AccountSettings;
}

/** The format of these entries. Raise it with every change that an older version would misread. */
export const settingsFormat = 1;

const isDate: Shape<string> = (value): value is string => isText(value) && isDay(value);

/** Whether a value has the form of settings. */
export const isAccountSettings: Shape<AccountSettings> = isObjectOf<AccountSettings>({
  thresholdDays: isOptional(isNumber),
  exemptions: isOptional(
    isListOf(
      isObjectOf<AccountExemption>({
        pattern: isText,
        reason: isOptional(isText),
        owner: isOptional(isText),
        end: isOptional(isDate),
      }),
    ),
  ),
  owner: isOptional(isText),
  skip: isOptional(isObjectOf<AccountSkip>({ reason: isText, end: isDate })),
});

const isVersion = isObjectOf<SettingsVersion>({
  version: isNumber,
  at: parsedBy(parseTime),
  by: isText,
  settings: isAccountSettings,
});

/** The entry of a version, and the attributes that it has there. */
export function itemOfSettings({ version, at, by, settings }: SettingsVersion): {
  readonly entry: Entry;
  readonly attributes: JsonObject;
} {
  return { entry: settingsEntry(version), attributes: { format: settingsFormat, version, at, by, settings } };
}

/** A stored version; undefined where this version of the program cannot read it. */
export function readSettings(item: JsonObject): SettingsVersion | undefined {
  if (item['format'] !== settingsFormat || !isVersion(item) || item.version < 1) return undefined;
  const { version, at, by, settings } = item;
  return { version, at, by, settings };
}

/** The rules of the exemptions, as `exemptionOf` takes them. */
export function rulesOf({ exemptions = [] }: AccountSettings): ExemptionRule[] {
  return exemptions.map(({ pattern, reason, owner, end }) => {
    const why = [reason, owner === undefined ? undefined : `owner ${owner}`].filter((words) => words !== undefined);
    return { kind: 'name', pattern, terms: { until: end, reason: why.length === 0 ? undefined : why.join('; ') } };
  });
}

/** Whether a skip holds at that moment: its last day counts. */
export const isSkipped = ({ end }: AccountSkip, now: Instant): boolean => now.slice(0, 10) <= end;
