/** The former names of a user, from the renames in the event history. */

import { parseUserName } from '../ids.ts';
import { isJsonObject, objectAt, textAt } from '../json.ts';
import { type Instant, parseEventTime } from '../time.ts';

/** One rename of an IAM user. */
export interface Rename {
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
}

/**
 * The rename in a record of IAM's UpdateUser; undefined where the call was refused or changed something else.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
 */
export function readRename(record: unknown): Rename | undefined {
  if (!isJsonObject(record) || textAt(record, 'errorCode') !== undefined) return undefined;
  if (record['eventName'] !== 'UpdateUser' || record['eventSource'] !== 'iam.amazonaws.com') return undefined;
  const parameters = objectAt(record, 'requestParameters');
  const [from, to] = [parseUserName(parameters?.['userName']), parseUserName(parameters?.['newUserName'])];
  const at = parseEventTime(record['eventTime']);
  return at === undefined || from === undefined || to === undefined ? undefined : { at, from, to };
}

/**
 * The current name and all names that the user may have had since its creation. It follows every rename to one of them
 * back. A wrong name costs one call and does no harm: events are matched by unique id.
 */
export function namesOf(
  { userName, createdAt }: { readonly userName: string; readonly createdAt: Instant | undefined },
  renames: readonly Rename[],
): string[] {
  const names = [userName];
  const renamesOfUser = renames.filter(({ at }) => createdAt === undefined || at >= createdAt);
  for (const name of names) {
    for (const { from, to } of renamesOfUser) {
      if (to.toLowerCase() === name.toLowerCase() && !names.includes(from)) names.push(from);
    }
  }
  return names;
}
