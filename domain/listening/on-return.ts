/** Whether a quarantined user who calls is held, or gets its rights back. */

import type { IamUser } from '../inventory/iam-user.ts';
import type { OnReturn, OnReturnRule } from '../settings/on-return.ts';
import type { Sighting } from '../sightings/sighting.ts';
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

/** Where a return leads. `before` is the latest call that was known. What others do to a user never restores it. */
export function stateAfter(seen: Return, before: Sighting | undefined, onReturn: OnReturn): 'held' | 'releasing' {
  if (seen.kind === 'change') return 'held';
  switch (onReturn) {
    case 'hold':
      return 'held';
    case 'restore-known':
      return before !== undefined && isKnown(seen.call, before) ? 'releasing' : 'held';
    case 'restore':
      return 'releasing';
    default:
      return onReturn satisfies never;
  }
}

function isKnown(call: Sighting, before: Sighting): boolean {
  const [network, client] = [networkOf(call.sourceAddress), clientOf(call.userAgent)];
  if (network === undefined || client === undefined) return false;
  return network === networkOf(before.sourceAddress) && client === clientOf(before.userAgent);
}

/** The first three bytes of an IPv4 address, the first three groups of an IPv6 one; undefined for any other text. */
function networkOf(address: string | undefined): string | undefined {
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address ?? '')?.[1];
  return v4 ?? (/^[0-9a-f:]+$/i.test(address ?? '') ? prefixOfV6(`${address}`.toLowerCase()) : undefined);
}

/** `::` stands for groups of zeros; each group is written without its leading zeros. */
function prefixOfV6(address: string): string | undefined {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - groups.length - behind.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const whole = [...groups, ...Array.from({ length: missing }, () => '0'), ...behind];
  const prefix = whole.slice(0, 3).map((group) => group.replace(/^0+(?=.)/, ''));
  return prefix.join(':');
}

/** The name of the client without its version: `aws-cli/2.15.0 ...` is `aws-cli`. */
const clientOf = (userAgent: string | undefined): string | undefined =>
  /^\[?([A-Za-z][\w.-]*)/.exec(userAgent ?? '')?.[1]?.toLowerCase();
