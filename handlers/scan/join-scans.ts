import type { AccountId } from '../../domain/ids.ts';
import { mergeReadings } from '../trail/merge-readings.ts';
import type { TrailReading } from '../trail/trail-reading.ts';
import type { Inventory } from './read-inventory.ts';
import type { Scan } from './scan.ts';

/** A scan of some accounts, with what it was read from. */
export interface JudgedScan {
  readonly scanned: Scan;
  readonly inventory: Inventory | undefined;
  readonly reading: TrailReading | undefined;
}

/** Joins the scans of two providers into one answer; do not use their readings again. */
export function joinScans(a: JudgedScan, b: JudgedScan): JudgedScan {
  return {
    scanned: {
      accounts: [...a.scanned.accounts, ...b.scanned.accounts],
      writes: a.scanned.writes + b.scanned.writes,
      changes: a.scanned.changes + b.scanned.changes,
    },
    inventory: a.inventory && b.inventory ? joinInventories(a.inventory, b.inventory) : (a.inventory ?? b.inventory),
    reading: mergeReadings([a.reading, b.reading].filter((reading) => reading !== undefined)),
  };
}

function joinInventories(a: Inventory, b: Inventory): Inventory {
  const regionsOf = (accountId: AccountId) => (b.accounts.includes(accountId) ? b : a).regionsOf?.(accountId);
  return {
    users: [...a.users, ...b.users],
    roots: [...a.roots, ...b.roots],
    accounts: [...a.accounts, ...b.accounts],
    missing: [...a.missing, ...b.missing],
    incomplete: [...a.incomplete, ...b.incomplete],
    notJudged: [...a.notJudged, ...b.notJudged],
    notes: [...a.notes, ...b.notes],
    regionsOf,
  };
}
