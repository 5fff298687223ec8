import { diagnoseTenant } from '../../../../domain/doctor/tenant-checks.ts';
import { askTenant } from '../../../../infra/entra/tenant-facts.ts';
import { clockTime } from '../../../clock.ts';
import { doctorReport } from '../../../report/doctor-report.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { provenanceOf } from '../../provenance.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderDoctor } from '../../render/render-doctor.ts';
import { applicationOf, entraClock } from './live-tenant.ts';
import type { TenantOptions } from './tenant-options.ts';

/** Examines what a scan of a tenant needs, prints the answer and sets the exit code. */
export async function runTenantDoctor(options: TenantOptions & AnswerOptions, context: ProgramContext): Promise<void> {
  const output = await openOutput(options, { command: 'doctor', formats: ['table', 'json'] });
  const application = await applicationOf(options, process.env);
  const clock = entraClock(process.env);
  const facts = await withPatience(options, 'asking Entra ID', () => askTenant(application, clock, clockTime));
  const examined = { accountId: application.tenantId, now: facts.now };
  const report = doctorReport(examined, diagnoseTenant(facts));
  const json = { ...report, provenance: await provenanceOf(context, []) };
  await output.write(output.format === 'json' ? `${printableJson(json, 2)}\n` : renderDoctor(report, output.terminal));
  context.setExitCode(report.counts.fail > 0 ? exitCodes.finding : exitCodes.done);
}
