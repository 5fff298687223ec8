import type { Command } from 'commander';
import { addAccountOptions } from './account-options.ts';
import { addAnswerOptions, addTableOptions } from './common-options.ts';

/** Adds the argument and the options of the commands that answer about one user. */
export function addUserOptions(command: Command): Command {
  command.argument('<user>', "the user's name, unique id or ARN; behind -- if it begins with a hyphen");
  addAccountOptions(command, 'only in these accounts, if several have a user of this name');
  addAnswerOptions(command, 'table or json');
  return addTableOptions(command);
}
