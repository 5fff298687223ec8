import { groupBy } from './group-by.ts';
import type { JudgedDigest, ProofSelection, RegionProof } from './proof-gap.ts';
import { mergeSpans, type Span, wholeHours, withinWindow, withoutSpans } from './span.ts';

/** The proof of each account and Region, in the order of these. */
export function regionProofs(selected: readonly JudgedDigest[], { since, until }: ProofSelection): RegionProof[] {
  const byRegion = groupBy(selected, ({ digest }) => `${digest.accountId} ${digest.region}`);
  const window = { ...(since && { from: since }), ...(until && { to: until }) };
  const proofs = byRegion.map((digests) => regionProof(digests, window));
  return proofs
    .filter((proof) => proof !== undefined)
    .sort((a, b) => (a.accountId + a.region < b.accountId + b.region ? -1 : 1));
}

function regionProof(digests: readonly JudgedDigest[], window: Partial<Span>): RegionProof | undefined {
  const spans = digests.flatMap(({ digest }) => withinWindow(digest, window) ?? []);
  const [first] = mergeSpans(spans);
  const [one] = digests;
  if (first === undefined || one === undefined) return undefined;
  const proven = provenSpans(digests, window);
  const to = spans.reduce((latest, span) => (span.to > latest ? span.to : latest), first.to);
  const { accountId, region } = one.digest;
  return { accountId, region, from: first.from, to, proven, hours: wholeHours(proven) };
}

/** The time that valid digests prove, without that of broken backfill digests. */
export function provenSpans(digests: readonly JudgedDigest[], window: Partial<Span>): readonly Span[] {
  const proves = ({ digest, verdict, broken }: JudgedDigest) =>
    !digest.isBackfill && verdict.kind === 'valid' && broken.length === 0;
  const breaks = ({ digest, verdict, broken }: JudgedDigest) =>
    digest.isBackfill && (verdict.kind === 'invalid' || broken.length > 0);
  const spansOf = (wanted: (digest: JudgedDigest) => boolean) =>
    digests.filter(wanted).flatMap(({ digest }) => withinWindow(digest, window) ?? []);
  return withoutSpans(spansOf(proves), spansOf(breaks));
}
