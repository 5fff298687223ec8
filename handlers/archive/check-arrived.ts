/** Checks one digest that arrived, and then the log files that it names. */

import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { trailUrl } from '../../domain/archive/trail-location.ts';
import type { AlteredTrail } from '../../domain/digests/altered-trail.ts';
import type { ChainState } from '../../domain/digests/chain-state.ts';
import { type CheckedDigest, checkDigests } from '../../domain/digests/check-digests.ts';
import type { Digest } from '../../domain/digests/digest.ts';
import { concludeProof } from '../../domain/digests/proof.ts';
import type { ReadFile } from '../../infra/ports/archive-proofs.ts';
import { verifySignature } from '../../infra/trail/digests/verify-signature.ts';
import { type FetchedForProof, fetchDigest } from './fetch-for-proof.ts';
import { type DigestContext, findLogFiles } from './find-log-files.ts';
import type { ObjectOutcome } from './read-objects.ts';

/** A digest with a valid signature whose log files were all read and are unaltered. */
export interface SoundDigest {
  readonly digest: Digest;
  readonly shown: ChainState;
  /** Its log files, to be forgotten once their time counts. */
  readonly files: readonly ReadFile[];
}

/** A digest by itself: signed by CloudTrail, or the result of what is not. `lost`: its time is not proven any more. */
export type Verified =
  | { readonly kind: 'valid'; readonly checked: CheckedDigest }
  | { readonly kind: 'altered'; readonly altered: AlteredTrail; readonly lost: Digest | undefined }
  | { readonly kind: 'decided'; readonly outcome: ObjectOutcome };

/** The result of one digest with its log files. */
export type Arrived =
  | Exclude<Verified, { readonly kind: 'valid' }>
  | { readonly kind: 'sound'; readonly sound: SoundDigest }
  | { readonly kind: 'counted'; readonly files: readonly ReadFile[] };

const everything = { accounts: undefined, regions: undefined, since: undefined, until: undefined };
const decided = (outcome: ObjectOutcome): Verified & Arrived => ({ kind: 'decided', outcome });

/** A digest that was checked, or that has no signature and proves nothing. */
export const done: ObjectOutcome = { kind: 'skipped', what: 'digest' };

/** Verifies a digest by itself: those before and after it come in other batches. Throws what the ports throw. */
export async function verifyArrived({ bucket, key }: ObjectName, context: DigestContext): Promise<Verified> {
  const open = (named: { bucket: string; object: string }) => context.open({ bucket: named.bucket, key: named.object });
  const { read, digest: found } = await fetchDigest({ bucket, object: key }, open);
  if (found === undefined) return withoutDigest(read, { bucket, key });
  const { keys, isComplete } = await context.keysOf(found.digest);
  const [checked] = checkDigests([found], keys, verifySignature);
  if (checked?.verdict.kind === 'valid') return { kind: 'valid', checked };
  if (checked?.verdict.kind !== 'invalid') return decided(done);
  if (checked.verdict.why === 'key-unknown' && !isComplete) {
    return decided({
      kind: 'waiting',
      why: `its key ${found.digest.fingerprint} is not known, and was asked for today`,
    });
  }
  const { gaps } = concludeProof([checked], [], () => ({ kind: 'missing' }), everything);
  return { kind: 'altered', altered: { object: trailUrl(bucket, key), digest: found.digest, gaps }, lost: undefined };
}

/** What lies where digests lie and is none. */
function withoutDigest(read: FetchedForProof['read'], { bucket, key }: ObjectName): Verified {
  if (read.kind === 'missing') return decided({ kind: 'missing', why: 'NoSuchKey' });
  if (read.kind === 'denied') return decided(read);
  const { gaps } = concludeProof([], [{ kind: 'object', bucket, key }], () => ({ kind: 'missing' }), everything);
  return { kind: 'altered', altered: { object: trailUrl(bucket, key), digest: undefined, gaps }, lost: undefined };
}

/**
 * Checks the log files of a valid digest. A backfill digest names files of a time that may be proven already: if they
 * are altered, it is not any more. Throws what the ports throw.
 */
export async function checkLogFiles(
  { checked }: Extract<Verified, { readonly kind: 'valid' }>,
  before: ReadonlyMap<string, ReadFile>,
  context: DigestContext,
): Promise<Arrived> {
  const { digest } = checked;
  const found = await findLogFiles(digest, before, context);
  if (found.kind !== 'found') return found;
  const { gaps, trails } = concludeProof([checked], [], found.logFileOf, everything);
  if (gaps.length > 0) {
    const object = trailUrl(digest.bucket, digest.object);
    return { kind: 'altered', altered: { object, digest, gaps }, lost: digest.isBackfill ? digest : undefined };
  }
  const { from, to } = digest;
  const readingDays = trails[0]?.readingDays ?? new Set();
  return { kind: 'sound', sound: { digest, shown: { spans: [{ from, to }], readingDays }, files: found.files } };
}
