import { isTrailUrl } from '../../domain/archive/trail-location.ts';
import { digestInput, type InputDigest } from '../../infra/local/input-digest.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { TableOptions } from './open-table.ts';
import type { CommonOptions } from './options/common-options.ts';
import type { ProgramContext } from './program-context.ts';

/** One input as it was given: the option and its value. */
export interface GivenInput {
  readonly option: string;
  readonly name: string;
  /** Where its bytes are, if elsewhere: standard input is kept in a file. */
  readonly path?: string;
}

/** The list of accounts, as an input; none where it was not given. */
export function givenAccounts({ accountsFile }: { readonly accountsFile?: string | undefined }): GivenInput[] {
  return accountsFile === undefined ? [] : [{ option: '--accounts-file', name: accountsFile }];
}

/** The table and the settings that a command reads, as inputs. */
export function givenTable({ data, table, config }: TableOptions & Pick<CommonOptions, 'config'>): GivenInput[] {
  return [
    table === undefined ? { option: '--data', name: data } : { option: '--table', name: table },
    ...(config === undefined ? [] : [{ option: '--config', name: config }]),
  ];
}

/** What made an answer, so that an auditor can repeat it. handlers/cli/README.md documents the fields. */
export interface Provenance {
  readonly tool: string;
  readonly version: string;
  /** The arguments as they were typed. */
  readonly command: readonly string[];
  readonly inputs: readonly (Pick<GivenInput, 'option' | 'name'> & {
    readonly [field in keyof InputDigest]: InputDigest[field] | null;
  })[];
}

/** Reads every input once more for its digest; those that are no files, like buckets and tables, have none. */
export async function provenanceOf({ args }: ProgramContext, given: readonly GivenInput[]): Promise<Provenance> {
  const inputs: Provenance['inputs'][number][] = [];
  for (const { option, name, path = name } of given) {
    const isFile = option !== '--data' && option !== '--table' && !isTrailUrl(name);
    inputs.push({ option, name, ...(isFile ? await digestOf(path) : undigested) });
  }
  return { tool: 'lastseen', version: packageJson.version, command: args, inputs };
}

const undigested = { bytes: null, files: null, sha256: null };

/** An input that is gone by now has no digest; the scan itself has read it. */
function digestOf(path: string): Promise<InputDigest | typeof undigested> {
  return digestInput(path).catch(() => undigested);
}
