import type { Command } from 'commander';
import { addAnswerOptions, addTableOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import type { SettingsOptions } from './settings-options.ts';

const examples = `
Examples:
  lastseen settings show --table lastseen-prod
  lastseen settings apply --table lastseen-prod          what would change; it changes nothing
  lastseen settings apply --table lastseen-prod --yes    the accounts of lastseen.yml, as it says
  lastseen settings apply --remove --yes                 and no settings of any other account
  lastseen settings apply --organization o-exampleorgid  with the organizational units of lastseen.yml

Exit codes: 0 done; 2 wrong usage, or settings that cannot be read; 75 somebody else changed them meanwhile, try again.`;

/** `lastseen settings`. */
export function defineSettings(command: Command, context: ProgramContext): Command {
  command
    .argument('<action>', 'show or apply')
    .option('--account <list>', 'only these accounts: ids, with commas')
    .option('--yes', 'apply: do it; without it nothing changes')
    .option('--remove', 'apply: take the settings of accounts away that lastseen.yml does not name')
    .option('--profile <name>', 'a profile of your AWS configuration: who decides')
    .option('--organization <id>', 'with the settings of its organizational units: o-...');
  return addTableOptions(addAnswerOptions(command, 'table or json'))
    .addHelpText('after', examples)
    .action(async (action: string) => {
      const { runSettings } = await import('./run-settings.ts');
      await runSettings(action, command.optsWithGlobals<SettingsOptions>(), context);
    });
}
