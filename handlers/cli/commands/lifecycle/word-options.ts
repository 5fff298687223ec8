import type { Command } from 'commander';
import { parseReason } from '../../../../domain/reason.ts';
import { InputError } from '../../../input-error.ts';
import type { TableOptions } from '../../open-table.ts';
import { addTableOptions, type CommonOptions } from '../../options/common-options.ts';
import { optionsOf } from '../../options/option-problems.ts';

/** What a command is told with which a person decides about an account or a user. */
export interface WordOptions extends CommonOptions, TableOptions {
  readonly reason?: string;
  readonly profile?: string;
}

/** Adds `--reason`, whose help says `meaning`, and what says which account and table. */
export function addWordOptions(command: Command, meaning: string): Command {
  command
    .option('--reason <text>', meaning)
    .option('--profile <name>', 'a profile of your AWS configuration: whose account it is, and who decides');
  return addTableOptions(command);
}

/** The reason as it was given. Throws InputError where it is too long. */
export const reasonOf = ({ reason }: { readonly reason?: string | undefined }): string | undefined =>
  optionsOf(parseReason(reason));

/** The same where there must be one: who reads the entry later needs it. */
export function neededReason(options: WordOptions): string {
  const reason = reasonOf(options);
  if (reason === undefined) throw new InputError("--reason: say why, like --reason 'looked at with the owner'");
  return reason;
}
