import type { Command } from 'commander';
import { addAccountOptions } from '../../options/account-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import type { EvidenceOptions } from './evidence-options.ts';

const examples = `
Examples:
  lastseen evidence export alice
  lastseen evidence export AIDAEXAMPLE23456789AB --output evidence/ --trail s3://my-trail/
  lastseen evidence verify evidence/evidence-111122223333-alice-2026-11-23.json
  lastseen evidence verify evidence.html --table lastseen-prod --trail AWSLogs/
  lastseen evidence verify --chain                      what was done to users, in the embedded table
  lastseen evidence verify --chain copy/ --public-key key.pem --head 12:9f86d0...

Exit codes: 0 done, nothing differs; 1 something differs; 2 wrong usage, or no evidence; 75 try again, it may pass.`;

/** `lastseen evidence`. */
export function defineEvidence(command: Command, context: ProgramContext): Command {
  command
    .argument('<action>', 'export or verify')
    .argument('[what...]', "export: the user's name, unique id or ARN; verify: files of evidence")
    .option('--output <folder>', 'export: the folder for the two files (default: .)')
    .option('--trail <path...>', 'log files, folders, s3:// URLs: where the last event lies, and what they show');
  command
    .option('--chain [folder]', 'verify: the records of acts on users, in the table or in a folder')
    .option('--head <number:sha256>', 'with --chain: the end of the chain as a digest mail had it')
    .option('--public-key <file...>', 'with --chain: the keys that sign the records')
    .option('--format <format>', 'with --chain: table or json (default: table)');
  addAccountOptions(command, 'export: only in these accounts, if several have a user of this name');
  command
    .option('--data <dir>', 'folder of the embedded table (default: .lastseen); verify opens one only if it is given')
    .option('--table <name>', 'use a table in DynamoDB instead of the embedded one')
    .option('--endpoint <url>', 'where that table is, if not in AWS');
  return command.addHelpText('after', examples).action(async (action: string, what: readonly string[]) => {
    const { runEvidence } = await import('./run-evidence.ts');
    await runEvidence(action, what, command.optsWithGlobals<EvidenceOptions>(), context);
  });
}
