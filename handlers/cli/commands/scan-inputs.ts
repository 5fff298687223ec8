import { InputError } from '../../input-error.ts';
import { type GivenInput, givenAccounts, givenTable } from '../provenance.ts';
import { type SpooledInput, spoolStandardInput } from '../standard-input.ts';
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

function withFile(typed: ScanOptions, { path }: SpooledInput): ScanOptions {
  const file = (name: string) => (name === '-' ? path : name);
  const { trail, credentialReport, authorizationDetails, users, publicKeys, entraUsers, entraSignIns } = typed;
  const { googleUsers, googleReports, gcpActivities, gcpAccounts } = typed;
  return {
    ...typed,
    ...(trail && { trail: trail.map(file) }),
    ...(credentialReport && { credentialReport: credentialReport.map(file) }),
    ...(authorizationDetails && { authorizationDetails: authorizationDetails.map(file) }),
    ...(users && { users: users.map(file) }),
    ...(publicKeys && { publicKeys: publicKeys.map(file) }),
    ...(entraUsers && { entraUsers: entraUsers.map(file) }),
    ...(entraSignIns && { entraSignIns: entraSignIns.map(file) }),
    ...(googleUsers && { googleUsers: googleUsers.map(file) }),
    ...(googleReports && { googleReports: googleReports.map(file) }),
    ...(gcpActivities && { gcpActivities: gcpActivities.map(file) }),
    ...(gcpAccounts && { gcpAccounts: gcpAccounts.map(file) }),
  };
}

function givenInputs(options: ScanOptions): GivenInput[] {
  const {
    trail = [],
    credentialReport = [],
    authorizationDetails = [],
    users = [],
    sshKeys = [],
    services = [],
    publicKeys = [],
    entraUsers = [],
    entraSignIns = [],
    googleUsers = [],
    googleReports = [],
    gcpActivities = [],
    gcpAccounts = [],
    accountsFile,
  } = options;
  const of = (option: string, names: readonly string[]) => names.map((name) => ({ option, name }));
  const ofUsers = (option: string, names: readonly string[]) =>
    names.map((name) => ({ option, name, path: name.slice(name.lastIndexOf('=') + 1) }));
  return [
    ...of('--trail', trail),
    ...of('--credential-report', credentialReport),
    ...of('--authorization-details', authorizationDetails),
    ...of('--users', users),
    ...of('--public-keys', publicKeys),
    ...of('--entra-users', entraUsers),
    ...of('--entra-sign-ins', entraSignIns),
    ...of('--google-users', googleUsers),
    ...of('--google-reports', googleReports),
    ...of('--gcp-activities', gcpActivities),
    ...of('--gcp-accounts', gcpAccounts),
    ...ofUsers('--ssh-keys', sshKeys),
    ...ofUsers('--services', services),
    ...givenAccounts({ accountsFile }),
    ...givenTable(options),
  ];
}
