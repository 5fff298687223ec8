import {
  type ArchiveSelection,
  parseSelection,
  type RawSelection,
} from '../../../../domain/archive/archive-selection.ts';
import { isTrailUrl, parseTrailLocation } from '../../../../domain/archive/trail-location.ts';
import type { FoundDigest } from '../../../../domain/digests/check-digests.ts';
import type { Proof } from '../../../../domain/digests/proof.ts';
import type { ProofSelection } from '../../../../domain/digests/proof-gap.ts';
import type { PublicKeys } from '../../../../domain/digests/public-key.ts';
import { both, every } from '../../../../domain/parsed.ts';
import { parseMoment } from '../../../../domain/time.ts';
import { readPublicKeyFiles } from '../../../../infra/local/public-key-files.ts';
import { verifySignature } from '../../../../infra/trail/digests/verify-signature.ts';
import { verifyReport } from '../../../report/verify-report.ts';
import { folderTrail } from '../../../verify/folder-trail.ts';
import { keptKeys } from '../../../verify/kept-keys.ts';
import { type VerifiedTrail, type VerifyPorts, verifyTrails } from '../../../verify/verify.ts';
import { exitCodes } from '../../exit-codes.ts';
import { openTable, type TableOptions } from '../../open-table.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import { optionsOf } from '../../options/option-problems.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { progressBar } from '../../progress/progress-bar.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderVerify } from '../../render/render-verify.ts';

export interface VerifyOptions extends AnswerOptions, RawSelection, TableOptions {
  readonly trail: readonly string[];
  readonly publicKeys?: readonly string[];
  readonly profile?: string;
}

/** Checks, prints the answer and sets the exit code. */
export async function runVerify(options: VerifyOptions, context: ProgramContext): Promise<void> {
  const archive = archiveSelectionOf(options);
  const selection = selectionOf(archive, options);
  const output = await openOutput(options, { command: 'verify', formats: ['table', 'json'] });
  if (options.profile !== undefined) {
    const { useProfile } = await import('../../../aws-profile.ts');
    await useProfile(options.profile);
  }
  const keys = options.publicKeys && (await readPublicKeyFiles(options.publicKeys));
  const bucket = options.trail.some(isTrailUrl) ? await openBuckets(options, archive) : undefined;
  const trails = options.trail.map((name) => bucket?.trails.get(name) ?? folderTrail(name));
  const publicKeys = keys === undefined ? askingFor(options) : async () => keys;
  const proof = await check({ trails, verifySignature, publicKeys }, selection, options).finally(bucket?.close);
  const report = verifyReport(proof);
  await output.write(output.format === 'json' ? `${printableJson(report, 2)}\n` : renderVerify(proof, output.terminal));
  context.setExitCode(isBroken(proof) ? exitCodes.finding : exitCodes.done);
}

function archiveSelectionOf(options: VerifyOptions): ArchiveSelection {
  return optionsOf(both(parseSelection(options), every(locationsOf(options))))[0];
}

/** A digest names its own time: the days of its folder only tell which are listed. */
function selectionOf({ accounts, regions }: ArchiveSelection, { since, until }: VerifyOptions): ProofSelection {
  return {
    accounts,
    regions,
    since: since === undefined ? undefined : parseMoment(since),
    until: until === undefined ? undefined : parseMoment(until),
  };
}

const locationsOf = ({ trail }: VerifyOptions) => trail.filter(isTrailUrl).map(parseTrailLocation);

async function openBuckets(
  { trail }: VerifyOptions,
  selection: ArchiveSelection,
): Promise<{
  readonly trails: ReadonlyMap<string, VerifiedTrail>;
  readonly close: () => void;
}> {
  const { bucketTrails } = await import('../../bucket-trails.ts');
  return bucketTrails(trail.filter(isTrailUrl), selection);
}

/** Keys from AWS. Where AWS gives none, those that a scan left in the table serve; else AWS's failure stands. */
function askingFor(options: TableOptions): VerifyPorts['publicKeys'] {
  return async (digests) => {
    const { askForPublicKeys } = await import('../../bucket-trails.ts');
    return askForPublicKeys(digests).catch(async (error: unknown) => {
      const kept = await keysInTable(digests, options);
      if (kept === undefined || kept.size === 0) throw error;
      return kept;
    });
  };
}

/** Undefined where there is no table: `verify` needs none. */
async function keysInTable(digests: readonly FoundDigest[], options: TableOptions): Promise<PublicKeys | undefined> {
  const table = await openTable(options, 'existing').catch(() => undefined);
  return table && keptKeys(digests, table).finally(() => table.close());
}

type Wiring = Omit<VerifyPorts, 'onFile'>;

/** A line stands while digests are looked for, then a bar over the log files that they name. */
async function check(wiring: Wiring, selection: ProofSelection, options: VerifyOptions): Promise<Proof> {
  let bar: ReturnType<typeof progressBar> | undefined;
  const onFile = (done: number, of: number) => {
    bar ??= progressBar(options, of, 'log files');
    bar.update(done, `${done.toLocaleString('en-US')} log files`);
  };
  try {
    return await withPatience(options, 'checking digests', () => verifyTrails(selection, { ...wiring, onFile }));
  } finally {
    bar?.stop();
  }
}

function isBroken({ digests, logFiles }: Proof): boolean {
  return digests.invalid + digests.missing + logFiles.altered + logFiles.missing + logFiles.unreadable > 0;
}
