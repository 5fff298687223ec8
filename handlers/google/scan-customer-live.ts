import { type AccountId, parseCustomerId } from '../../domain/ids.ts';
import { refusalWords } from '../../domain/providers/google/refusals.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import type { JudgedScan } from '../scan/join-scans.ts';
import { scan } from '../scan/scan.ts';
import { customerInventory } from './gather-customer.ts';
import { type CustomerList, gatherCustomer, type LiveCustomerPorts, readListOnce } from './gather-live.ts';

/**
 * Reads a customer from Google, judges it and writes the table. Throws InputError where nobody says whose list it is,
 * or where it is another customer's than the one that is given.
 */
export async function scanCustomerLive(
  given: AccountId | undefined,
  settings: Settings,
  table: LastSeenTable,
  ports: LiveCustomerPorts,
  onPlan?: (writes: number) => void,
): Promise<JudgedScan> {
  const first = await readListOnce(ports);
  const accountId = customerIn(first, given);
  const stored = await table.readAccount(accountId);
  const { question } = settings;
  const { reads, reading, recalled } = await gatherCustomer(first, stored, question, ports);
  const listed = customerInventory(reads, stored, question);
  const inventory = { ...listed, users: [...listed.users, ...recalled] };
  return { scanned: await scan(reading, inventory, settings, table, onPlan), inventory, reading };
}

/** The list names its customer with each user. */
function customerIn({ people, failure }: CustomerList, given: AccountId | undefined): AccountId {
  const named = new Set(people.flatMap(({ customer }) => customer ?? []));
  const [only = given, another] = named;
  if (another !== undefined)
    throw new InputError(`--google: Google lists users of the customers ${only} and ${another}`);
  const accountId = parseCustomerId(only);
  if (accountId !== undefined && (given ?? accountId) === accountId) return accountId;
  if (accountId !== undefined) throw new InputError(`--google-customer ${given}: the list is of customer ${accountId}`);
  const why = failure === undefined ? 'Google does not name its customer' : refusalWords(failure, 'users');
  throw new InputError(
    `--google: the list of users could not be read (${why}). To keep its users as unknown, give --google-customer ID`,
  );
}
