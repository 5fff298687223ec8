import type { Command } from 'commander';
import { type OrganizationId, parseOrganizationId } from '../../../domain/ids.ts';
import { InputError } from '../../input-error.ts';

/** Of which organization a command tells; undefined: of accounts. */
export interface OrganizationOptions {
  readonly organization?: string;
}

/** Adds `--organization`. */
export function addOrganizationOption(command: Command): Command {
  return command.option('--organization <id>', 'the accounts of an organization together, by its latest run: o-...');
}

/** The organization that was given; undefined where none was. Throws InputError for what is no id. */
export function organizationOf({ organization }: OrganizationOptions): OrganizationId | undefined {
  if (organization === undefined) return undefined;
  const id = parseOrganizationId(organization);
  if (id === undefined) throw new InputError(`--organization ${organization}: give its id, like o-exampleorgid`);
  return id;
}
