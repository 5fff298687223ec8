import { InputError } from '../../../input-error.ts';
import { type GivenInput, givenAccounts, givenTable } from '../../provenance.ts';
import { type SpooledInput, spoolStandardInput } from '../../standard-input.ts';
import type { ScanOptions } from './scan-options.ts';

/** The options of a scan with a file for `-`, and every input as it was given. */
export interface ScanInputs {
  readonly options: ScanOptions;
  readonly inputs: readonly GivenInput[];
  /** Removes what was kept of standard input. */
  close(): Promise<void>;
}

/** Takes standard input for the one option that names it. Throws InputError where several do. */
export async function openScanInputs(typed: ScanOptions): Promise<ScanInputs> {
  const given = givenInputs(typed);
  const [piped, another] = given.filter(({ name }) => name === '-');
  if (another !== undefined) {
    throw new InputError(`${another.option} -: standard input can be read once only, and ${piped?.option} reads it`);
  }
  if (piped === undefined) return { options: typed, inputs: given, close: async () => {} };
  const spooled = await spoolStandardInput(piped.option);
  const inputs = given.map((input) => (input === piped ? { ...input, path: spooled.path } : input));
  return { options: withFile(typed, spooled), inputs, close: spooled.remove };
}

/** The options whose values are files, each with its name in the command. */
const fileOptions = [
  ['trail', '--trail'],
  ['credentialReport', '--credential-report'],
  ['authorizationDetails', '--authorization-details'],
  ['users', '--users'],
  ['publicKeys', '--public-keys'],
  ['entraUsers', '--entra-users'],
  ['entraSignIns', '--entra-sign-ins'],
  ['googleUsers', '--google-users'],
  ['googleReports', '--google-reports'],
  ['gcpActivities', '--gcp-activities'],
  ['gcpAccounts', '--gcp-accounts'],
] as const;

function withFile(typed: ScanOptions, { path }: SpooledInput): ScanOptions {
  const changed: { [option in (typeof fileOptions)[number][0]]?: readonly string[] } = {};
  for (const [key] of fileOptions) {
    const names = typed[key];
    if (names !== undefined) changed[key] = names.map((name) => (name === '-' ? path : name));
  }
  return { ...typed, ...changed };
}

function givenInputs(options: ScanOptions): GivenInput[] {
  const { sshKeys = [], services = [] } = options;
  const ofFiles = fileOptions.flatMap(([key, option]) => (options[key] ?? []).map((name) => ({ option, name })));
  const ofUsers = (option: string, names: readonly string[]) =>
    names.map((name) => ({ option, name, path: name.slice(name.lastIndexOf('=') + 1) }));
  return [
    ...ofFiles,
    ...ofUsers('--ssh-keys', sshKeys),
    ...ofUsers('--services', services),
    ...givenAccounts(options),
    ...givenTable(options),
  ];
}
