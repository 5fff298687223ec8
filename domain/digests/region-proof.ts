import { groupBy } from '../group-by.ts';
import type { JudgedDigest, ProofGap, ProofSelection, RegionProof } from './proof-gap.ts';
import { mergeSpans, type Span, wholeHours, withinWindow, withoutSpans } from './span.ts';

/** The proof of each account and Region, in the order of these. `lostBackfill`: where backfill digests are missing. */
export function regionProofs(
  selected: readonly JudgedDigest[],
  lostBackfill: readonly ProofGap[],
  { since, until }: ProofSelection,
): RegionProof[] {
  const byRegion = groupBy(selected, ({ digest }) => `${digest.accountId} ${digest.region}`);
  const window = { ...(since && { from: since }), ...(until && { to: until }) };
  const proofs = byRegion.map((digests) => regionProof(digests, lostBackfill, window));
  return proofs
    .filter((proof) => proof !== undefined)
    .sort((a, b) => (a.accountId + a.region < b.accountId + b.region ? -1 : 1));
}

function regionProof(
  digests: readonly JudgedDigest[],
  lostBackfill: readonly ProofGap[],
  window: Partial<Span>,
): RegionProof | undefined {
  const spansOf = (wanted: (digest: JudgedDigest) => boolean) =>
    digests.filter(wanted).flatMap(({ digest }) => withinWindow(digest, window) ?? []);
  const spans = spansOf(() => true);
  const [first] = mergeSpans(spans);
  const [one] = digests;
  if (first === undefined || one === undefined) return undefined;
  const proven = provenSpans(digests, lostBackfill, window);
  const to = spans.reduce((latest, span) => (span.to > latest ? span.to : latest), first.to);
  const { accountId, region } = one.digest;
  return { accountId, region, from: first.from, to, proven, hours: wholeHours(proven) };
}

/** The time that valid digests prove, without that of backfill digests that are broken or lost. */
export function provenSpans(
  digests: readonly JudgedDigest[],
  lostBackfill: readonly ProofGap[],
  window: Partial<Span>,
): readonly Span[] {
  const spansOf = (wanted: (digest: JudgedDigest) => boolean) =>
    digests.filter(wanted).flatMap(({ digest }) => withinWindow(digest, window) ?? []);
  const lost = digests.slice(0, 1).flatMap((one) => spansLost(one, lostBackfill));
  return withoutSpans(spansOf(proves), [...spansOf(breaks), ...lost]);
}

const proves = ({ digest, verdict, broken }: JudgedDigest) =>
  !digest.isBackfill && verdict.kind === 'valid' && broken.length === 0;

/** The log files of an unsigned digest were not checked. */
function breaks({ digest, verdict, broken }: JudgedDigest): boolean {
  if (!digest.isBackfill) return false;
  return verdict.kind === 'unsigned' ? digest.logFiles.length > 0 : verdict.kind === 'invalid' || broken.length > 0;
}

function spansLost({ digest: { accountId, region } }: JudgedDigest, lost: readonly ProofGap[]): Span[] {
  const here = lost.filter((gap) => gap.accountId === accountId && gap.region === region);
  return here.flatMap(({ from, to }) => (from === undefined || to === undefined ? [] : [{ from, to }]));
}
