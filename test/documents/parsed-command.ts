import type { Command, Option } from 'commander';
import { settingsOf } from '../../handlers/cli/options/settings-options.ts';
import { lastseenProgram } from '../../handlers/cli/program.ts';

const wholeProgram = () => lastseenProgram({ setExitCode: () => {}, typed: 'lastseen', args: [] }, () => true);

/** The command line with actions that do nothing but read the settings; what it writes goes nowhere. */
async function parsingProgram(write: (text: string) => void): Promise<Command> {
  const program = await wholeProgram();
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ writeOut: write, writeErr: () => {}, outputError: () => {} });
  }
  for (const command of program.commands) {
    command.action(
      () => void (command.name() === 'doctor' || command.name() === 'sample' || settingsOf(settingsIn(command))),
    );
  }
  return program;
}

/** A plan has formats of its own. */
const settingsIn = (command: Command) =>
  command.name() === 'plan' ? { ...command.opts(), format: undefined } : command.opts();

/** The command's name. Throws what the command line says of arguments that it does not know. */
export async function parseLastseen(args: readonly string[]): Promise<string> {
  await (await parsingProgram(() => {})).parseAsync([...args], { from: 'user' });
  return args[0] ?? '';
}

/** What `lastseen COMMAND --help` prints. */
export async function helpOf(command: string): Promise<string> {
  let text = '';
  const program = await parsingProgram((more) => {
    text += more;
  });
  await program.parseAsync([command, '--help'], { from: 'user' }).catch((error: { code?: string }) => {
    if (error.code !== 'commander.helpDisplayed') throw error;
  });
  return text;
}

interface DefinedOption {
  readonly flags: string;
  readonly byDefault: string | undefined;
}

/** The commands with their options, as a document has them: `--trail PATH...`. */
export async function definedOptions(): Promise<ReadonlyMap<string, readonly DefinedOption[]>> {
  const { commands } = await wholeProgram();
  return new Map(commands.map((command) => [command.name(), command.options.map(definedOption)]));
}

/** The options of every command, in the same form. */
export async function commonOptions(): Promise<readonly DefinedOption[]> {
  const { options } = await wholeProgram();
  return options.map(definedOption);
}

function definedOption({ flags, description, defaultValue }: Option): DefinedOption {
  return {
    flags: flags.replace(/<([^>]+)>/g, (_, name: string) => name.replace('...', '').toUpperCase() + dots(name)),
    byDefault: typeof defaultValue === 'string' ? defaultValue : /\(default: (.+?)\)/.exec(description)?.[1],
  };
}

const dots = (name: string) => (name.endsWith('...') ? '...' : '');
