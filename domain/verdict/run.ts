import type { Coverage } from '../coverage/coverage.ts';
import type { ProvenWindow } from '../coverage/proven-window.ts';
import type { Region } from '../ids.ts';
import type { SilenceShare } from '../rhythm/survival.ts';
import type { Instant } from '../time.ts';

/** The account's latest reconciliation: when, the question, and how far CloudTrail covers it. */
export interface Run {
  readonly asOf: Instant;
  readonly thresholdDays: number;
  readonly users: number;
  readonly coverage: Coverage;
  /** How much of the window signed digests prove; absent where they prove nothing. */
  readonly proof?: ProvenWindow | undefined;
  /** The Regions enabled in the account, as far as they are known. */
  readonly regions?: readonly Region[] | undefined;
  /** The latest run that the history holds, where it is another: this one asked about the past or the future. */
  readonly recordedUpTo?: Instant | undefined;
  /** How many of the account's silences went on to the threshold; absent where no silence was long enough. */
  readonly silences?: SilenceShare | undefined;
}
