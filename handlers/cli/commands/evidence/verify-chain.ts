import type { ChainHead } from '../../../../domain/chain-head.ts';
import { readPublicKey } from '../../../evidence/act-signature.ts';
import { checkActs, type FoundChain } from '../../../evidence/check-acts.ts';
import { chainsInFolder, chainsInTable } from '../../../evidence/find-chains.ts';
import { openActStore } from '../../../evidence/open-act-log.ts';
import { InputError } from '../../../input-error.ts';
import { chainReport } from '../../../report/chain-report.ts';
import { exitCodes } from '../../exit-codes.ts';
import { openTable } from '../../open-table.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderChain } from '../../render/render-chain.ts';
import { bytesOfFile } from '../../text-file.ts';
import { askWitness } from './ask-witness.ts';
import { chosenTable, type EvidenceOptions } from './evidence-options.ts';

/** Verifies chains of acts, prints what was found and sets the exit code. */
export async function verifyChain(
  chain: string | true,
  options: EvidenceOptions,
  context: ProgramContext,
): Promise<void> {
  const { output: _, ...printed } = options;
  const output = await openOutput(printed, { command: 'evidence verify --chain', formats: ['table', 'json'] as const });
  const keys = await Promise.all((options.publicKey ?? []).map(keyOf));
  const found = withHead(await chainsOf(chain, options), options.head);
  const checked = await askWitness(
    found.map((each) => checkActs(each, keys)),
    options,
  );
  const report = chainReport(checked);
  await output.write(output.format === 'json' ? `${printableJson(report, 2)}\n` : renderChain(report));
  const differs = checked.some(({ differences }) => differences.length > 0);
  context.setExitCode(differs ? exitCodes.finding : exitCodes.done);
}

async function chainsOf(chain: string | true, options: EvidenceOptions): Promise<FoundChain[]> {
  if (chain !== true) return chainsInFolder(chain);
  const table = await openTable(chosenTable(options) ?? { data: '.lastseen' }, 'existing');
  const found = await openActStore(table, options)
    .then((store) => chainsInTable({ ...store, accounts: table.accounts }))
    .finally(() => table.close());
  if (found.length === 0) throw new InputError('the table holds no records of acts: nothing was done to a user yet');
  return found;
}

/** The head that a digest mail had: the record of then must still be there. Later records may follow. */
function withHead(found: readonly FoundChain[], head: string | undefined): readonly FoundChain[] {
  if (head === undefined) return found;
  const [only, ...others] = found;
  if (only === undefined || others.length > 0)
    throw new InputError(`--head ${head}: give the folder of one account to --chain`);
  return [{ ...only, mailed: headIn(head) }];
}

function headIn(text: string): ChainHead {
  const [, sequence, sha256] = /^(\d{1,6}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || sha256 === undefined)
    throw new InputError(`--head ${text}: give NUMBER:SHA256, as the digest mail has it`);
  return { sequence: Number(sequence), sha256 };
}

async function keyOf(path: string) {
  const file = await bytesOfFile(path, `--public-key ${path}`);
  const key = readPublicKey(file);
  if (key !== undefined) return key;
  throw new InputError(`--public-key ${path}: no public key for P-256; aws kms get-public-key --key-id KEY makes one`);
}
