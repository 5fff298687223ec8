import type { AccountSkip } from '../../../domain/accounts/account-settings.ts';
import type { PartialSettings } from '../../../domain/lifecycle/settings.ts';

/** What `lastseen.yml` holds; handlers/cli/schemas/config.schema.json says of each field what it may be. */
export interface ConfigFile {
  readonly threshold?: number;
  readonly exemptions?: readonly ConfiguredExemption[];
  readonly exemptTags?: readonly string[];
  readonly failOn?: readonly string[];
  /** Accounts that a scan of a bucket reads, or the settings of accounts and units. */
  readonly accounts?: readonly string[] | ConfiguredAccounts;
  readonly profile?: string;
  readonly regions?: readonly string[];
  readonly data?: string;
  readonly table?: string;
  readonly endpoint?: string;
  /** What of unused users may be done, and when. */
  readonly lifecycle?: ConfiguredLifecycle;
  /** ARN of the key in KMS that signs the records of acts. */
  readonly evidenceKey?: string;
  /** Where the records of acts lie instead of the table, `s3://BUCKET/PREFIX`. */
  readonly evidenceBucket?: string;
  readonly outputs?: { readonly [answer in ConfiguredAnswer]?: ConfiguredOutput };
}

/** Settings of accounts by their ids, and of organizational units: `ou:/Production/Payments`. */
export interface ConfiguredAccounts {
  readonly [holder: string]: ConfiguredAccount;
}

export interface ConfiguredAccount {
  readonly threshold?: number;
  readonly exemptions?: readonly ConfiguredExemption[];
  readonly owner?: string;
  readonly skip?: AccountSkip;
}

export interface ConfiguredLifecycle extends PartialSettings {
  /** ARN of the topic that takes notices to owners. */
  readonly noticeTopic?: string;
}

/** The answers whose output a file can set; `keys` is that of `list --keys`. */
export type ConfiguredAnswer = 'scan' | 'list' | 'keys' | 'diff';

export interface ConfiguredExemption {
  readonly pattern: string;
  readonly reason?: string;
  readonly owner?: string;
  /** The last day (UTC) on which it holds. */
  readonly end?: string;
}

export interface ConfiguredOutput {
  readonly format?: string;
  /** Seen from the file's folder. */
  readonly file?: string;
  readonly columns?: readonly string[];
}
