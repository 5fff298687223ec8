import type { Instant } from '../time.ts';
import { nameOf } from './check-digests.ts';
import { liesAt, type Place, placeWords } from './place.ts';
import type { JudgedDigest, ProofGap } from './proof-gap.ts';

/** What is known beside one chain. */
export interface LinkContext {
  readonly all: readonly JudgedDigest[];
  readonly unreadable: readonly Place[];
  readonly since: Instant | undefined;
}

/** The breaks between one digest and the next. Of the oldest, the one before counts only where `since` asks for it. */
export function brokenLinks(chain: readonly JudgedDigest[], context: LinkContext): ProofGap[] {
  const known = new Set(context.all.map(({ digest }) => nameOf(digest)));
  return chain.flatMap((each, index) => {
    const before = chain[index - 1]?.digest.to ?? context.since;
    return before === undefined || before >= each.digest.from ? [] : brokenLink(each, before, known, context);
  });
}

function brokenLink(
  { digest, verdict }: JudgedDigest,
  before: Instant,
  known: ReadonlySet<string>,
  { unreadable }: LinkContext,
): ProofGap[] {
  const { accountId, region, previous, isBackfill } = digest;
  const at = { accountId, region, from: before, to: digest.from };
  if (verdict.kind !== 'valid') return isBackfill ? [] : [{ ...at, why: 'gap', object: undefined }];
  if (previous === undefined) return isBackfill ? [] : [{ ...at, why: 'starting-digest', object: nameWords(digest) }];
  if (known.has(nameOf(previous))) return isBackfill ? [] : [{ ...at, why: 'gap', object: undefined }];
  const damaged = unreadable.find((place) => liesAt(place, previous));
  if (damaged !== undefined) return [{ ...at, why: 'digest-invalid', object: placeWords(damaged) }];
  return [{ ...at, why: 'digest-missing', object: nameWords(previous) }];
}

const nameWords = (named: { readonly bucket: string; readonly object: string }) => `s3://${nameOf(named)}`;
