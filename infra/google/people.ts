import { type Answer, answered, type Failure, failed, unusable } from '../../domain/answer.ts';
import type { UserId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type ListedPerson, readEntry, readPeople } from '../../domain/providers/google/inventory.ts';
import type { ReadJson } from '../http/requests.ts';
import { readListPages } from './pages.ts';

/** The whole list of users, or the part that came. `failure` says why it is incomplete. */
export interface GatheredPeople {
  readonly people: readonly ListedPerson[];
  readonly malformed: readonly string[];
  readonly failure: Failure | undefined;
}

const fields =
  'id,primaryEmail,creationTime,deletionTime,lastLoginTime,suspended,archived,customerId,agreedToTerms,isGuestUser';

/** Google takes no greater page. */
const pageSize = 500;

/**
 * The address of the first page of the users of a customer, an id or `my_customer`.
 * Source: https://developers.google.com/admin-sdk/directory/reference/rest/v1/users/list
 */
export const listUrl = (root: string, customer: string, size = pageSize): string =>
  `${root}/admin/directory/v1/users?customer=${encodeURIComponent(customer)}&maxResults=${size}&projection=basic` +
  `&orderBy=email&fields=kind,nextPageToken,users(${fields})`;

/** Reads the list page by page. A list of nobody is none: its administrator is a user. Never throws. */
export async function readPeopleList(
  read: ReadJson,
  root: string,
  customer: string,
  onPage: (people: number) => void = () => {},
): Promise<GatheredPeople> {
  const people: ListedPerson[] = [];
  const malformed: string[] = [];
  const take = (page: JsonObject) => {
    const listing = readPeople([page]);
    if (listing === undefined) return 'a page is no list of users';
    people.push(...listing.people);
    const nameless = listing.addresses.map(({ address }) => `${address}: has no id`);
    malformed.push(...listing.malformed, ...nameless);
    onPage(people.length);
    return undefined;
  };
  const why = await readListPages(read, listUrl(root, customer), take);
  return { people, malformed, failure: why ?? (people.length === 0 ? unusable('the list names nobody') : undefined) };
}

/** One user by its id. */
export async function readOnePerson(read: ReadJson, root: string, id: UserId): Promise<Answer<ListedPerson>> {
  const answer = await read(`${root}/admin/directory/v1/users/${id}?projection=basic&fields=${fields}`);
  if (answer.kind === 'failed') return answer;
  const entry = readEntry(answer.value);
  if (entry.kind !== 'person') return failed(unusable('the answer is no user'));
  return entry.person.objectId === id ? answered(entry.person) : failed(unusable('the answer is of another user'));
}
