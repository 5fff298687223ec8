import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { STSClient } from '@aws-sdk/client-sts';
import { type DeploymentFacts, diagnose } from '../../../domain/doctor/diagnosis.ts';
import type { Finding } from '../../../domain/doctor/finding.ts';
import { forwarderCommand } from '../../../domain/doctor/region-forwarder.ts';
import { regionsToForward } from '../../../domain/doctor/rule-checks.ts';
import { absentStack } from '../../../domain/doctor/stack-checks.ts';
import { parseRegion, type Region } from '../../../domain/ids.ts';
import { plainText } from '../../../domain/plain-text.ts';
import { callerAccount } from '../../../infra/aws/caller-account.ts';
import { awsDeployment, doctorClientConfig } from '../../../infra/aws/deployment/aws-deployment.ts';
import { forwarderTemplateFrom } from '../../../infra/aws/deployment/forwarder-template.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { useProfile } from '../../aws-profile.ts';
import { clockTime } from '../../clock.ts';
import { type DoctorRequest, examineDeployment } from '../../doctor/doctor.ts';
import type { DoctorPorts } from '../../doctor/doctor-ports.ts';
import { InputError } from '../../input-error.ts';
import { readTrailHealth } from '../../read-trail-health.ts';
import { doctorReport } from '../../report/doctor-report.ts';
import { exitCodes } from '../exit-codes.ts';
import { homeRegion, refuse } from '../live-session.ts';
import type { AnswerOptions } from '../options/common-options.ts';
import { openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { withPatience } from '../progress/patience.ts';
import { provenanceOf } from '../provenance.ts';
import { printableJson } from '../render/printable-json.ts';
import { renderDoctor } from '../render/render-doctor.ts';

export interface DoctorOptions extends AnswerOptions {
  readonly stack: string;
  readonly profile?: string;
  readonly region?: string;
  readonly fixPlan?: boolean;
  readonly organization?: boolean;
  readonly roleName?: string;
}

/** Examines the deployment, prints the answer and sets the exit code. */
export async function runDoctor(options: DoctorOptions, context: ProgramContext): Promise<void> {
  if (options.organization) {
    if (options.fixPlan) throw new InputError('--fix-plan goes without --organization: its answer has the commands');
    const { runDoctorOrganization } = await import('./organization/doctor-organization.ts');
    return runDoctorOrganization(options, context);
  }
  const output = await openOutput(options, { command: 'doctor', formats: ['table', 'json'] });
  const request = await requestOf(options);
  const facts = await withPatience(options, 'asking AWS', () => examineDeployment(request, portsOf(request.home)));
  const findings = diagnose(facts);
  if (options.fixPlan) {
    await output.write(planOf(refuseWithoutStack(findings), facts));
    return context.setExitCode(tellUnanswered(unansweredOf(findings)));
  }
  const report = doctorReport(request, findings);
  const json = { ...report, provenance: await provenanceOf(context, []) };
  await output.write(output.format === 'json' ? `${printableJson(json, 2)}\n` : renderDoctor(report, output.terminal));
  context.setExitCode(report.counts.fail > 0 ? exitCodes.finding : exitCodes.done);
}

function refuseWithoutStack(findings: readonly Finding[]): readonly Finding[] {
  const stack = findings.find(({ check, status }) => check === 'stack' && status !== 'ok');
  if (stack !== undefined) throw new InputError(`no stack to forward to: ${stack.says}; ${stack.todo}`);
  return findings;
}

async function requestOf({ stack, profile, region }: DoctorOptions): Promise<DoctorRequest> {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stack)) throw new InputError(`--stack ${stack}: give the name of a stack`);
  if (profile !== undefined) await useProfile(profile);
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
  const template = forwarderTemplateFrom(process.cwd());
  const commands = regionsToForward(findings).map((region: Region) =>
    forwarderCommand({ stack: stackName, home, region, parameters, template }),
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
