/** What it means when a quarantined user shows up, or when somebody changes it. */

import type { IamChange, IamEffect } from '../cloudtrail/iam-change.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { isDenyAll, quarantineTag } from '../lifecycle/user-access.ts';
import type { Sighting } from '../sightings/sighting.ts';
import { callWords } from '../verdict/credential-words.ts';

/** A call of the user, or a call of anybody that changed it. */
export type Return =
  | { readonly kind: 'call'; readonly call: Sighting }
  | { readonly kind: 'change'; readonly change: IamChange };

/**
 * Why a quarantined user is not left as it is, in words; undefined where it is. Any call counts that was not known when
 * the user was noticed, however long ago it was. A change counts from the beginning of the quarantine on.
 */
export function returnWords(lifecycle: Lifecycle, seen: Return): string | undefined {
  if (lifecycle.state !== 'quarantined') return undefined;
  if (seen.kind === 'call') {
    return seen.call.at > (lifecycle.lastActivity ?? '') ? `it called: ${calledWords(seen.call)}` : undefined;
  }
  const { change } = seen;
  const what = change.at >= (lifecycle.quarantinedAt ?? lifecycle.since) ? effectWords(change.effect) : undefined;
  return what && `${changerWords(change)} ${what}: ${changeWords(change)}`;
}

/** Whether it is the user of that name. IAM's names never differ by case alone. */
export const isCalled = ({ userName }: Lifecycle, name: string): boolean =>
  userName.toLowerCase() === name.toLowerCase();

function calledWords(call: Sighting): string {
  const refused = call.errorCode === undefined ? [] : [`refused (${call.errorCode})`];
  const place = call.sourceAddress === undefined ? [] : [`address ${call.sourceAddress}`];
  return [`${callWords(call) ?? 'a call'} at ${call.at}`, ...refused, ...place].join(', ');
}

function changeWords({ eventName, at, sourceAddress }: IamChange): string {
  return [`${eventName} at ${at}`, ...(sourceAddress === undefined ? [] : [`address ${sourceAddress}`])].join(', ');
}

const changerWords = ({ caller: { by, person } }: IamChange): string =>
  person === undefined ? by : `${person} (${by})`;

/** What others did to the quarantine; undefined where it leaves the quarantine as it is. */
function effectWords(effect: IamEffect): string | undefined {
  switch (effect.kind) {
    case 'created':
    case 'tags-set':
      return undefined;
    case 'deleted':
      return 'deleted it';
    case 'renamed':
      return 'renamed it';
    case 'credential':
      return 'gave it a credential';
    case 'policy':
      return 'changed its policies';
    case 'group':
      return 'changed its groups';
    case 'attached':
      return isDenyAll(effect.policyArn) ? undefined : 'changed its policies';
    case 'detached':
      return isDenyAll(effect.policyArn) ? 'took the deny away' : 'changed its policies';
    case 'tags-removed':
      return effect.keys.includes(quarantineTag) ? `took the tag ${quarantineTag} away` : undefined;
    default:
      return effect satisfies never;
  }
}
