import type { Scope } from '../../domain/providers/google/refusals.ts';
import { apiAt } from '../../infra/google/api.ts';
import type { Clock } from '../../infra/http/pace.ts';
import type { Tokens } from '../../infra/http/tokens.ts';
import { customerPorts } from '../google/customer-ports.ts';
import { customerInventory } from '../google/gather-customer.ts';
import { type CustomerList, gatherCustomer, readListOnce } from '../google/gather-live.ts';
import type { Reading, ReadTenant } from './tenant-run-ports.ts';

/** How Google Workspace is asked. */
export interface GoogleAsking {
  /** Of the Admin SDK, without a path. */
  readonly root: string;
  readonly tokensFor: (scope: Scope) => Tokens;
  readonly clock: Clock;
}

/**
 * Reads a customer of Google Workspace as the command line does, and remembers each answer. Throws where the list is
 * another customer's.
 */
export async function readGoogle({ root, tokensFor, clock }: GoogleAsking, reading: Reading): Promise<ReadTenant> {
  const { stored, question, remember } = reading;
  const apiOf = (scope: Scope) => remember(apiAt(root, { tokens: tokensFor(scope), clock }));
  const apis = { users: apiOf('users'), usage: apiOf('usage'), activities: apiOf('activities') };
  const ports = customerPorts({ root, customer: stored.accountId, ...apis, clock: () => question.now });
  const first = await readListOnce(ports);
  refuseOthers(first, stored.accountId);
  const { reads, reading: log, recalled, failures } = await gatherCustomer(first, stored, question, ports);
  const listed = customerInventory(reads, stored, question);
  return { inventory: { ...listed, users: [...listed.users, ...recalled] }, log, failures };
}

/** Users of another customer would be judged as ours. */
function refuseOthers({ people }: CustomerList, customer: string): void {
  const other = people.map((person) => person.customer).find((each) => each !== undefined && each !== customer);
  if (other !== undefined) throw new Error(`Google lists users of customer ${other}, not of ${customer}`);
}
