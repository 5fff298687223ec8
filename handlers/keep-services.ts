import type { IamUser } from '../domain/inventory/iam-user.ts';
import { isSameData } from '../domain/same-data.ts';
import { mergeServices, type ServicesAccessed } from '../domain/services/services-accessed.ts';
import { type Entry, servicesEntry, subjectEntry } from '../domain/sightings/entry.ts';
import type { LastSeenTable } from '../infra/ports/last-seen-table.ts';
import { applyWrites } from './apply-writes.ts';

/**
 * Adds an answer about one user to what is known, and has the table keep both together. Returns how many requests that
 * took: none where the answer is known already.
 */
export async function keepServices(
  user: IamUser,
  answer: ServicesAccessed,
  known: Map<Entry, ServicesAccessed>,
  table: Pick<LastSeenTable, 'apply'>,
): Promise<number> {
  const parent = subjectEntry(user);
  const before = known.get(parent);
  const services = before === undefined ? answer : mergeServices(before, answer);
  if (isSameData(before, services)) return 0;
  known.set(parent, services);
  return applyWrites([{ kind: 'services', accountId: user.accountId, entry: servicesEntry(parent), services }], table);
}
