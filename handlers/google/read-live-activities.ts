import type { Failure } from '../../domain/answer.ts';
import { mergeRecordFolds } from '../../domain/cloudtrail/record-fold.ts';
import type { UnreadSpan } from '../../domain/coverage/unread-spans.ts';
import type { ProviderReport } from '../../domain/inventory/iam-user.ts';
import { isJsonObject, kindOf } from '../../domain/json.ts';
import {
  type ActivityFold,
  foldActivity,
  newActivityFold,
  proveSpan,
} from '../../domain/providers/google/activity-fold.ts';
import {
  type Application,
  activityRegion,
  activitySource,
  applications,
} from '../../domain/providers/google/records.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { type Instant, plusDays } from '../../domain/time.ts';
import { keptDays } from '../../infra/google/activities.ts';
import { readLiveLog, timeOf } from '../live/read-live-log.ts';
import { type MalformedRecord, nothingSkipped, type TrailReading } from '../trail/trail-reading.ts';

/** What reads the activities of a customer. Nothing throws: what failed is in the answer. */
export interface ActivityPorts {
  readonly readActivities: (
    application: Application,
    span: UnreadSpan,
    take: (items: readonly unknown[]) => void,
  ) => Promise<Failure | undefined>;
}

/** The activities that the table did not have yet, and why those of an application are incomplete. */
export interface LiveActivities {
  readonly activities: ActivityFold;
  readonly reading: TrailReading;
  readonly failures: ReadonlyMap<ProviderReport, Failure>;
}

/** Reads what the table does not have yet of each application's activities. */
export async function readLiveActivities(
  stored: StoredAccount,
  now: Instant,
  { readActivities }: ActivityPorts,
): Promise<LiveActivities> {
  const activities = newActivityFold();
  const malformed: MalformedRecord[] = [];
  const failures = new Map<ProviderReport, Failure>();
  for (const application of applications) {
    const region = activityRegion(application);
    if (region === undefined) continue;
    const read = (span: UnreadSpan, take: (items: readonly unknown[]) => void) =>
      readActivities(application, span, take);
    const failure = await readLiveLog({ region, keptDays, read }, stored, now, {
      newPart: newActivityFold,
      add: (part, item) => addItem(part, item, { stored, now, application, malformed }),
      malformedIn: ({ records }) => records.malformed,
      keep: (part, whole) => {
        if (whole !== undefined) proveSpan(part, stored.accountId, application, spanOf(whole, now));
        mergeRecordFolds(activities.records, part.records);
      },
    });
    if (failure !== undefined) failures.set(activitySource(application), failure);
  }
  const none = { files: 0, skippedFiles: nothingSkipped, unreadable: [] };
  const reading = { fold: activities.records, ...none, malformedRecords: malformed };
  return { activities, reading, failures };
}

/** Both ends inclusive. */
const spanOf = ({ from, until }: UnreadSpan, now: Instant) => ({
  from,
  to: until === undefined ? now : plusDays(until, -1 / 86_400),
});

interface Where {
  readonly stored: StoredAccount;
  readonly now: Instant;
  readonly application: Application;
  readonly malformed: MalformedRecord[];
}

function addItem(
  part: ActivityFold,
  item: unknown,
  { stored, now, application, malformed }: Where,
): Instant | undefined {
  const value = isJsonObject(item) ? item : { id: kindOf(item) };
  const reading = foldActivity(part, value, stored.accountId, now);
  const place = { file: `the ${application} activity of Google`, position: `activity ${part.records.received}` };
  return timeOf(reading, place, malformed);
}
