/** How many silences of an account went on to the threshold: a statement about the account, never about one user. */

/** One silence, in days from the last active day: to the next active day, or to today where it goes on. */
export interface ObservedSilence {
  readonly days: number;
  /** The user is still silent: how long the silence will be is not known. */
  readonly isOpen: boolean;
}

/** The silences of an account that reached `fromDays`, and what became of them. */
export interface SilenceShare {
  readonly fromDays: number;
  /** How many reached `fromDays`. */
  readonly reached: number;
  /** How many of these went on to the threshold. */
  readonly wentOn: number;
  /** How many of these have not reached the threshold yet and may. */
  readonly open: number;
  /**
   * The share that goes on to the threshold, from 0 to 1, rounded to a thousandth (Kaplan-Meier: an open silence counts
   * as long as it lasted). Undefined below `finishedNeeded` finished silences.
   */
  readonly share?: number | undefined;
}

/** Silences are counted from so many days on. */
const shareFromDays = 30;

/** A share is given from so many finished silences on: those that ended, or reached the threshold. */
const finishedNeeded = 50;

/** Counts the silences. Undefined where none reached `shareFromDays`, or the threshold is not above it. */
export function silenceShare(silences: readonly ObservedSilence[], thresholdDays: number): SilenceShare | undefined {
  const reaching = silences.filter(({ days }) => days >= shareFromDays);
  if (reaching.length === 0 || thresholdDays <= shareFromDays) return undefined;
  const wentOn = reaching.filter(({ days }) => days >= thresholdDays).length;
  const open = reaching.filter(({ days, isOpen }) => isOpen && days < thresholdDays).length;
  const counts = { fromDays: shareFromDays, reached: reaching.length, wentOn, open };
  if (reaching.length - open < finishedNeeded) return counts;
  return { ...counts, share: Math.round(survivalTo(thresholdDays, reaching) * 1000) / 1000 };
}

/**
 * The Kaplan-Meier estimate: the product, over the lengths at which silences ended, of the share that went on.
 * Source: https://doi.org/10.1080/01621459.1958.10501452
 */
function survivalTo(thresholdDays: number, silences: readonly ObservedSilence[]): number {
  const ends = silences.filter(({ days, isOpen }) => !isOpen && days < thresholdDays).map(({ days }) => days);
  const lengths = [...new Set(ends)].sort((a, b) => a - b);
  return lengths.reduce((share, length) => {
    const atRisk = silences.filter(({ days }) => days >= length).length;
    return share * (1 - ends.filter((days) => days === length).length / atRisk);
  }, 1);
}

/** The counts in words: `of 353 silences here that reached 30 days, 160 went on to 90`. */
export function silenceShareWords({ fromDays, reached, wentOn, open, share }: SilenceShare, thresholdDays: number) {
  const some = open === 0 ? '' : `, ${open} still ${open === 1 ? 'goes' : 'go'} on`;
  const percent = share === undefined ? '' : ` (${Math.round(share * 100)} %, by Kaplan-Meier)`;
  const silences = reached === 1 ? '1 silence' : `${reached} silences`;
  return `of ${silences} here that reached ${fromDays} days, ${wentOn} went on to ${thresholdDays}${some}${percent}`;
}
