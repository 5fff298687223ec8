/** From where and with what a subject calls, and which callers are remembered. */

import type { Sighting } from './sighting.ts';

/** The network of an address and the name of a client, `203.0.113 aws-cli`. */
export type Caller = string;

/** Callers with the last day in UTC on which each was seen, `2026-11-23`. */
export type Callers = ReadonlyMap<Caller, string>;

/** So many callers of a subject are remembered: the latest ones. An entry must stay small. */
export const callersRemembered = 8;

/** The caller of a sighting; undefined where its address or its client is not known. */
export function callerOf({ sourceAddress, userAgent }: Pick<Sighting, 'sourceAddress' | 'userAgent'>) {
  const [network, client] = [networkOf(sourceAddress), clientOf(userAgent)];
  return network === undefined || client === undefined ? undefined : `${network} ${client}`;
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
  /^\[?([A-Za-z][\w.-]{0,31})/.exec(userAgent ?? '')?.[1]?.toLowerCase();

/** Notes that a caller was seen on a day. Order and repetition do not matter. */
export function addCaller(callers: Map<Caller, string>, caller: Caller, day: string): void {
  const known = callers.get(caller);
  if (known === undefined || known < day) callers.set(caller, day);
}

/** The later day of each caller, and of those the latest callers: commutative, associative, idempotent. */
export function mergeCallers(a: Callers, b: Callers): Callers {
  const merged = new Map(a);
  for (const [caller, day] of b) addCaller(merged, caller, day);
  return latestCallers(merged);
}

/** Those that are remembered: by day, then by name. */
export function latestCallers(callers: Callers): Callers {
  if (callers.size <= callersRemembered) return callers;
  const byDay = [...callers].sort(([a, dayA], [b, dayB]) => (dayA === dayB ? (a < b ? -1 : 1) : dayA < dayB ? 1 : -1));
  return new Map(byDay.slice(0, callersRemembered));
}
