import { diagnoseCustomer } from '../../../../domain/doctor/customer-checks.ts';
import { parseCustomerId } from '../../../../domain/ids.ts';
import { askCustomer } from '../../../../infra/google/customer-facts.ts';
import { clockTime } from '../../../clock.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { writeDiagnosis } from '../providers/write-diagnosis.ts';
import type { CustomerOptions } from './customer-options.ts';
import { askingOf } from './live-customer.ts';

/** Examines what a scan of a customer needs, prints the answer and sets the exit code. */
export async function runCustomerDoctor(
  options: CustomerOptions & AnswerOptions,
  context: ProgramContext,
): Promise<void> {
  await writeDiagnosis(options, context, async () => {
    const { delegate, customer, clock } = await askingOf(options, process.env);
    const facts = await withPatience(options, 'asking Google', () =>
      askCustomer(delegate, customer ?? 'my_customer', clock, clockTime),
    );
    const named = facts.users.kind === 'answered' ? parseCustomerId(facts.users.value.customer) : undefined;
    return { accountId: customer ?? named, now: facts.now, findings: diagnoseCustomer(facts) };
  });
}
