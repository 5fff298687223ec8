/** Gathers what is remembered of many accounts at once, so that one write serves all of them. */

import { proofLagHours } from '../coverage/proof-lag.ts';
import { type AccountId, parseAccountId } from '../ids.ts';
import { epochMs, type Instant, instantOfEpochMs } from '../time.ts';
import { nameIn } from './place.ts';

/**
 * The accounts are divided into so many groups by the remainder of their ids. More groups make more writes for a batch
 * of files, and fewer make a digest read more of what does not concern it: test/README.md has the figures.
 */
export const gatheringGroups = 32;

/** A group of accounts, from 0. */
export const groupOf = (accountId: AccountId): number => Number(accountId) % gatheringGroups;

const windowMs = proofLagHours * 3_600_000;

/**
 * The start of the six hours in which the group gathers now. What was gathered before it is due to be counted. Each
 * group has a start of its own, so that they are not counted all at once.
 */
export function gatheringSince(group: number, now: Instant): Instant {
  const offsetMs = (group * windowMs) / gatheringGroups;
  const start = Math.floor((epochMs(now) - offsetMs) / windowMs) * windowMs + offsetMs;
  return instantOfEpochMs(start) ?? now;
}

/** Where a log file is remembered: with all of its group and of the hour in its name, `2026-11-23T08`. */
export interface GatheredPlace {
  readonly group: number;
  readonly hour: string;
}

const logName = /^(\d{12})_CloudTrail_.*_(\d{4})(\d\d)(\d\d)T(\d\d)\d{2,4}Z_/;

/** Undefined for a name that CloudTrail does not give. The name decides about the place alone, not about a record. */
export function gatheredPlaceOf(object: string): GatheredPlace | undefined {
  const [, account, year, month, day, hour] = logName.exec(nameIn(object)) ?? [];
  const accountId = parseAccountId(account);
  return accountId && { group: groupOf(accountId), hour: `${year}-${month}-${day}T${hour}` };
}

/** Log files are remembered until this many hours after the one in their name; then their digest reads them again. */
export const rememberedHours = 48;
