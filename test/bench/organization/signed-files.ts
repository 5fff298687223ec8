import { gatheringGroups } from '../../../domain/digests/gathering.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Random } from '../../../handlers/sample/random.ts';
import { hourText, type SignedObject, signedTrail } from '../../fakes/trail/signed-trail.ts';
import { regionNames } from './organization-files.ts';

/**
 * The signed trail of some accounts, in all Regions. In a busy Region CloudTrail writes a file every five minutes, in
 * the others none; a digest comes for each Region and hour all the same.
 */
export interface SignedLoad {
  readonly accounts: number;
  readonly busyRegions: number;
  readonly hours: number;
  /** From one account's id to the next: 1 makes accounts of all gathering groups, without it all are of one. */
  readonly idStep?: number;
}

/** An object and the minute in which it arrives, from the start of the trail. */
export interface ArrivingObject {
  readonly key: string;
  readonly minute: number;
}

export interface SignedFiles {
  readonly objects: ReadonlyMap<string, SignedObject>;
  /** In the order of time. */
  readonly arriving: readonly ArrivingObject[];
}

/** The hour in which the trails begin, from 2026-11-20: in mid-month, where its proven hours are half full. */
export const startHour = -120;
const filesAnHour = 12;

export const signedAccount = (index: number, { idStep = gatheringGroups }: Pick<SignedLoad, 'idStep'> = {}): string =>
  `${100_000_000_000 + index * idStep}`;
export const trailRoot = 'o-bench00000/AWSLogs/';
export const trailBucket = 'trail';

/** The objects, whose files arrive at any minute of their hour and whose digests at any minute of the hour after it. */
export function signedFiles(load: SignedLoad, random: Random): SignedFiles {
  const { accounts, busyRegions, hours } = load;
  const objects = new Map<string, SignedObject>();
  const arriving: ArrivingObject[] = [];
  for (let account = 0; account < accounts; account++) {
    for (const [index, region] of regionNames.entries()) {
      const trail = trailOf(signedAccount(account, load), region, index < busyRegions ? filesAnHour : 0, hours);
      for (const [key, object] of trail) {
        objects.set(key, object);
        arriving.push({
          key,
          minute: arrivalOf(key) + (key.includes('-Digest_') ? 5 + random.below(55) : random.below(60)),
        });
      }
    }
  }
  return { objects, arriving: arriving.sort((a, b) => a.minute - b.minute) };
}

function trailOf(accountId: string, region: string, filesEach: number, hours: number) {
  const names = Array.from({ length: hours }, (_, hour) => startHour + hour);
  const files = Object.fromEntries(names.map((hour) => [hour, filesEach]));
  const records = (hour: number, index: number) => [readingCall(accountId, region, hour, index)];
  const place = { accountId, region, bucket: trailBucket, prefix: 'o-bench00000/', trail: 'organization-trail' };
  return signedTrail({ ...place, start: startHour, hours, files, records });
}

function readingCall(accountId: string, awsRegion: string, hour: number, index: number): JsonObject {
  const what = { eventVersion: '1.11', eventSource: 'sts.amazonaws.com', eventName: 'GetCallerIdentity' };
  const kind = { readOnly: true, managementEvent: true, eventCategory: 'Management', eventType: 'AwsApiCall' };
  const userIdentity = { type: 'AssumedRole', principalId: 'AROABENCH:session', accountId };
  const eventID = `${awsRegion}-${hour}-${index}`;
  return {
    ...what,
    ...kind,
    userIdentity,
    awsRegion,
    eventTime: hourText(hour),
    eventID,
    recipientAccountId: accountId,
  };
}

/** The first minute in which it may arrive: a file's name has the hour of its calls, that of a digest the end. */
function arrivalOf(key: string): number {
  const [, day, hour] = /_202611(\d\d)T(\d\d)\d{2,4}Z/.exec(key) ?? [];
  return ((Number(day) - 20) * 24 + Number(hour) - startHour) * 60;
}
