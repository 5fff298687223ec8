/** Asks the log files of CloudTrail whether the calls of acts were made. */

import type { ArchiveSelection } from '../../domain/archive/archive-selection.ts';
import type { ActRecord } from '../../domain/evidence/act-record.ts';
import { type ComparedCalls, compareCalls } from '../../domain/evidence/compare-calls.ts';
import { addToWitness, newWitness, type Witness } from '../../domain/evidence/witnessed-call.ts';
import { parseRegion } from '../../domain/ids.ts';
import { plusDays } from '../../domain/time.ts';
import type { CheckedChain } from './check-acts.ts';
import { readWitnessFile, type WitnessFile } from './witness-files.ts';

/** A chain with what CloudTrail says of its calls. */
export interface WitnessedChain extends CheckedChain {
  /** How many calls CloudTrail confirms. */
  readonly confirmed: number;
}

/** Log files of a day may be delivered on the next. */
const laterDays = 1;

/** IAM's Region in each partition: only there its calls are recorded. */
const homeRegions = ['us-east-1', 'us-gov-west-1', 'cn-north-1'].flatMap((name) => parseRegion(name) ?? []);

/** The part of a bucket in which the calls of these chains may lie; undefined where there is no act. */
export function selectionOfActs(chains: readonly CheckedChain[]): ArchiveSelection | undefined {
  const times = chains.flatMap(({ acts }) => acts.map(({ at }) => at)).sort();
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    accounts: chains.map(({ accountId }) => accountId),
    regions: homeRegions,
    fromDay: first.slice(0, 10),
    toDay: plusDays(last, laterDays).slice(0, 10),
  };
}

/** Compares the calls of the chains with the files. Files that cannot be read whole are notes. */
export async function witnessActs(
  chains: readonly CheckedChain[],
  files: AsyncIterable<WitnessFile>,
): Promise<WitnessedChain[]> {
  const { witness, notes, count } = await readWitness(namedIn(chains.flatMap(({ acts }) => acts)), files);
  return chains.map((chain) => {
    const compared = compareCalls(chain.accountId, chain.acts, witness);
    return withWitness(chain, compared, count === 0 ? ['no log file was found'] : notes);
  });
}

function namedIn(acts: readonly ActRecord[]): ReadonlySet<string> {
  const calls = acts.flatMap((act) => (act.phase === 'outcome' ? act.calls : []));
  return new Set(calls.flatMap(({ requestId }) => requestId ?? []));
}

async function readWitness(
  named: ReadonlySet<string>,
  files: AsyncIterable<WitnessFile>,
): Promise<{ readonly witness: Witness; readonly notes: readonly string[]; readonly count: number }> {
  const witness = newWitness();
  const notes: string[] = [];
  let count = 0;
  for await (const file of files) {
    count++;
    const why = await readWitnessFile(file, { record: (record) => addToWitness(witness, record, named) });
    if (why !== undefined) notes.push(`${file.name}: ${why}`);
  }
  return { witness, notes, count };
}

function withWitness(chain: CheckedChain, compared: ComparedCalls, notes: readonly string[]): WitnessedChain {
  return {
    ...chain,
    confirmed: compared.confirmed,
    differences: [...chain.differences, ...compared.differences],
    notes: [...chain.notes, ...compared.notes, ...notes],
  };
}
