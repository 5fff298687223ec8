import type { Command } from 'commander';
import { type OrganizationId, parseOrganizationId } from '../../../domain/ids.ts';
import { InputError } from '../../input-error.ts';
import type { AccountOptions } from './account-options.ts';

/** Of which organization a command tells; undefined: of accounts. */
export interface OrganizationOptions {
  readonly organization?: string;
}

/** Adds `--organization`. */
export function addOrganizationOption(command: Command): Command {
  return command.option('--organization <id>', 'the accounts of an organization together, by its latest run: o-...');
}

/** Refuses what names accounts beside an organization, which names its own. */
export function refuseAccountsBeside({
  organization,
  account,
  accountsFile,
}: OrganizationOptions & AccountOptions): void {
  if (organization === undefined || (account ?? accountsFile) === undefined) return;
  throw new InputError('--organization names all its accounts: leave out --account and --accounts-file');
}

/** The organization that was given; undefined where none was. Throws InputError for what is no id. */
export function organizationOf({ organization }: OrganizationOptions): OrganizationId | undefined {
  if (organization === undefined) return undefined;
  const id = parseOrganizationId(organization);
  if (id === undefined) throw new InputError(`--organization ${organization}: give its id, like o-exampleorgid`);
  return id;
}
