import { daysBetween, type Instant, instantOfEpochMs } from '../../domain/time.ts';
import type { State } from '../../domain/verdict/state.ts';
import { keyUsedAt, usedAt } from './credential-use.ts';
import type { Person } from './person.ts';

/** The truth about one user, from the story itself: not read from the files and not judged by the product. */
export interface Truth {
  readonly userName: string;
  /** The time of the latest record that is a sighting of the user. */
  readonly lastSeen: string | null;
  /** The state at the end of the sample, for a threshold of 90 days. */
  readonly expectedState: State;
  /** The story. */
  readonly why: string;
}

const thresholdDays = 90;

export function truthOf(person: Person, endsAt: Instant): Truth {
  const { userName, story, lastSeenMs } = person;
  const lastSeen = lastSeenMs === undefined ? undefined : instantOfEpochMs(lastSeenMs);
  return { userName, lastSeen: lastSeen ?? null, expectedState: stateOf(person, lastSeen, endsAt), why: story.label };
}

/** The story's state is true for 120 days of logs. Fewer days may lack a use that only the logs show. */
function stateOf(person: Person, lastSeen: Instant | undefined, endsAt: Instant): State {
  const uses = [lastSeen, ...reportedUses(person, endsAt)].filter((at) => at !== undefined);
  if (uses.some((at) => daysBetween(at, endsAt) < thresholdDays)) return 'active';
  if (person.part.row !== undefined) return 'unknown';
  const { created, password, keys = [] } = person.part;
  const ages = [created, ...(password === undefined ? [] : [password.set]), ...keys.map((key) => key.created)];
  if (ages.some((days) => days < thresholdDays)) return 'new';
  return uses.length === 0 ? 'never-used' : 'idle';
}

/** The last use that IAM reports. For a user without its own row in the report, only ListUsers reports one. */
function reportedUses(person: Person, endsAt: Instant): (Instant | undefined)[] {
  const { password, passwordGone, keys = [], row } = person.part;
  const listed = usedAt(person, password?.used ?? passwordGone?.used, endsAt);
  return row === undefined ? [listed, ...keys.map((key) => keyUsedAt(person, key.used, endsAt))] : [listed];
}
