import type { Command } from 'commander';

/** The options that every command has. */
export interface CommonOptions {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: string;
  /** The config file that was read. */
  readonly config?: string;
}

/** Where the answer goes and in which form. */
export interface AnswerOptions extends CommonOptions {
  readonly format?: string;
  readonly output?: string;
}

/** Adds the options of every command; they may stand before or behind its name. */
export function addCommonOptions(program: Command): Command {
  return program
    .option('--quiet', 'print the answer and errors only: no progress, no remarks')
    .option('--verbose', 'list what the answer only counts')
    .option('--config <file>', 'settings (default: the nearest lastseen.yml, here or in a folder above)')
    .option('--color <when>', 'always, auto or never (default: auto; FORCE_COLOR and NO_COLOR are heeded)');
}

/** Adds `--format` and `--output`; `formats` as the help names them. */
export function addAnswerOptions(command: Command, formats: string): Command {
  return command
    .option('--format <format>', `${formats} (default: by the ending of --output, else table)`)
    .option('--output <file>', 'write the answer to this file; - is standard output (default: -)');
}

/** Adds the options that choose the table. */
export function addTableOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'folder of the embedded table', '.lastseen')
    .option('--table <name>', 'use a table in DynamoDB instead of the embedded one')
    .option('--endpoint <url>', 'where that table is, if not in AWS');
}
