import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { STSClient } from '@aws-sdk/client-sts';
import { Command } from 'commander';
import { type DeploymentFacts, diagnose } from '../../domain/doctor/diagnosis.ts';
import type { Finding } from '../../domain/doctor/finding.ts';
import { forwarderCommand } from '../../domain/doctor/region-forwarder.ts';
import { regionsToForward } from '../../domain/doctor/rule-checks.ts';
import { absentStack } from '../../domain/doctor/stack-checks.ts';
import { parseRegion, type Region } from '../../domain/ids.ts';
import { plainText } from '../../domain/plain-text.ts';
import { callerAccount } from '../../infra/aws/caller-account.ts';
import { awsDeployment, doctorClientConfig } from '../../infra/aws/deployment/aws-deployment.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { useProfile } from '../aws-profile.ts';
import { clockTime } from '../clock.ts';
import { type DoctorRequest, examineDeployment } from '../doctor/doctor.ts';
import type { DoctorPorts } from '../doctor/doctor-ports.ts';
import { InputError } from '../input-error.ts';
import { readTrailHealth } from '../read-trail-health.ts';
import { doctorReport } from '../report/doctor-report.ts';
import { exitCodes } from './failure.ts';
import { homeRegion, refuse } from './live-session.ts';
import { outputTo } from './output.ts';
import { printableJson } from './printable-json.ts';
import { renderDoctor } from './render-doctor.ts';

interface DoctorOptions {
  readonly stack: string;
  readonly profile?: string;
  readonly region?: string;
  readonly format: string;
  readonly output?: string;
  readonly fixPlan?: boolean;
}

const examples = `
Examples:
  lastseen doctor --profile audit --region eu-west-1
  lastseen doctor --format json | jq '.checks[] | select(.status == "fail")'
  lastseen doctor --fix-plan | sh                          deploy the forwarding that is missing

It reads and changes nothing. Exit codes: 0 no check fails; 1 a check fails;
2 wrong usage, no valid credentials, or a plan that may be incomplete; 75 try again, it may pass.`;

export function doctorCommand(setExitCode: (code: number) => void): Command {
  return new Command('doctor')
    .description('check a deployment from outside: each line says ok, warn or fail, and what to do')
    .option('--stack <name>', "name of the deployment's stack", 'lastseen-prod')
    .option('--profile <name>', 'a profile of your AWS configuration (default: credentials as the AWS CLI finds them)')
    .option('--region <region>', "the stack's Region (default: that of the environment or profile, else us-east-1)")
    .option('--format <format>', 'table or json', 'table')
    .option('--output <file>', 'write the answer to this file instead of standard output')
    .option('--fix-plan', 'print only the commands for the Regions that do not forward')
    .addHelpText('after', examples)
    .action(async (options: DoctorOptions) => setExitCode(await runDoctor(options)));
}

async function runDoctor(options: DoctorOptions): Promise<number> {
  const { format, fixPlan = false } = options;
  if (format !== 'table' && format !== 'json') throw new InputError(`--format ${format}: doctor has table and json`);
  const request = await requestOf(options);
  const facts = await examineDeployment(request, portsOf(request.home));
  const findings = diagnose(facts);
  const output = outputTo(options.output);
  if (fixPlan) {
    const stack = findings.find(({ check, status }) => check === 'stack' && status !== 'ok');
    if (stack !== undefined) throw new InputError(`no stack to forward to: ${stack.says}; ${stack.todo}`);
    await output.write(planOf(findings, facts));
    return tellUnanswered(unansweredOf(findings));
  }
  const report = doctorReport(request, findings);
  await output.write(format === 'json' ? `${printableJson(report, 2)}\n` : renderDoctor(report, output.terminal));
  return report.counts.fail > 0 ? exitCodes.finding : exitCodes.done;
}

async function requestOf({ stack, profile, region }: DoctorOptions): Promise<DoctorRequest> {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stack)) throw new InputError(`--stack ${stack}: give the name of a stack`);
  if (profile !== undefined) useProfile(profile);
  const home = parseRegion(region ?? (await homeRegion()));
  if (home === undefined) throw new InputError(`--region ${region}: give a Region, like eu-west-1`);
  const sts = new STSClient({ ...doctorClientConfig, region: home });
  const accountId = await callerAccount(sts)
    .catch(refuse)
    .finally(() => sts.destroy());
  const versions = { lastseen: packageJson.version, node: process.version };
  return { accountId, stackName: stack, home, now: clockTime(), versions };
}

function portsOf(home: Region): DoctorPorts {
  const cloudtrail = (region: Region) => new CloudTrailClient({ ...doctorClientConfig, region });
  return { ...awsDeployment(home), trailHealth: (from, regions) => readTrailHealth(from, regions, cloudtrail) };
}

function planOf(findings: readonly Finding[], { stackName, home, stack }: DeploymentFacts): string {
  const parameters = stack.kind === 'answered' ? stack.value.parameters : absentStack.parameters;
  const commands = regionsToForward(findings).map((region: Region) =>
    forwarderCommand({ stack: stackName, home, region, parameters }),
  );
  return commands.map((command) => `${command}\n`).join('');
}

/** What the plan may lack because nobody could look. */
function unansweredOf(findings: readonly Finding[]): string[] {
  const unread = findings.filter(
    ({ check, status }) => status === 'warn' && (check === 'forwarding' || check === 'regions'),
  );
  return unread.map(({ region, says }) => `${region ?? 'Regions'}: ${says}`);
}

function tellUnanswered(unanswered: readonly string[]): number {
  for (const line of unanswered) process.stderr.write(`lastseen: the plan may be incomplete: ${plainText(line)}\n`);
  return unanswered.length > 0 ? exitCodes.unusable : exitCodes.done;
}
