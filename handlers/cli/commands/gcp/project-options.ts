import type { Command } from 'commander';
import { InputError } from '../../../input-error.ts';

/** What a scan of projects of Google Cloud is given. */
export interface ProjectOptions {
  readonly gcpActivities?: readonly string[];
  readonly gcpAccounts?: readonly string[];
}

/** Adds the options of projects. */
export function addProjectOptions(command: Command): Command {
  return command
    .option('--gcp-activities <file...>', "Policy Analyzer's answers about service accounts and their keys; or folders")
    .option('--gcp-accounts <file...>', 'gcloud lists of service accounts, of their keys, HMAC keys and API keys');
}

/** Whether projects are to be scanned. */
export const hasProjects = ({ gcpActivities = [], gcpAccounts = [] }: ProjectOptions): boolean =>
  gcpActivities.length + gcpAccounts.length > 0;

/** Throws InputError where options of projects need each other. */
export function checkProjectOptions({ gcpActivities = [], gcpAccounts = [] }: ProjectOptions): void {
  if (gcpAccounts.length > 0 && gcpActivities.length === 0) {
    throw new InputError('--gcp-accounts lists who is there, not who was used: give --gcp-activities beside it');
  }
}
