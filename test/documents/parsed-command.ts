import type { Command } from 'commander';
import { lastseenProgram } from '../../handlers/cli/program.ts';
import { settingsOf } from '../../handlers/cli/settings-options.ts';

/** The command line with actions that do nothing but read the settings; what it writes goes nowhere. */
function parsingProgram(write: (text: string) => void): Command {
  const program = lastseenProgram(() => {});
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ writeOut: write, writeErr: () => {}, outputError: () => {} });
  }
  for (const command of program.commands) {
    command.action(
      () => void (command.name() === 'doctor' || command.name() === 'sample' || settingsOf(command.opts())),
    );
  }
  return program;
}

/** The command's name. Throws what the command line says of arguments that it does not know. */
export async function parseLastseen(args: readonly string[]): Promise<string> {
  await parsingProgram(() => {}).parseAsync([...args], { from: 'user' });
  return args[0] ?? '';
}

/** What `lastseen COMMAND --help` prints. */
export async function helpOf(command: string): Promise<string> {
  let text = '';
  const program = parsingProgram((more) => {
    text += more;
  });
  await program.parseAsync([command, '--help'], { from: 'user' }).catch((error: { code?: string }) => {
    if (error.code !== 'commander.helpDisplayed') throw error;
  });
  return text;
}

/** The commands with their options, as a document has them: `--trail PATH...`. */
export function definedOptions(): ReadonlyMap<string, readonly { flags: string; byDefault: string | undefined }[]> {
  return new Map(
    lastseenProgram(() => {}).commands.map((command) => [
      command.name(),
      command.options.map(({ flags, description, defaultValue }) => ({
        flags: flags.replace(/<([^>]+)>/g, (_, name: string) => name.replace('...', '').toUpperCase() + dots(name)),
        byDefault: typeof defaultValue === 'string' ? defaultValue : /\(default: (.+?)\)/.exec(description)?.[1],
      })),
    ]),
  );
}

const dots = (name: string) => (name.endsWith('...') ? '...' : '');
