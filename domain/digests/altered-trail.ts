/** What is altered, missing or unreadable of a trail, for an alarm. */

import type { Digest } from './digest.ts';
import type { GapReason, ProofGap } from './proof-gap.ts';

/** A digest that is not as CloudTrail signed it, or whose log files are not. */
export interface AlteredTrail {
  /** Where the digest lies, `s3://BUCKET/KEY`. */
  readonly object: string;
  /** Undefined where it cannot be read. Of a digest without a valid signature it is what the digest claims. */
  readonly digest: Pick<Digest, 'accountId' | 'region' | 'from' | 'to'> | undefined;
  /** At least one. */
  readonly gaps: readonly ProofGap[];
}

/** The event to automate on. `detail` is documented JSON: fields may be added, never removed. */
export interface AlteredTrailEvent {
  readonly detailType: 'Lastseen: Trail Altered';
  readonly detail: ReturnType<typeof detailOf>;
}

export function alteredTrailEvent(altered: AlteredTrail): AlteredTrailEvent {
  return { detailType: 'Lastseen: Trail Altered', detail: detailOf(altered) };
}

/** An event takes 256 KB, and a name up to 1 KB. */
const filesAtMost = 20;

function detailOf({ object, digest, gaps }: AlteredTrail) {
  const files = gaps.filter((gap) => gap.object !== undefined && gap.object !== object);
  return {
    version: 1,
    id: object,
    accountId: digest?.accountId ?? null,
    region: digest?.region ?? null,
    from: digest?.from ?? null,
    to: digest?.to ?? null,
    digest: object,
    why: gaps[0]?.why ?? null,
    count: files.length,
    files: files.slice(0, filesAtMost).map((gap) => ({ object: gap.object ?? null, why: gap.why })),
  };
}

const words: { readonly [Why in GapReason]?: string } = {
  'log-file-missing': 'a log file that it names is not there',
  'log-file-altered': 'a log file that it names is altered',
  'log-file-unreadable': 'a log file that it names cannot be read',
  'key-unknown': 'CloudTrail lists no key that signed it',
  'digest-moved': 'it is not where it says that it is',
};

/** The same in words for the log: the first three objects by their names. */
export function alteredWords({ gaps }: AlteredTrail): string {
  const named = gaps
    .slice(0, 3)
    .map(({ why, object }) => `${words[why] ?? 'it is no digest of CloudTrail'} (${object})`);
  const more = gaps.length - named.length;
  return `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/**
 * How long a digest waits for log files that nobody has announced yet, in minutes from its end. CloudTrail delivers
 * them before the digest, and a notification takes seconds. The queue brings the digest again after an hour, and then
 * the bucket is asked for them: so what is missing is an alarm within two hours.
 */
export const waitMinutes = 30;
