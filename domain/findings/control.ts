import type { AccountId } from '../ids.ts';
import { providerOf } from '../provider.ts';

/** One requirement of a framework about identities or credentials that are not used. */
export interface Control {
  /** The framework with its version, as auditors call it. */
  readonly framework: string;
  /** The same as one word, for the `compliance` of OCSF findings: `CIS-AWS-7.0`. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** Days without use; exactly so many fail. `threshold` where the framework leaves the period to the organization. */
  readonly days: number | 'threshold';
  /** What has to be unused: an active password or access key, or the user as a whole. */
  readonly subject: 'credentials' | 'user';
  /** A control of AWS alone, where its subject does not say so already. */
  readonly isOfAws?: boolean;
}

const cis = (version: string, id: string, days = 45): Control => ({
  framework: `CIS AWS Foundations Benchmark v${version}`,
  key: `CIS-AWS-${version}`,
  id,
  name: `Passwords and access keys that were not used for ${days} days or more are disabled`,
  days,
  subject: 'credentials',
});

const ofCredentials = (framework: string, key: string, id: string, days: Control['days']): Control => {
  const period = days === 'threshold' ? 'the defined period' : `${days} days`;
  const name = `IAM users have no active password or access key that was not used for ${period}`;
  return { framework, key, id, name, days, subject: 'credentials' };
};

const ofUsers = (framework: string, key: string, id: string, days: Control['days'], name?: string): Control => {
  const period = days === 'threshold' ? 'a defined period' : `${days} days`;
  const usual = `Accounts without activity for ${period} are disabled or removed`;
  return { framework, key, id, name: name ?? usual, days, subject: 'user' };
};

const rightsRemoved = 'Rights and credentials that are no longer needed are removed';

/** The newest control of CIS: what `--preset cis` is about. */
export const newestCisControl = cis('7.0', '2.11');

/**
 * The controls, the newest version of a framework first. Source: the frameworks themselves, and the compliance files of
 * Prowler. MITRE T1078 is an attack and no control: it is not among them.
 */
export const controls: readonly Control[] = [
  newestCisControl,
  cis('6.0', '2.11'),
  cis('5.0', '1.11'),
  ...['4.0.1', '3.0', '2.0', '1.5', '1.4'].map((version) => cis(version, '1.12')),
  cis('1.2', '1.3', 90),
  ofCredentials('AWS Security Hub', 'AWS-Security-Hub', 'IAM.22', 45),
  ofCredentials('AWS Security Hub', 'AWS-Security-Hub', 'IAM.8', 90),
  ofCredentials('AWS Config', 'AWS-Config', 'IAM_USER_UNUSED_CREDENTIALS_CHECK', 90),
  ofUsers('PCI DSS v4.0.1', 'PCI-DSS-4.0.1', '8.2.6', 90),
  ofUsers('PCI DSS v3.2.1', 'PCI-DSS-3.2.1', '8.1.4', 90),
  ofUsers('NIST SP 800-53 Rev. 5', 'NIST-800-53-r5', 'AC-2(3)(d)', 'threshold'),
  ofUsers('NIST SP 800-53 Rev. 4', 'NIST-800-53-r4', 'AC-2(3)', 'threshold'),
  ofUsers('NIST SP 800-171 Rev. 2', 'NIST-800-171-r2', '3.5.6', 'threshold'),
  ofUsers('CMMC 2.0', 'CMMC-2.0', 'IA.L2-3.5.6', 'threshold'),
  ofUsers('FedRAMP Moderate', 'FedRAMP-Moderate', 'AC-2(3)', 90),
  ofUsers('CIS Controls v8', 'CIS-Controls-8', '5.3', 45),
  ofUsers('ISO/IEC 27001:2022', 'ISO-27001-2022', 'A.5.18', 'threshold', rightsRemoved),
  ofUsers('ISO/IEC 27001:2022', 'ISO-27001-2022', 'A.5.16', 'threshold', rightsRemoved),
  ofUsers('ISO/IEC 27001:2013', 'ISO-27001-2013', 'A.9.2', 'threshold', rightsRemoved),
  ofUsers('SOC 2', 'SOC2', 'CC6.2', 'threshold', rightsRemoved),
  ofUsers('SOC 2', 'SOC2', 'CC6.3', 'threshold', rightsRemoved),
  ofUsers('BSI C5:2025', 'C5-2025', 'IAM-03.02B', 'threshold'),
  ofUsers('NIS2 Implementing Regulation 2024/2690', 'NIS2', '11.5.4', 'threshold'),
  ofUsers('FINOS Common Cloud Controls', 'CCC', 'CCC.IAM.CN08.AR01', 90),
  { ...ofUsers('Esquema Nacional de Seguridad', 'ENS', 'op.acc.6.r7.aws.iam.1', 'threshold'), isOfAws: true },
];

/** The controls that apply to the users of an account: passwords and access keys are credentials of IAM. */
export function controlsOf(accountId: AccountId): readonly Control[] {
  return providerOf(accountId) === 'aws'
    ? controls
    : controls.filter(({ subject, isOfAws = false }) => subject === 'user' && !isOfAws);
}
