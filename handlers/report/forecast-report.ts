import type { AccountId } from '../../domain/ids.ts';
import { type SilenceShare, silenceShareWords } from '../../domain/rhythm/survival.ts';
import type { Crossing } from '../../domain/verdict/crossing.ts';
import { crossingWeeks, leastWeeks } from '../../domain/verdict/crossing-weeks.ts';
import type { Run } from '../../domain/verdict/run.ts';

/** An account's silences as its run counted them. */
export type AccountSilences = { readonly accountId: AccountId } & Pick<Run, 'thresholdDays' | 'silences'>;

/** Who crosses the threshold by week, and how silences ended before; handlers/cli/README.md documents the fields. */
export type ForecastReport = ReturnType<typeof forecastReport>;

/** `rows` are users or credentials; the weeks reach as far as `soonDays`, and over four weeks at least. */
export function forecastReport(
  rows: readonly { readonly crossesThreshold: Crossing | null }[],
  accounts: readonly AccountSilences[],
  soonDays = 0,
) {
  const weeks = Math.max(leastWeeks, Math.ceil((soonDays + 1) / 7));
  return {
    words: 'arithmetic, if nobody is active any more: each date moves with any use',
    weeks: crossingWeeks(
      rows.map(({ crossesThreshold }) => crossesThreshold),
      weeks,
    ),
    silences: accounts.flatMap(({ accountId, thresholdDays, silences }) =>
      silences === undefined ? [] : [{ accountId, ...silencesReport(silences, thresholdDays) }],
    ),
  };
}

function silencesReport(silences: SilenceShare, thresholdDays: number) {
  const { fromDays, reached, wentOn, open, share = null } = silences;
  return { fromDays, thresholdDays, reached, wentOn, open, share, words: silenceShareWords(silences, thresholdDays) };
}
