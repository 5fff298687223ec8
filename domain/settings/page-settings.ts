import type { Parsed } from '../parsed.ts';
import { type Environment, optionalVariable, parseVariables, tableName, textVariable } from './environment.ts';

/** Settings of the function that writes the report page into its bucket, from its environment. */
export interface PageSettings {
  readonly tableName: string;
  readonly bucket: string;
  /** The key of the page in the bucket, `lastseen/123456789012/report.html`. */
  readonly key: string;
  /** The KMS key of the bucket; undefined where S3's own keys encrypt it. */
  readonly keyArn: string | undefined;
}

/** Reads the variables; reports every wrong one. */
export function parsePageSettings(env: Environment): Parsed<PageSettings> {
  return parseVariables(env, {
    tableName,
    bucket: textVariable('REPORT_BUCKET', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'give the name of the bucket'),
    key: textVariable('REPORT_KEY', /^[\w./-]{1,1024}$/, 'give the key of the page in the bucket'),
    keyArn: optionalVariable(
      textVariable('REPORT_KEY_ARN', /^arn:[^:]+:kms:[^:]+:\d{12}:key\/[\w-]+$/, 'give the ARN of a KMS key'),
    ),
  });
}
