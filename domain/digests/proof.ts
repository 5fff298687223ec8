/** What checked digests and their log files prove, and where the proof has gaps. */

import { groupBy } from '../group-by.ts';
import { brokenLinks } from './broken-links.ts';
import { type CheckedDigest, nameOf } from './check-digests.ts';
import type { Digest, DigestedFile } from './digest.ts';
import { type Place, placeWords } from './place.ts';
import type { BrokenFile, FoundLogFile, JudgedDigest, ProofGap, ProofSelection, RegionProof } from './proof-gap.ts';
import { regionProofs } from './region-proof.ts';
import { type TrailProof, trailProofs } from './trail-proof.ts';

/** The result of a check. */
export interface Proof {
  readonly digests: {
    readonly valid: number;
    readonly invalid: number;
    readonly missing: number;
    readonly unsigned: number;
  };
  readonly logFiles: {
    readonly valid: number;
    readonly altered: number;
    readonly missing: number;
    readonly unreadable: number;
  };
  readonly gaps: readonly ProofGap[];
  readonly regions: readonly RegionProof[];
  readonly trails: readonly TrailProof[];
}

/** The digests within a selection. */
export function selectDigests<T extends { readonly digest: Digest }>(
  digests: readonly T[],
  { accounts, regions, since, until }: ProofSelection,
): readonly T[] {
  return digests.filter(
    ({ digest: { accountId, region, from, to } }) =>
      accounts?.includes(accountId) !== false &&
      regions?.includes(region) !== false &&
      (since === undefined || to > since) &&
      (until === undefined || from < until),
  );
}

/**
 * Joins the digests of a selection with what was found of their log files, and with files that lie where digests lie
 * and cannot be read as such. Only a valid digest whose log files are all there and unaltered proves its time. A
 * backfill digest that is broken or lost takes its time out of the proof: it names files that the ordinary digest left
 * out.
 */
export function concludeProof(
  checked: readonly CheckedDigest[],
  unreadable: readonly Place[],
  logFileOf: (file: DigestedFile) => FoundLogFile,
  selection: ProofSelection,
): Proof {
  const all = checked.map((each) => ({ ...each, broken: brokenFiles(each, logFileOf) }));
  const selected = selectDigests(all, selection);
  const chains = groupBy(selected, ({ digest }) => digest.chain);
  const linksOf = (chain: readonly JudgedDigest[]) => brokenLinks(chain, { all, unreadable, since: selection.since });
  const links = chains.flatMap(linksOf);
  const lostBackfill = chains.filter(([{ digest }]) => digest.isBackfill).flatMap(linksOf);
  const linked = new Set(links.map(({ object }) => object));
  const strays = unreadable.map(placeWords).filter((words) => !linked.has(words));
  const count = (kind: string) => selected.filter(({ verdict }) => verdict.kind === kind).length;
  const files = selected.flatMap(({ verdict, digest }) => (verdict.kind === 'valid' ? digest.logFiles : []));
  return {
    digests: {
      valid: count('valid'),
      invalid: count('invalid') + unreadable.length,
      missing: links.filter(({ why }) => why === 'digest-missing').length,
      unsigned: count('unsigned'),
    },
    logFiles: countFiles(files.map((file) => stateOf(file, logFileOf))),
    gaps: [...selected.flatMap(gapsOfDigest), ...links, ...strays.map(strayGap)],
    regions: regionProofs(selected, lostBackfill, selection),
    trails: trailProofs(selected, lostBackfill, (file) => readingsOf(logFileOf(file))),
  };
}

const readingsOf = (found: FoundLogFile) => (found.kind === 'read' ? found.readings : undefined);

type FileState = 'valid' | 'altered' | 'missing' | 'unreadable';

function stateOf(file: DigestedFile, logFileOf: (file: DigestedFile) => FoundLogFile): FileState {
  const found = logFileOf(file);
  if (found.kind !== 'read') return found.kind;
  return found.hash === file.hash ? 'valid' : 'altered';
}

function countFiles(states: readonly FileState[]): Proof['logFiles'] {
  const count = (wanted: FileState) => states.filter((state) => state === wanted).length;
  return {
    valid: count('valid'),
    altered: count('altered'),
    missing: count('missing'),
    unreadable: count('unreadable'),
  };
}

function brokenFiles(
  { verdict, digest }: CheckedDigest,
  logFileOf: (file: DigestedFile) => FoundLogFile,
): BrokenFile[] {
  if (verdict.kind !== 'valid') return [];
  return digest.logFiles.flatMap((file) => {
    const state = stateOf(file, logFileOf);
    return state === 'valid' ? [] : [{ file, why: `log-file-${state}` as const }];
  });
}

function gapsOfDigest({ digest, verdict, broken, place }: JudgedDigest): ProofGap[] {
  const { accountId, region, from, to } = digest;
  const at = { accountId, region, from, to };
  if (verdict.kind === 'invalid') return [{ ...at, why: verdict.why, object: placeWords(place) }];
  return broken.map(({ file, why }) => ({ ...at, why, object: `s3://${nameOf(file)}` }));
}

const strayGap = (object: string): ProofGap => ({
  accountId: undefined,
  region: undefined,
  from: undefined,
  to: undefined,
  why: 'digest-invalid',
  object,
});

/** The results of two checks of different trails together. */
export function mergeProofs(a: Proof, b: Proof): Proof {
  return {
    digests: {
      valid: a.digests.valid + b.digests.valid,
      invalid: a.digests.invalid + b.digests.invalid,
      missing: a.digests.missing + b.digests.missing,
      unsigned: a.digests.unsigned + b.digests.unsigned,
    },
    logFiles: {
      valid: a.logFiles.valid + b.logFiles.valid,
      altered: a.logFiles.altered + b.logFiles.altered,
      missing: a.logFiles.missing + b.logFiles.missing,
      unreadable: a.logFiles.unreadable + b.logFiles.unreadable,
    },
    gaps: [...a.gaps, ...b.gaps],
    regions: [...a.regions, ...b.regions],
    trails: [...a.trails, ...b.trails],
  };
}
