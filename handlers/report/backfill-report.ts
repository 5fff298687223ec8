import type { AccountId } from '../../domain/ids.ts';
import type { ChosenRegions } from '../../domain/settings/region-choice.ts';
import type { Instant } from '../../domain/time.ts';
import type { Backfilled } from '../backfill/backfill.ts';

/**
 * The answer of a backfill, as `--format json` prints it; handlers/cli/README.md documents the fields. Do not rename
 * them.
 */
export type BackfillReport = ReturnType<typeof backfillReport>;

export function backfillReport(accountId: AccountId, asOf: Instant, { regions }: ChosenRegions, filled: Backfilled) {
  const { users, seen, found, remaining, missing, writes } = filled;
  return { asOf, accountId, regions, users, alreadySeen: seen, found, remaining, missing, writes };
}
