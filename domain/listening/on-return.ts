/** Whether a quarantined user who calls is held, or gets its rights back. */

import type { IamUser } from '../inventory/iam-user.ts';
import type { OnReturn, OnReturnRule } from '../settings/on-return.ts';
import { type Callers, callerOf } from '../sightings/caller.ts';
import type { Sighting } from '../sightings/sighting.ts';
import type { Instant } from '../time.ts';
import type { Return } from './returned.ts';

/**
 * What the customer wants for this user: the first rule that fits it, else the general choice. Where there are rules
 * and the user's path and tags are not known, it is held: that is the choice that gives nothing away.
 */
export function choiceFor(
  user: Pick<IamUser, 'path' | 'tags'> | undefined,
  rules: readonly OnReturnRule[],
  general: OnReturn,
): OnReturn {
  if (rules.length === 0) return general;
  return user === undefined ? 'hold' : (rules.find((rule) => fits(rule, user))?.onReturn ?? general);
}

function fits(rule: OnReturnRule, { path, tags }: Pick<IamUser, 'path' | 'tags'>): boolean {
  if (rule.kind === 'path') return path.startsWith(rule.path);
  return tags.some(({ key, value }) => key === rule.key && (rule.value === undefined || value === rule.value));
}

/** What was known of a user before it showed up. */
export interface KnownBefore {
  /** The latest call. */
  readonly call: Sighting | undefined;
  readonly callers: Callers;
  readonly quarantinedAt: Instant | undefined;
}

/** Where a return leads. What others do to a user never restores it. */
export function stateAfter(seen: Return, before: KnownBefore, onReturn: OnReturn): 'held' | 'releasing' {
  if (seen.kind === 'change') return 'held';
  switch (onReturn) {
    case 'hold':
      return 'held';
    case 'restore-known':
      return isKnown(seen.call, before) ? 'releasing' : 'held';
    case 'restore':
      return 'releasing';
    default:
      return onReturn satisfies never;
  }
}

/** Calls in the quarantine may be a thief's: what was seen from its day on is not known by that. */
function isKnown(seen: Sighting, { call, callers, quarantinedAt }: KnownBefore): boolean {
  const caller = callerOf(seen);
  if (caller === undefined || quarantinedAt === undefined) return false;
  const day = callers.get(caller);
  if (day !== undefined && day < quarantinedAt.slice(0, 10)) return true;
  return call !== undefined && call.at < quarantinedAt && callerOf(call) === caller;
}
