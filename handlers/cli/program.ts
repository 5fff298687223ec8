import { Command, Help } from 'commander';
import { plainText } from '../../domain/plain-text.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { InputError } from '../input-error.ts';
import { type CommandEntry, commandList, taskGroups } from './command-list.ts';
import { findConfig } from './config/find-config.ts';
import { addCommonOptions, type CommonOptions } from './options/common-options.ts';
import type { ProgramContext } from './program-context.ts';

const epilog = (typed: string) => `
Try it on a made-up account: ${typed} sample
Each command has examples:   ${typed} COMMAND --help`;

/**
 * The whole command line with its help. Only commands that are wanted are loaded with their options, so that a command
 * starts without the others.
 */
export async function lastseenProgram(context: ProgramContext, isWanted: (name: string) => boolean): Promise<Command> {
  const { typed } = context;
  const program = new Command('lastseen')
    .description('Find unused IAM users, with evidence from CloudTrail.')
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .usage('COMMAND [options]')
    .commandsGroup(taskGroups.operate)
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ formatHelp: optionsLast })
    .addHelpText('after', epilog(typed));
  addCommonOptions(program).hook('preAction', (_, command) => configure(command));
  for (const entry of byGroup()) program.addCommand(await commandOf(entry, isWanted(entry.name), context));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => process.stdout.write(asTyped(text, typed)),
      outputError: oneLine(command, typed),
    });
  }
  return program;
}

/** Commands that read the table or the account take settings of a file. It is loaded only where there is one. */
async function configure(command: Command): Promise<void> {
  if (command.name() === 'sample' || command.name() === 'doctor') return;
  const file = command.optsWithGlobals<CommonOptions>().config ?? findConfig(process.cwd());
  if (file === undefined) return;
  const { applyConfig } = await import('./config/apply-config.ts');
  await applyConfig(file, command);
}

/** The commands are what the reader looks for: they stand before the options. */
function optionsLast(command: Command, help: Help): string {
  const text = new Help().formatHelp.call(help, command, help);
  const sections = text.trimEnd().split('\n\n');
  const isOptions = (section: string) => section.startsWith('Options:');
  return `${[...sections.filter((section) => !isOptions(section)), ...sections.filter(isOptions)].join('\n\n')}\n`;
}

/** In the order of the groups: the help lists a group where its first command stands. */
function byGroup(): CommandEntry[] {
  const groups = Object.keys(taskGroups);
  return commandList.toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
}

async function commandOf(entry: CommandEntry, isWanted: boolean, context: ProgramContext): Promise<Command> {
  const { name, group, summary } = entry;
  const command = new Command(name).description(summary).helpGroup(taskGroups[group]);
  command.helpOption('-h, --help', 'print this help').configureHelp({ showGlobalOptions: true });
  return isWanted ? refuseEmpty(refuseRepeats((await entry.load())(command, context))) : command;
}

/** An option of one value that stands twice is refused: its last value alone would hold, and nobody would notice. */
function refuseRepeats(command: Command): Command {
  for (const option of command.options.filter(({ variadic, required }) => required && !variadic)) {
    let given: string | undefined;
    option.argParser((value: string) => {
      if (given !== undefined) {
        throw new InputError(`${option.long} stands twice, with ${given} and with ${value}; it takes one value`);
      }
      given = value;
      return value;
    });
  }
  return command;
}

/** An argument without a letter names nothing: a variable of the shell was empty. */
function refuseEmpty(command: Command): Command {
  for (const argument of command.registeredArguments.filter(({ variadic }) => !variadic)) {
    argument.argParser((value: string) => {
      if (value.trim() === '') throw new InputError(`${command.name()}: the argument ${argument.name()} is empty`);
      return value;
    });
  }
  return command;
}

const commandNames = commandList.map(({ name }) => name).join('|');
const ownCommand = new RegExp(`(?<![\\w./-]|npx )lastseen(?= (?:${commandNames}|--help|COMMAND)\\b)`, 'g');

/** A text in which every command of ours stands as the reader must type it. */
export function asTyped(text: string, typed: string): string {
  return text.replace(ownCommand, typed);
}

/** A usage error as one line that leads to the help. */
function oneLine(command: Command, typed: string): (text: string, write: (text: string) => void) => void {
  const help = command.parent === null ? 'lastseen --help' : `lastseen ${command.name()} --help`;
  return (text, write) => {
    const words = text
      .replace(/^error: /, '')
      .trim()
      .replace(/\.$/, '')
      .replace(/\s*\n\s*/g, ' ');
    write(`lastseen: ${plainText(words)}${hintOn(words, command)}; ${asTyped(help, typed)} has more\n`);
  };
}

/** What the reader most likely meant: a name like an option, or log files without their option. */
function hintOn(words: string, command: Command): string {
  const takesName = command.registeredArguments.length > 0;
  if (words.startsWith('unknown option') && takesName) return '; write -- before a name that begins with a hyphen';
  return words.startsWith("too many arguments for 'scan'") ? '; put --trail before log files' : '';
}
