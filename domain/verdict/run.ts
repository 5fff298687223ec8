import type { Coverage } from '../coverage/coverage.ts';
import type { Region } from '../ids.ts';
import type { Instant } from '../time.ts';

/** The account's latest reconciliation: when, what was asked, how far CloudTrail vouches, what was missing. */
export interface Run {
  readonly asOf: Instant;
  readonly thresholdDays: number;
  readonly users: number;
  readonly coverage: Coverage;
  /** The Regions that are enabled in the account, as far as anybody told. */
  readonly regions?: readonly Region[] | undefined;
}
