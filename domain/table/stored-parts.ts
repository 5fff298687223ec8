/** Reads stored runs, backfills, lookups, services and creators, each only in its right shape. */

import type { Coverage, UnwatchedSpan } from '../coverage/coverage.ts';
import type { LookupWindow, WindowsByRegion } from '../coverage/lookup-window.ts';
import type { ProvenWindow } from '../coverage/proven-window.ts';
import { parseRegion, type Region } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { SilenceShare } from '../rhythm/survival.ts';
import type { ServicesAccessed } from '../services/services-accessed.ts';
import { isServicesAccessed } from '../services/stored-services.ts';
import { isFlag, isListOf, isNumber, isObjectOf, isOneOf, isOptional, isText, isUnionOf, parsedBy } from '../shape.ts';
import type { Creator } from '../sightings/creator.ts';
import type { Shelter } from '../sightings/shelter.ts';
import { parseTime } from '../time.ts';
import type { Run } from '../verdict/run.ts';
import type { BackfillRun } from './stored-account.ts';

/*
 * Readers of the table's items that hold one JSON value. What has the wrong shape counts as absent: an absent run,
 * backfill, lookup or answer of IAM never makes a user unused.
 */

const isInstant = parsedBy(parseTime);
const isRegion = parsedBy(parseRegion);
const isRegions = isListOf(isRegion);

const isCoverage = isUnionOf<Coverage>({
  whole: { regions: isRegions },
  partial: {
    regions: isRegions,
    gaps: isListOf(isObjectOf<UnwatchedSpan>({ region: isRegion, from: isText, to: isText })),
  },
  none: {},
});

export const isProvenWindow = isObjectOf<ProvenWindow>({
  kind: isOneOf('partial', 'whole'),
  hours: isNumber,
  ofHours: isNumber,
  regions: isNumber,
  ofRegions: isNumber,
  selectorsSeen: isFlag,
});

const isRun = isObjectOf<Run>({
  asOf: isInstant,
  thresholdDays: isNumber,
  users: isNumber,
  coverage: isCoverage,
  proof: isOptional(isProvenWindow),
  regions: isOptional(isRegions),
  recordedUpTo: isOptional(isInstant),
  silences: isOptional(
    isObjectOf<SilenceShare>({
      fromDays: isNumber,
      reached: isNumber,
      wentOn: isNumber,
      open: isNumber,
      share: isOptional(isNumber),
    }),
  ),
});

/** Reads the run of an item from its attribute `run`. */
export function readRun({ run }: JsonObject): Run | undefined {
  return isRun(run) ? run : undefined;
}

const isBackfill = isObjectOf<BackfillRun>({
  startedAt: isInstant,
  regions: isRegions,
  finishedAt: isOptional(isInstant),
});

/** Reads the backfill of an item from its attribute `backfill`. */
export function readBackfill({ backfill }: JsonObject): BackfillRun | undefined {
  return isBackfill(backfill) ? backfill : undefined;
}

const isWindow = isObjectOf<LookupWindow>({ from: isInstant, to: isInstant });

/** Reads the lookups of an item: each Region is an attribute. Keys and unreadable windows are left out. */
export function readWindows(item: JsonObject): WindowsByRegion {
  const windows = new Map<Region, LookupWindow>();
  for (const [name, window] of Object.entries(item)) {
    const region = parseRegion(name);
    if (region !== undefined && isWindow(window)) windows.set(region, window);
  }
  return windows;
}

/** Reads the answer of an item from its attribute `services`. */
export function readServicesAccessed({ services }: JsonObject): ServicesAccessed | undefined {
  return isServicesAccessed(services) ? services : undefined;
}

const creator = { at: isInstant, by: isText, person: isOptional(isText) };
const isCreator = isObjectOf<Creator>(creator);
const isShelter = isObjectOf<Shelter>({ ...creator, keys: isListOf(isText) });

/** Who last set a sheltering tag of the user. */
export function readShelter(item: JsonObject): Shelter | undefined {
  const stored = item['shelter'];
  return isShelter(stored) ? stored : undefined;
}

/** Who created the user. */
export function readCreator(item: JsonObject): Creator | undefined {
  const stored = item['creator'];
  return isCreator(stored) ? stored : undefined;
}
