import { diagnoseTenant } from '../../../../domain/doctor/tenant-checks.ts';
import { askTenant } from '../../../../infra/entra/tenant-facts.ts';
import { clockTime } from '../../../clock.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { writeDiagnosis } from '../providers/write-diagnosis.ts';
import { applicationOf, entraClock } from './live-tenant.ts';
import type { TenantOptions } from './tenant-options.ts';

/** Examines what a scan of a tenant needs, prints the answer and sets the exit code. */
export async function runTenantDoctor(options: TenantOptions & AnswerOptions, context: ProgramContext): Promise<void> {
  await writeDiagnosis(options, context, async () => {
    const application = await applicationOf(options, process.env);
    const clock = entraClock(process.env);
    const facts = await withPatience(options, 'asking Entra ID', () => askTenant(application, clock, clockTime));
    return { accountId: application.tenantId, now: facts.now, findings: diagnoseTenant(facts) };
  });
}
