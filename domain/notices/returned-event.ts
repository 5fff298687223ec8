import { parseUserId, type UserId } from '../ids.ts';
import { isJsonObject } from '../json.ts';

/**
 * The user of an event that ingest published about a return; undefined for anything else. Whoever may put events can
 * forge one, so it says whom to look at and nothing more.
 */
export function returnedUserIn(event: unknown): UserId | undefined {
  if (!isJsonObject(event) || event['source'] !== 'lastseen') return undefined;
  const { detail } = event;
  return isJsonObject(detail) ? parseUserId(detail['userId']) : undefined;
}
