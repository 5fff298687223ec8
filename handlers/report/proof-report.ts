/** What a scan says of the digests beside its log files. */

import type { GapReason, ProofGap } from '../../domain/digests/proof-gap.ts';
import type { CheckedTrail } from '../trail/trail-reading.ts';
import { countWords } from './count-words.ts';
import { verifyReport } from './verify-report.ts';

/** Why hours are not proven, in words; what breaks the proof follows. */
const gapReasons: { readonly [why in GapReason]: string } = {
  'starting-digest': 'log file validation or logging was off until',
  'digest-missing': 'digest missing:',
  'digest-invalid': 'digest altered or unreadable:',
  'digest-moved': 'digest does not lie where it says:',
  'key-unknown': 'no public key for digest',
  'log-file-missing': 'log file missing:',
  'log-file-altered': 'log file altered:',
  'log-file-unreadable': 'log file unreadable:',
  gap: 'no digest at hand covers this time',
};

/** A break of the proof in words, with the object where one has a name. */
export const gapWords = ({ why, object }: Pick<ProofGap, 'why' | 'object'>): string =>
  object === undefined ? gapReasons[why] : `${gapReasons[why]} ${object}`;

/** The part of `records` about digests; absent where the logs have none. */
export function digestsReport(checked: CheckedTrail) {
  return checked.kind === 'no-keys'
    ? { checked: false as const, why: checked.why, found: checked.digests }
    : { checked: true as const, why: null, ...verifyReport(checked.proof) };
}

/** Somebody may have altered or removed these: log files that digests name, and digests themselves. */
const alarming: readonly GapReason[] = [
  'log-file-missing',
  'log-file-altered',
  'log-file-unreadable',
  'digest-invalid',
];

/** What of the trail was altered or removed, one line each. */
export function alteredWords(checked: CheckedTrail | undefined): string[] {
  if (checked?.kind !== 'checked') return [];
  return checked.proof.gaps.filter(({ why }) => alarming.includes(why)).map((gap) => `trail altered: ${gapWords(gap)}`);
}

/** One line below the users. */
export function digestsLine(digests: ReturnType<typeof digestsReport>): string {
  if (!digests.checked) return `${countWords(digests.found, 'digest')} not checked: ${digests.why}`;
  const { valid, invalid, missing } = digests.digests;
  const { logFiles } = digests;
  const bad = logFiles.altered + logFiles.missing + logFiles.unreadable;
  const broken = [
    ...(invalid + missing > 0 ? [`${countWords(invalid + missing, 'digest')} invalid or missing`] : []),
    ...(bad > 0 ? [`${countWords(bad, 'log file')} altered, missing or unreadable`] : []),
  ];
  const sound = `${countWords(valid, 'digest')} signed by CloudTrail, ${countWords(logFiles.valid, 'log file')} unaltered`;
  return [sound, ...broken].join(', ');
}
