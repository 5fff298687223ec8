import type { Command } from 'commander';
import { addAnswerOptions } from '../options/common-options.ts';
import type { ProgramContext } from '../program-context.ts';
import { addLiveTenantOptions, type TenantOptions } from './entra/tenant-options.ts';
import { addLiveCustomerOptions, type CustomerOptions } from './google/customer-options.ts';
import type { DoctorOptions } from './run-doctor.ts';

const examples = `
Examples:
  lastseen doctor --profile audit --region eu-west-1
  lastseen doctor --format json | jq '.checks[] | select(.status == "fail")'
  lastseen doctor --organization --profile management      which accounts lack the role, and the commands
  lastseen doctor --fix-plan | sh                          deploy the forwarding that is missing
  lastseen doctor --entra --entra-tenant GUID --entra-client GUID
  lastseen doctor --google --google-key key.json --google-admin admin@example.com

It reads and changes nothing. Exit codes: 0 no check fails; 1 a check fails;
2 wrong usage, no valid credentials, or a plan that may be incomplete; 75 try again, it may pass.`;

/** `lastseen doctor`. */
export function defineDoctor(command: Command, context: ProgramContext): Command {
  command
    .option('--stack <name>', "name of the deployment's stack", 'lastseen-prod')
    .option('--profile <name>', 'a profile of your AWS configuration (default: credentials as the AWS CLI finds them)')
    .option('--organization', 'check the organization of these credentials instead: roles of its accounts, its trail')
    .option('--role-name <name>', 'organization: the role in each account (default: lastseen-member)')
    .option('--region <region>', "the stack's Region (default: that of the environment or profile, else us-east-1)");
  command.option('--entra', 'check what a scan of a tenant of Entra ID needs, and no deployment');
  addLiveTenantOptions(command);
  command.option('--google', 'check what a scan of a customer of Google Workspace needs, and no deployment');
  addLiveCustomerOptions(command);
  return addAnswerOptions(command, 'table or json')
    .option('--fix-plan', 'print only the commands for the Regions that do not forward')
    .addHelpText('after', examples)
    .action(async () => {
      const options = command.optsWithGlobals<DoctorOptions & TenantOptions & CustomerOptions>();
      if (options.entra === true) {
        const { runTenantDoctor } = await import('./entra/run-tenant-doctor.ts');
        return runTenantDoctor(options, context);
      }
      if (options.google === true) {
        const { runCustomerDoctor } = await import('./google/run-customer-doctor.ts');
        return runCustomerDoctor(options, context);
      }
      const { runDoctor } = await import('./run-doctor.ts');
      await runDoctor(options, context);
    });
}
